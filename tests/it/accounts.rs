//! Signing in and out.

use formulary::accounts::model::Role;

use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn the_admin_is_closed_to_strangers() {
    let app = TestApp::new().await;
    let id = uuid::Uuid::now_v7();
    for path in [
        "/admin".to_owned(),
        format!("/admin/products/{id}"),
        format!("/admin/products/{id}/preview"),
    ] {
        let response = app.get(&path).await;
        assert_eq!(
            (response.status, response.header("location")),
            (303, "/admin/sign-in"),
            "{path}"
        );
    }
    for path in [
        format!("/admin/products/{id}"),
        format!("/admin/products/{id}/publish"),
        "/admin/sign-out".to_owned(),
    ] {
        assert_eq!(
            app.post(&path, &[("csrf", "x"), ("version", "1")])
                .await
                .status,
            303,
            "{path}"
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
