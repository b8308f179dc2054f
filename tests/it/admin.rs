//! Editing a listing: what is saved, what the public sees, and what is refused.

use formulary::accounts::model::Role;

use crate::support::builders::Built;
use crate::support::{ProductBuilder, TestApp};

async fn signed_in(role: Role) -> (TestApp, Built, String, String) {
    let app = TestApp::new().await;
    let built = ProductBuilder::new("zinc")
        .variant("ZINC", Some(1295))
        .build(&app.db)
        .await;
    app.sign_in(role).await;
    let path = format!("/admin/products/{}", built.id);
    let csrf = app.csrf(&path).await;
    (app, built, path, csrf)
}

/// The form as it stands, with some fields typed over.
async fn fields(app: &TestApp, path: &str, changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let page = app.get(path).await.ok().html();
    let mut fields: Vec<(String, String)> = Vec::new();
    let inputs = page.attributes(".edit-form input", "name");
    fields.extend(
        inputs
            .into_iter()
            .zip(page.attributes(".edit-form input", "value")),
    );
    let areas = page.attributes(".edit-form textarea", "name");
    fields.extend(areas.into_iter().zip(page.texts(".edit-form textarea")));
    let selects = page.attributes(".edit-form select", "name");
    fields.extend(
        selects
            .into_iter()
            .zip(page.attributes(".edit-form option[selected]", "value")),
    );
    for (name, value) in changes {
        match fields.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = (*value).to_owned(),
            None => fields.push(((*name).to_owned(), (*value).to_owned())),
        }
    }
    fields
}

async fn send(app: &TestApp, path: &str, fields: &[(String, String)]) -> crate::support::Response {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    app.post(path, &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_shows_on_the_next_request_and_a_saved_draft_does_not() {
    let (app, _, path, _) = signed_in(Role::Publisher).await;
    let draft = fields(
        &app,
        &path,
        &[("name", "Zinc <i>new</i>"), ("then", "save")],
    )
    .await;
    let response = send(&app, &path, &draft).await;
    assert_eq!(response.status, 303, "{}", response.body);
    assert!(!app.get("/products/zinc").await.ok().body.contains("new"));
    let preview = app.get(&format!("{path}/preview")).await.ok();
    assert_eq!(preview.html().text("h1"), "Zinc <i>new</i>");
    assert!(preview.header("cache-control").contains("no-store"));
    let publish = fields(&app, &path, &[("then", "publish")]).await;
    assert_eq!(send(&app, &path, &publish).await.status, 303);
    assert_eq!(
        app.get("/products/zinc").await.ok().html().text("h1"),
        "Zinc <i>new</i>"
    );
    assert_eq!(
        app.get("/api/v1/products/zinc").await.ok().json()["name"],
        "Zinc <i>new</i>"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn price_and_availability_are_live_as_soon_as_they_are_saved() {
    let (app, built, path, _) = signed_in(Role::Author).await;
    let variant = built.variants[0];
    let (price, availability) = (
        format!("price-{variant}"),
        format!("availability-{variant}"),
    );
    let form = fields(
        &app,
        &path,
        &[
            (&price, "$1,009.50"),
            (&availability, "out_of_stock"),
            ("then", "save"),
        ],
    )
    .await;
    assert_eq!(send(&app, &path, &form).await.status, 303);
    let page = app.get("/products/zinc").await.ok().html();
    assert_eq!(page.text(".buy-price"), "$1,009.50");
    assert_eq!(page.text(".buy-details .availability"), "Out of stock");
    let offer = &app.get("/api/v1/products/zinc").await.ok().json()["variants"][0]["offer"];
    assert_eq!(
        (&offer["price"]["minor"], &offer["availability"]),
        (&100_950.into(), &"out_of_stock".into())
    );
    let form = fields(&app, &path, &[(&price, ""), ("then", "save")]).await;
    assert_eq!(send(&app, &path, &form).await.status, 303);
    assert_eq!(
        app.get("/products/zinc")
            .await
            .ok()
            .html()
            .text(".buy-price"),
        "Price on request"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_field_says_so_beside_it_and_keeps_everything_typed() {
    let (app, built, path, _) = signed_in(Role::Publisher).await;
    let variant = built.variants[0];
    let (price, list) = (format!("price-{variant}"), format!("list-{variant}"));
    let typed = [
        ("name", " "),
        ("summary", "Typed & kept"),
        (&price, "12.345"),
        (&list, "1"),
        ("then", "publish"),
    ];
    let form = fields(&app, &path, &typed).await;
    let response = send(&app, &path, &form).await;
    assert_eq!(response.status, 422);
    let page = response.html();
    assert_eq!(page.attribute("#summary", "value"), "Typed & kept");
    assert_eq!(
        page.attribute(&format!("[name={price}]"), "value"),
        "12.345"
    );
    let problems = page.texts(".field-problem");
    assert!(
        problems
            .iter()
            .any(|text| text.starts_with("Name must not be empty")),
        "{problems:?}"
    );
    assert!(
        problems
            .iter()
            .any(|text| text.starts_with("Price has more than 2 digits")),
        "{problems:?}"
    );
    assert_eq!(
        app.get("/products/zinc")
            .await
            .ok()
            .html()
            .text(".buy-price"),
        "$12.95"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_cannot_overwrite_each_other() {
    let (app, _, path, _) = signed_in(Role::Publisher).await;
    let mine = fields(&app, &path, &[("summary", "mine"), ("then", "save")]).await;
    let theirs = fields(&app, &path, &[("summary", "theirs"), ("then", "save")]).await;
    assert_eq!(send(&app, &path, &theirs).await.status, 303);
    let response = send(&app, &path, &mine).await;
    assert_eq!(response.status, 409);
    assert_eq!(
        response.html().attribute("#summary", "value"),
        "mine",
        "what was typed is kept"
    );
    assert_eq!(
        app.get(&path)
            .await
            .ok()
            .html()
            .attribute("#summary", "value"),
        "theirs"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_elsewhere_or_beyond_ones_role_changes_nothing() {
    let (app, _, path, csrf) = signed_in(Role::Author).await;
    let stale = fields(
        &app,
        &path,
        &[("csrf", "stale"), ("name", "Changed"), ("then", "save")],
    )
    .await;
    assert_eq!(send(&app, &path, &stale).await.status, 403);
    let publish = fields(&app, &path, &[("name", "Changed"), ("then", "publish")]).await;
    assert_eq!(
        send(&app, &path, &publish).await.status,
        403,
        "an author may not publish"
    );
    for action in ["publish", "withdraw"] {
        assert_eq!(
            app.post(
                &format!("{path}/{action}"),
                &[("csrf", &csrf), ("reason", "x")]
            )
            .await
            .status,
            403
        );
    }
    assert_eq!(
        app.get(&path).await.ok().html().attribute("#name", "value"),
        "Product zinc"
    );
    assert_eq!(app.get("/products/zinc").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawing_shows_its_reason_to_visitors() {
    let (app, _, path, csrf) = signed_in(Role::Publisher).await;
    for (reason, status) in [("  ", 422), ("It cures gout.", 422), ("a\0b", 400)] {
        let form = [("csrf", csrf.as_str()), ("reason", reason)];
        let answer = app.post(&format!("{path}/withdraw"), &form).await;
        assert_eq!(answer.status, status, "{reason:?}");
    }
    let claim = app.get("/admin/claims/%00").await;
    assert_eq!(claim.status, 400);
    assert_eq!(app.get("/products/zinc").await.status, 200);
    let form = [("csrf", csrf.as_str()), ("reason", "Recalled by its maker")];
    assert_eq!(
        app.post(&format!("{path}/withdraw"), &form).await.status,
        303
    );
    let page = app.get("/products/zinc").await;
    assert_eq!(page.status, 410);
    assert!(page.body.contains("Recalled by its maker"));
    assert!(
        app.get("/admin")
            .await
            .ok()
            .html()
            .texts(".state")
            .contains(&"Withdrawn".to_owned())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_finds_products_by_name_and_brand() {
    let (app, ..) = signed_in(Role::Author).await;
    ProductBuilder::new("magnesium").build(&app.db).await;
    let names = |html: crate::support::html::Html| html.texts(".admin-table tbody th");
    assert_eq!(
        names(app.get("/admin").await.ok().html()),
        ["Product magnesium", "Product zinc"]
    );
    assert_eq!(
        names(app.get("/admin?q=ZINC").await.ok().html()),
        ["Product zinc"]
    );
    assert_eq!(
        names(app.get("/admin?q=brand+acme").await.ok().html()).len(),
        2
    );
    assert_eq!(
        names(app.get("/admin?q=%25").await.ok().html()).len(),
        0,
        "a percent sign is no pattern"
    );
}
