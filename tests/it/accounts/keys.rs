//! API keys: scoped, hashed, shown once, expiring, revocable.

use chrono::{Days, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use formulary::accounts::model::Role;
use formulary::db::schema::{api_keys, audit_log};

use crate::support::{Response, TestApp};

fn in_days(days: u64) -> String {
    (Utc::now().date_naive() + Days::new(days)).to_string()
}

async fn make(app: &TestApp, fields: &[(&str, &str)]) -> Response {
    let csrf = app.csrf("/admin/keys").await;
    let mut form = vec![("csrf", csrf.as_str())];
    form.extend(fields);
    app.post("/admin/keys", &form).await
}

async fn a_key(app: &TestApp) -> String {
    app.sign_in(Role::Admin).await;
    let last_day = in_days(30);
    let fields = [
        ("name", "Importer of prices"),
        ("scope", "offers:write"),
        ("scope", "catalog:read"),
        ("expires_on", &last_day),
    ];
    let response = make(app, &fields).await.ok();
    assert_eq!(response.header("cache-control"), "no-store");
    response.html().text("#key")
}

async fn whoami(app: &TestApp, authorization: &str) -> Response {
    let headers = [
        ("Authorization", authorization),
        ("X-Forwarded-For", "203.0.113.5"),
    ];
    app.get_with("/api/v1/whoami", &headers).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_shown_once_and_says_what_it_may_do() {
    let app = TestApp::new().await;
    let key = a_key(&app).await;
    assert!(key.starts_with("fmk_"), "{key}");
    let secret = key.rsplit('_').next().unwrap();
    let page = app.get("/admin/keys").await.ok();
    assert!(!page.body.contains(secret));
    assert!(page.html().texts("tbody tr")[0].contains("Never"));

    let response = whoami(&app, &format!("Bearer {key}")).await.ok();
    assert_eq!(response.header("cache-control"), "no-store");
    let body = response.json();
    assert_eq!(body["name"], "Importer of prices");
    assert_eq!(
        body["scopes"],
        serde_json::json!(["offers:write", "catalog:read"])
    );
    let until = format!("{}T00:00:00Z", in_days(31));
    assert_eq!(body["expires_at"], until.as_str());
    let row = app.get("/admin/keys").await.ok().html().texts("tbody tr");
    assert!(row[0].contains("from 203.0.113.5"), "{row:?}");

    let conn = app.db.write().await.unwrap();
    let details: Vec<serde_json::Value> = audit_log::table
        .filter(audit_log::kind.eq("api key"))
        .select(audit_log::detail)
        .load(&mut &*conn)
        .await
        .unwrap();
    assert_eq!(details.len(), 1);
    assert!(!details[0].to_string().contains(secret));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_good_key_the_answer_is_a_problem_that_does_not_say_which() {
    let app = TestApp::new().await;
    let key = a_key(&app).await;
    let mut wrong = key.clone();
    let last = if wrong.ends_with('0') { '1' } else { '0' };
    wrong.pop();
    wrong.push(last);
    let mut details = Vec::new();
    for authorization in [
        format!("Bearer {wrong}"),
        "Bearer fmk_aaaaaaaaaa_00".to_owned(),
        "Bearer rubbish".to_owned(),
    ] {
        let response = whoami(&app, &authorization).await;
        assert_eq!(response.status, 401, "{authorization}");
        assert_eq!(response.header("content-type"), "application/problem+json");
        assert!(response.header("www-authenticate").starts_with("Bearer"));
        details.push(response.json()["detail"].as_str().unwrap().to_owned());
    }
    details.dedup();
    assert_eq!(details.len(), 1, "{details:?}");
    for authorization in ["", "Basic eDp5", &key] {
        let response = whoami(&app, authorization).await;
        assert_eq!(response.status, 401);
        let body = response.json();
        assert!(
            body["detail"]
                .as_str()
                .unwrap()
                .contains("Authorization: Bearer")
        );
        assert_eq!(body["type"], "urn:formulary:problem:key-refused");
    }
    app.forget_cookie();
    assert_eq!(app.get("/api/v1/whoami").await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_ends_with_its_last_day_or_when_it_is_revoked() {
    let app = TestApp::new().await;
    let key = format!("Bearer {}", a_key(&app).await);
    let conn = app.db.write().await.unwrap();
    let set_end = async |end| {
        diesel::update(api_keys::table)
            .set(api_keys::expires_at.eq(end))
            .execute(&mut &*conn)
            .await
            .unwrap();
    };
    set_end(Utc::now() - TimeDelta::seconds(1)).await;
    assert_eq!(whoami(&app, &key).await.status, 401);
    set_end(Utc::now() + TimeDelta::days(1)).await;
    whoami(&app, &key).await.ok();
    let page = app.get("/admin/keys").await.ok().html();
    let revoke = page.attribute("tbody form", "action");
    let csrf = app.csrf("/admin/keys").await;
    assert_eq!(app.post(&revoke, &[("csrf", "wrong")]).await.status, 403);
    assert_eq!(app.post(&revoke, &[("csrf", &csrf)]).await.status, 303);
    assert_eq!(whoami(&app, &key).await.status, 401);
    assert_eq!(app.post(&revoke, &[("csrf", &csrf)]).await.status, 404);
    let page = app.get("/admin/keys").await.ok().html();
    assert!(page.text("tbody .state").starts_with("Revoked on"));
    assert_eq!(page.count("tbody form"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_needs_a_name_a_scope_and_a_last_day_within_a_year() {
    let app = TestApp::new().await;
    app.sign_in(Role::Admin).await;
    let (soon, late) = (in_days(1), in_days(367));
    for (name, scope, last_day, problem) in [
        (" ", "feeds:read", soon.as_str(), "#name-problem"),
        ("Kept", "", &soon, "#scope-problem"),
        ("Kept", "everything", &soon, "#scope-problem"),
        ("Kept", "feeds:read", &late, "#expires-problem"),
        ("Kept", "feeds:read", "2001-01-01", "#expires-problem"),
        ("Kept", "feeds:read", "soon", "#expires-problem"),
    ] {
        let fields = [("name", name), ("scope", scope), ("expires_on", last_day)];
        let response = make(&app, &fields).await;
        assert_eq!(response.status, 422, "{fields:?}");
        let page = response.html();
        assert_eq!(page.count(problem), 1, "{fields:?}");
        assert_eq!(
            page.attribute("#name", "value"),
            name.trim_end_matches('\u{0}')
        );
        assert_eq!(page.attribute("#expires_on", "value"), last_day);
        let chosen = page.attributes("input[name=scope][checked]", "value");
        assert_eq!(chosen.len(), usize::from(scope == "feeds:read"));
    }
    let conn = app.db.write().await.unwrap();
    let made: i64 = api_keys::table
        .count()
        .get_result(&mut &*conn)
        .await
        .unwrap();
    assert_eq!(made, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_see_and_make_keys() {
    for role in [Role::Author, Role::Reviewer, Role::Publisher] {
        let app = TestApp::new().await;
        app.sign_in(role).await;
        let csrf = app.csrf("/admin/account").await;
        assert_eq!(app.get("/admin/keys").await.status, 403, "{role}");
        assert_eq!(
            app.post("/admin/keys", &[("csrf", &csrf)]).await.status,
            403
        );
        let revoke = format!("/admin/keys/{}/revoke", uuid::Uuid::now_v7());
        assert_eq!(app.post(&revoke, &[("csrf", &csrf)]).await.status, 403);
        let links = app.get("/admin").await.ok().html();
        assert_eq!(links.count("nav a[href='/admin/keys']"), 0);
    }
}
