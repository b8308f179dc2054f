//! An expired session keeps the form and returns to it after signing in.

use formulary::accounts::model::Role;

use super::{PASSWORD, id_of, person, sign_in};
use crate::support::html::Html;
use crate::support::{ProductBuilder, Response, TestApp};

const EMAIL: &str = "a@example.org";

/// The hidden fields of the only form on a page that begin like this, with their values.
fn hidden(page: &Html) -> Vec<(String, String)> {
    let names = page.attributes("form input[type=hidden]", "name");
    let values = page.attributes("form input[type=hidden]", "value");
    names.into_iter().zip(values).collect()
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

/// Signs in on the page of an answer, as a browser sends that form.
async fn sign_in_on(app: &TestApp, page: &Response, password: &str) -> Response {
    let hidden = hidden(&page.html());
    let mut fields = pairs(&hidden);
    fields.extend([("email", EMAIL), ("password", password)]);
    app.post("/admin/sign-in", &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_was_sent_too_late_is_kept_and_sent_after_signing_in() {
    let app = TestApp::new().await;
    let built = ProductBuilder::new("zinc")
        .variant("Z", Some(1295))
        .build(&app.db)
        .await;
    person(&app, EMAIL, Role::Author).await;
    let path = format!("/admin/products/{}", built.id);
    let summary = "Typed at \"length\" & <kept>\nin two lines";
    let form = [
        ("csrf", "of the session that ended"),
        ("revision", "1"),
        ("name", "Zinc, renamed"),
        ("description", summary),
        ("then", "save"),
    ];
    let asked = app.post(&path, &form).await;
    assert_eq!(asked.status, 401);
    assert!(
        asked
            .html()
            .text("[role=status]")
            .contains("what you typed is kept")
    );
    assert!(!asked.body.contains("of the session that ended"));

    // A wrong password keeps it too.
    let wrong = sign_in_on(&app, &asked, "wrong wrong wrong").await;
    assert_eq!(wrong.status, 422);
    let signed_in = sign_in_on(&app, &wrong, PASSWORD).await.ok();
    let page = signed_in.html();
    assert_eq!(page.text("h1"), "You are signed in again");
    assert_eq!(page.attribute("form", "action"), path);
    assert_eq!(page.count("form button"), 1);
    let fields = hidden(&page);
    let mut expected: Vec<(&str, &str)> = form[1..].to_vec();
    expected.insert(0, ("csrf", fields[0].1.as_str()));
    assert_eq!(pairs(&fields), expected);
    let sent = app.post(&path, &pairs(&fields)).await;
    assert_eq!(sent.header("location"), format!("{path}?done=saved"));
    let saved = app.get(&path).await.ok().html();
    assert_eq!(saved.attribute("#f-name", "value"), "Zinc, renamed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_is_kept_through_the_second_factor() {
    let app = TestApp::new().await;
    person(&app, EMAIL, Role::Author).await;
    sign_in(&app, EMAIL, PASSWORD).await;
    let codes = super::second_factor::turn_on(&app).await;
    app.forget_cookie();
    let asked = app.post("/admin/products/1", &[("name", "Kept")]).await;
    let code_page = sign_in_on(&app, &asked, PASSWORD).await.ok();
    assert_eq!(code_page.html().text("h1"), "Second factor");
    let mut wrong = hidden(&code_page.html());
    wrong.push(("code".to_owned(), "000000".to_owned()));
    let again = app.post("/admin/sign-in/code", &pairs(&wrong)).await;
    assert_eq!(again.status, 422);
    let mut right = hidden(&again.html());
    right.push(("code".to_owned(), codes[0].clone()));
    let page = app.post("/admin/sign-in/code", &pairs(&right)).await.ok();
    assert_eq!(page.html().attribute("input[name=name]", "value"), "Kept");
    assert_eq!(page.html().attribute("form", "action"), "/admin/products/1");
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_and_tokens_never_stand_in_a_page() {
    let app = TestApp::new().await;
    let form = [
        ("current_password", "old secret"),
        ("password", "new secret"),
        ("Password_Again", "new secret"),
        ("csrf", "token secret"),
        ("kept", "yes"),
    ];
    let asked = app.post("/admin/account/password", &form).await;
    assert_eq!(asked.status, 401);
    assert!(!asked.body.contains("secret"));
    let names: Vec<String> = hidden(&asked.html())
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, ["return_to", "resend", "kept.kept"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_another_site_is_refused_before_it_is_read() {
    let app = TestApp::new().await;
    let form = [("name", "planted")];
    for headers in [
        [("Sec-Fetch-Site", "cross-site")],
        [("Origin", "https://evil.example")],
    ] {
        for path in ["/admin/products/1", "/admin/sign-in", "/admin/sign-in/code"] {
            let response = app.post_with(path, &form, &headers).await;
            assert_eq!(response.status, 403, "{path}");
            assert!(!response.body.contains("planted"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_has_to_be_chosen_again() {
    let app = TestApp::new().await;
    person(&app, EMAIL, Role::Author).await;
    let headers = [
        ("Content-Type", "multipart/form-data; boundary=x"),
        ("Referer", &format!("{}/admin/reviews?x=1", app.url)),
    ];
    let asked = app
        .post_with("/admin/import", &[("a", "b")], &headers)
        .await;
    assert_eq!(asked.status, 401);
    assert!(
        asked
            .html()
            .text("[role=status]")
            .contains("choose it again")
    );
    assert_eq!(asked.html().count("input[name=resend]"), 0);
    let signed_in = sign_in_on(&app, &asked, PASSWORD).await;
    assert_eq!(signed_in.header("location"), "/admin/reviews?x=1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_beyond_the_limit_is_refused_as_always() {
    let app = TestApp::new().await;
    let large = "x".repeat(600 * 1024);
    let response = app.post("/admin/products/1", &[("name", &large)]).await;
    assert_eq!(response.status, 413);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_just_below_the_limit_comes_through_signing_in() {
    let app = TestApp::new().await;
    person(&app, EMAIL, Role::Author).await;
    let large = "x".repeat(512 * 1024 - 20);
    let asked = app.post("/admin/products/1", &[("name", &large)]).await;
    assert_eq!(asked.status, 401);
    let page = sign_in_on(&app, &asked, PASSWORD).await.ok();
    let kept = page.html().attribute("input[name=name]", "value");
    assert_eq!(kept, large);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kept_form_gives_nobody_more_rights() {
    let app = TestApp::new().await;
    person(&app, EMAIL, Role::Author).await;
    let target = person(&app, "b@example.org", Role::Author).await;
    let path = format!("/admin/people/{target}/disable");
    let asked = app.post(&path, &[("csrf", "x")]).await;
    let page = sign_in_on(&app, &asked, PASSWORD).await.ok();
    let fields = hidden(&page.html());
    assert_eq!(app.post(&path, &pairs(&fields)).await.status, 403);
    assert_eq!(id_of(&app, "b@example.org").await, target);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_before_signing_in_again_in_another_window_is_offered_with_a_fresh_token() {
    let app = TestApp::new().await;
    let built = ProductBuilder::new("zinc")
        .variant("Z", Some(1295))
        .build(&app.db)
        .await;
    person(&app, EMAIL, Role::Author).await;
    sign_in(&app, EMAIL, PASSWORD).await;
    let path = format!("/admin/products/{}", built.id);
    let old = app.csrf(&path).await;
    sign_in(&app, EMAIL, PASSWORD).await;
    let form = [
        ("csrf", old.as_str()),
        ("revision", "1"),
        ("name", "Zinc & more"),
        ("then", "save"),
    ];
    // Nothing says that it comes from a page of ours: refused.
    let refused = app.post(&path, &form).await;
    assert_eq!(refused.status, 403);
    assert!(!refused.body.contains("Zinc &amp; more"));

    let ours = [("Sec-Fetch-Site", "same-origin")];
    let offered = app.post_with(&path, &form, &ours).await;
    assert_eq!(offered.status, 403);
    let page = offered.html();
    assert_eq!(page.text("h1"), "You are signed in again");
    assert!(!offered.body.contains(&old));
    assert_ne!(
        app.get(&path)
            .await
            .ok()
            .html()
            .attribute("#f-name", "value"),
        "Zinc & more"
    );
    let fields = hidden(&page);
    let sent = app.post_with(&path, &pairs(&fields), &ours).await;
    assert_eq!(sent.header("location"), format!("{path}?done=saved"));
    assert_eq!(
        app.get(&path)
            .await
            .ok()
            .html()
            .attribute("#f-name", "value"),
        "Zinc & more"
    );
}
