//! Sessions: rotated, expiring, listed and revocable.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use formulary::accounts::model::Role;
use formulary::db::schema::{sessions, users};

use super::{PASSWORD, audited, person, sign_in};
use crate::support::TestApp;
use crate::support::app::Cookies;

async fn a_person(app: &TestApp) -> Cookies {
    person(app, "a@example.org", Role::Author).await;
    another_browser(app).await
}

async fn another_browser(app: &TestApp) -> Cookies {
    app.forget_cookie();
    assert_eq!(sign_in(app, "a@example.org", PASSWORD).await.status, 303);
    app.cookies()
}

async fn count(app: &TestApp) -> i64 {
    let conn = app.db.write().await.unwrap();
    sessions::table
        .count()
        .get_result(&mut &*conn)
        .await
        .unwrap()
}

async fn set_times(app: &TestApp, seen: DateTime<Utc>, expires: DateTime<Utc>) {
    let conn = app.db.write().await.unwrap();
    diesel::update(sessions::table)
        .set((
            sessions::last_seen_at.eq(seen),
            sessions::expires_at.eq(expires),
        ))
        .execute(&mut &*conn)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_again_makes_a_new_session_and_ends_the_one_of_the_cookie() {
    let app = TestApp::new().await;
    let first = a_person(&app).await;
    let response = sign_in(&app, "a@example.org", PASSWORD).await;
    assert_eq!(response.status, 303);
    assert_ne!(app.cookies(), first);
    assert_eq!(count(&app).await, 1);
    app.use_cookies(&first);
    assert_eq!(app.get("/admin").await.status, 303, "the old one has ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_that_somebody_planted_never_becomes_a_session() {
    let app = TestApp::new().await;
    person(&app, "a@example.org", Role::Author).await;
    let planted = Cookies::from([("formulary".to_owned(), "0".repeat(64))]);
    app.use_cookies(&planted);
    assert_eq!(sign_in(&app, "a@example.org", PASSWORD).await.status, 303);
    assert_ne!(app.cookies(), planted);
    app.use_cookies(&planted);
    assert_eq!(app.get("/admin").await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_after_twelve_hours_and_after_two_without_a_request() {
    let app = TestApp::new().await;
    a_person(&app).await;
    let (now, hour) = (Utc::now(), TimeDelta::hours(1));
    set_times(&app, now - TimeDelta::minutes(119), now + hour).await;
    assert_eq!(app.get("/admin").await.status, 200);
    set_times(&app, now - TimeDelta::minutes(121), now + hour).await;
    assert_eq!(app.get("/admin").await.status, 303, "not used for too long");
    set_times(&app, now, now - TimeDelta::seconds(1)).await;
    assert_eq!(app.get("/admin").await.status, 303, "too old");
    another_browser(&app).await;
    let conn = app.db.write().await.unwrap();
    let left: Vec<(DateTime<Utc>, DateTime<Utc>)> = sessions::table
        .select((sessions::created_at, sessions::expires_at))
        .load(&mut &*conn)
        .await
        .unwrap();
    assert_eq!(left.len(), 1, "what has ended is cleared away");
    let lasts = left[0].1 - left[0].0;
    assert!(lasts > TimeDelta::minutes(719) && lasts < TimeDelta::minutes(721));
}

#[tokio::test(flavor = "multi_thread")]
async fn when_somebody_was_last_seen_is_written_at_most_once_a_minute() {
    let app = TestApp::new().await;
    a_person(&app).await;
    let seen = async || -> (DateTime<Utc>, Option<DateTime<Utc>>) {
        let conn = app.db.write().await.unwrap();
        sessions::table
            .inner_join(users::table)
            .select((sessions::last_seen_at, users::last_seen_at))
            .first(&mut &*conn)
            .await
            .unwrap()
    };
    let before = seen().await;
    app.get("/admin").await.ok();
    assert_eq!(seen().await, before);
    let earlier = Utc::now() - TimeDelta::minutes(2);
    set_times(&app, earlier, Utc::now() + TimeDelta::hours(1)).await;
    app.get("/admin").await.ok();
    assert!(seen().await.0 > earlier + TimeDelta::minutes(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_and_each_can_be_ended_by_its_own_person_only() {
    let app = TestApp::new().await;
    let first = a_person(&app).await;
    app.forget_cookie();
    let phone = "Mozilla/5.0 (Android 16; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0";
    let form = [("email", "a@example.org"), ("password", PASSWORD)];
    let headers = [("User-Agent", phone), ("X-Forwarded-For", "203.0.113.7")];
    app.post_with("/admin/sign-in", &form, &headers).await;
    let second = app.cookies();

    app.use_cookies(&first);
    let page = app.get("/admin/account").await.ok().html();
    assert_eq!(page.count("tbody tr"), 2);
    let rows = page.texts("tbody tr");
    let other = rows.iter().find(|row| row.contains("203.0.113.7")).unwrap();
    assert!(other.starts_with("Firefox on Android"), "{other}");
    assert_eq!(
        page.texts(".tag")
            .iter()
            .filter(|tag| *tag == "this one")
            .count(),
        1
    );
    let end = page.attribute("tbody form", "action");
    let csrf = app.csrf("/admin/account").await;

    person(&app, "b@example.org", Role::Admin).await;
    app.forget_cookie();
    sign_in(&app, "b@example.org", PASSWORD).await;
    let theirs = app.csrf("/admin/account").await;
    assert_eq!(app.post(&end, &[("csrf", &theirs)]).await.status, 404);
    app.use_cookies(&first);
    assert_eq!(app.post(&end, &[("csrf", "wrong")]).await.status, 403);
    assert_eq!(app.post(&end, &[("csrf", &csrf)]).await.status, 303);
    app.use_cookies(&second);
    assert_eq!(app.get("/admin").await.status, 303);
    app.use_cookies(&first);
    assert_eq!(app.get("/admin").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_everywhere_else_keeps_this_browser() {
    let app = TestApp::new().await;
    let first = a_person(&app).await;
    let second = another_browser(&app).await;
    let csrf = app.csrf("/admin/account").await;
    let end = "/admin/account/sessions/end-others";
    assert_eq!(app.post(end, &[("csrf", &csrf)]).await.status, 303);
    assert_eq!(app.get("/admin").await.status, 200);
    app.use_cookies(&first);
    assert_eq!(app.get("/admin").await.status, 303);
    app.use_cookies(&second);
    let page = app.get("/admin/account?done=others").await.ok().html();
    assert_eq!(page.count("tbody tr"), 1);
    assert_eq!(page.count("form[action$=end-others]"), 0, "nothing to end");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_needs_the_old_one_and_ends_other_sessions() {
    let app = TestApp::new().await;
    let first = a_person(&app).await;
    another_browser(&app).await;
    let csrf = app.csrf("/admin/account").await;
    let change = async |old: &str, new: &str, again: &str| {
        let form = [
            ("csrf", csrf.as_str()),
            ("current_password", old),
            ("password", new),
            ("password_again", again),
        ];
        app.post("/admin/account/password", &form).await
    };
    let new = "another long password";
    for (old, new, again, problem) in [
        ("wrong wrong wrong", new, new, "#current-problem"),
        (PASSWORD, "short", "short", "#password-problem"),
        (PASSWORD, new, "another lang password", "#again-problem"),
    ] {
        let response = change(old, new, again).await;
        assert_eq!(response.status, 422);
        assert_eq!(response.html().count(problem), 1, "{problem}");
        assert!(
            !response.body.contains("another long"),
            "no page holds a password"
        );
    }
    let response = change(PASSWORD, new, new).await;
    assert_eq!(
        (response.status, response.header("location")),
        (303, "/admin/account?done=password")
    );
    assert_eq!(app.get("/admin").await.status, 200);
    app.use_cookies(&first);
    assert_eq!(app.get("/admin").await.status, 303);
    assert_eq!(sign_in(&app, "a@example.org", PASSWORD).await.status, 422);
    assert_eq!(sign_in(&app, "a@example.org", new).await.status, 303);
    let actions = audited(&app, super::id_of(&app, "a@example.org").await).await;
    assert!(
        actions.contains(&"change password".to_owned()),
        "{actions:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_the_password_from_a_borrowed_browser_is_slowed_too() {
    let app = TestApp::new().await;
    a_person(&app).await;
    let csrf = app.csrf("/admin/account").await;
    let mut last = 0;
    for _ in 0..9 {
        let form = [
            ("csrf", csrf.as_str()),
            ("current_password", "wrong wrong wrong"),
            ("password", "another long password"),
            ("password_again", "another long password"),
        ];
        last = app.post("/admin/account/password", &form).await.status;
    }
    assert_eq!(last, 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_browsers_sign_in_at_the_same_moment() {
    let app = TestApp::new().await;
    person(&app, "a@example.org", Role::Author).await;
    let browsers = (0..6).map(|_| sign_in(&app, "a@example.org", PASSWORD));
    let answers = futures_util::future::join_all(browsers).await;
    assert!(answers.iter().all(|answer| answer.status == 303));
}
