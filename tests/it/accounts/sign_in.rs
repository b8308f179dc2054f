//! Signing in and out.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use formulary::accounts::model::Role;
use formulary::db::schema::{sign_in_failures, users};

use super::{PASSWORD, person, sign_in, sign_in_from};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn the_admin_is_closed_to_strangers_and_leads_back_after_signing_in() {
    let app = TestApp::new().await;
    let id = uuid::Uuid::now_v7();
    for (path, sign_in) in [
        ("/admin".to_owned(), "/admin/sign-in".to_owned()),
        (
            format!("/admin/products/{id}"),
            format!("/admin/sign-in?return_to=%2Fadmin%2Fproducts%2F{id}"),
        ),
        (
            "/admin/reviews?q=a%20b".to_owned(),
            "/admin/sign-in?return_to=%2Fadmin%2Freviews%3Fq%3Da%2520b".to_owned(),
        ),
    ] {
        let response = app.get(&path).await;
        assert_eq!(
            (response.status, response.header("location")),
            (303, sign_in.as_str()),
            "{path}"
        );
    }
    for path in [
        format!("/admin/products/{id}"),
        format!("/admin/products/{id}/publish"),
        "/admin/people".to_owned(),
        "/admin/no-such-page".to_owned(),
    ] {
        let response = app.post(&path, &[("csrf", "x"), ("version", "1")]).await;
        assert_eq!(response.status, 401, "{path}");
        assert_eq!(response.header("cache-control"), "no-store");
        assert_eq!(response.html().text("h1"), "Sign in");
    }
    let signed_out = app.post("/admin/sign-out", &[("csrf", "x")]).await;
    assert_eq!(signed_out.header("location"), "/admin/sign-in");

    person(&app, "a@example.org", Role::Author).await;
    let page = app
        .get("/admin/sign-in?return_to=%2Fadmin%2Freviews%3Fq%3Da%2520b")
        .await
        .ok()
        .html();
    let wanted = page.attribute("input[name=return_to]", "value");
    let fields = [
        ("email", "a@example.org"),
        ("password", PASSWORD),
        ("return_to", &wanted),
    ];
    let response = app.post("/admin/sign-in", &fields).await;
    assert_eq!(
        (response.status, response.header("location")),
        (303, "/admin/reviews?q=a%20b")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_led_to_another_site() {
    let app = TestApp::new().await;
    person(&app, "a@example.org", Role::Author).await;
    for evil in [
        "https://evil.example/admin",
        "//evil.example/admin",
        "/\\evil.example/admin",
        "/admin/../..//evil.example",
        "/admin//evil.example",
        "javascript:alert(1)//admin",
        "/products",
    ] {
        let query: String = evil.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let page = app
            .get(&format!("/admin/sign-in?return_to={query}"))
            .await
            .ok();
        assert!(!page.body.contains("evil"), "{evil}");
        let fields = [
            ("email", "a@example.org"),
            ("password", PASSWORD),
            ("return_to", evil),
            ("resend", "1"),
            ("kept.name", "x"),
        ];
        let response = app.post("/admin/sign-in", &fields).await;
        assert_eq!(
            (response.status, response.header("location")),
            (303, "/admin"),
            "{evil}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_begins_with_the_right_password_and_ends_with_signing_out() {
    let app = TestApp::new().await;
    app.sign_in(Role::Admin).await;
    let csrf = app.csrf("/admin").await;
    assert_eq!(
        app.post("/admin/sign-out", &[("csrf", "wrong")])
            .await
            .status,
        403
    );
    assert_eq!(app.get("/admin").await.status, 200);
    assert_eq!(
        app.post("/admin/sign-out", &[("csrf", &csrf)]).await.status,
        303
    );
    assert_eq!(app.get("/admin").await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_session_cookie_is_kept_from_scripts_and_other_sites() {
    let app = TestApp::new().await;
    app.sign_in(Role::Admin).await;
    app.forget_cookie();
    let form = [
        ("email", "admin@example.org"),
        ("password", "a long password"),
    ];
    let response = app.post("/admin/sign-in", &form).await;
    let cookie = response.header("set-cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
        "{cookie}"
    );
    let other = [("Sec-Fetch-Site", "cross-site")];
    assert_eq!(
        app.post_with("/admin/sign-in", &form, &other).await.status,
        403
    );
    assert_eq!(
        app.post_with(
            "/admin/sign-in",
            &form,
            &[("Origin", "https://evil.example")]
        )
        .await
        .status,
        403
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer_after_the_same_work() {
    let app = TestApp::new().await;
    person(&app, "a@example.org", Role::Author).await;
    let mut answers = Vec::new();
    let mut statements = Vec::new();
    for email in ["a@example.org", "nobody@example.org"] {
        // Once before, so that connections are there.
        sign_in(&app, email, "wrong wrong wrong").await;
        let before = app.statements();
        let response = sign_in(&app, email, "wrong wrong wrong").await;
        statements.push(app.statements() - before);
        assert_eq!(response.status, 422);
        assert!(response.headers.get("set-cookie").is_none());
        answers.push(response.body.replace(email, "…"));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(statements[0], statements[1]);

    let time = async |email: &str| {
        let started = std::time::Instant::now();
        sign_in(&app, email, "wrong wrong wrong").await;
        started.elapsed().as_secs_f64()
    };
    let (mut known, mut unknown) = (f64::MAX, f64::MAX);
    for _ in 0..4 {
        known = known.min(time("a@example.org").await);
        unknown = unknown.min(time("nobody@example.org").await);
    }
    assert!(
        known < unknown * 3.0 && unknown < known * 3.0,
        "{known} s for a known address, {unknown} s for an unknown one"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_per_account_from_wherever_it_comes() {
    let app = TestApp::new().await;
    person(&app, "a@example.org", Role::Author).await;
    person(&app, "b@example.org", Role::Author).await;
    for number in 0..8 {
        let from = format!("203.0.113.{number}");
        let response = sign_in_from(&app, "a@example.org", "wrong wrong wrong", &from).await;
        assert_eq!(response.status, 422);
    }
    let right = sign_in_from(&app, "A@Example.org", PASSWORD, "203.0.113.99").await;
    assert_eq!(right.status, 429);
    let other = sign_in_from(&app, "b@example.org", PASSWORD, "203.0.113.1").await;
    assert_eq!(other.status, 303, "others are not kept out");

    // A quarter of an hour later, and who was turned away meanwhile has not waited in vain.
    let conn = app.db.write().await.unwrap();
    diesel::update(sign_in_failures::table)
        .set(sign_in_failures::failed_at.eq(chrono::Utc::now() - chrono::TimeDelta::minutes(16)))
        .execute(&mut &*conn)
        .await
        .unwrap();
    assert_eq!(sign_in(&app, "a@example.org", PASSWORD).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_per_address_for_whatever_account() {
    let app = TestApp::new().await;
    person(&app, "a@example.org", Role::Author).await;
    for number in 0..30 {
        let email = format!("nobody-{number}@example.org");
        let response = sign_in_from(&app, &email, "wrong wrong wrong", "203.0.113.1").await;
        assert_eq!(response.status, 422);
    }
    let from = async |address| {
        sign_in_from(&app, "a@example.org", PASSWORD, address)
            .await
            .status
    };
    assert_eq!(from("203.0.113.1").await, 429);
    assert_eq!(
        from("198.51.100.7, 203.0.113.1").await,
        429,
        "what the client claims does not count"
    );
    assert_eq!(from("203.0.113.2").await, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_guesses_at_once_get_no_further_than_one_after_the_other() {
    let app = TestApp::new().await;
    person(&app, "a@example.org", Role::Author).await;
    let guesses = (0..24).map(|number| {
        let app = &app;
        async move {
            let wrong = format!("wrong wrong {number}");
            sign_in(app, "a@example.org", &wrong).await.status
        }
    });
    let answers = futures_util::future::join_all(guesses).await;
    let looked_at = answers.iter().filter(|status| **status == 422).count();
    assert!(looked_at <= 8, "{answers:?}");
    assert!(
        answers.iter().all(|status| matches!(status, 422 | 429)),
        "{answers:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disabled_person_is_told_what_a_stranger_is() {
    let app = TestApp::new().await;
    person(&app, "a@example.org", Role::Author).await;
    let conn = app.db.write().await.unwrap();
    diesel::update(users::table)
        .set(users::disabled_at.eq(diesel::dsl::now))
        .execute(&mut &*conn)
        .await
        .unwrap();
    let disabled = sign_in(&app, "a@example.org", PASSWORD).await;
    let stranger = sign_in(&app, "b@example.org", PASSWORD).await;
    assert_eq!((disabled.status, stranger.status), (422, 422));
    assert_eq!(
        disabled.html().text("[role=alert]"),
        stranger.html().text("[role=alert]")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_down_and_says_nothing_about_who_has_an_account() {
    let app = TestApp::new().await;
    app.sign_in(Role::Admin).await;
    app.forget_cookie();
    let wrong = app
        .post(
            "/admin/sign-in",
            &[
                ("email", "admin@example.org"),
                ("password", "wrong wrong wrong"),
            ],
        )
        .await;
    let nobody = app
        .post(
            "/admin/sign-in",
            &[
                ("email", "nobody@example.org"),
                ("password", "wrong wrong wrong"),
            ],
        )
        .await;
    assert_eq!((wrong.status, nobody.status), (422, 422));
    assert_eq!(
        wrong.html().text("[role=alert]"),
        nobody.html().text("[role=alert]")
    );
    for _ in 0..7 {
        app.post(
            "/admin/sign-in",
            &[
                ("email", "admin@example.org"),
                ("password", "wrong wrong wrong"),
            ],
        )
        .await;
    }
    let right = app
        .post(
            "/admin/sign-in",
            &[
                ("email", "admin@example.org"),
                ("password", "a long password"),
            ],
        )
        .await;
    assert_eq!(right.status, 429);
}
