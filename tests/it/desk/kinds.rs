//! Every kind can be made, published, withdrawn and restored in the same way.

use formulary::accounts::model::Role;

use super::editing::become_another;
use crate::support::desk::{Form, problems};
use crate::support::{ProductBuilder, TestApp};

/// Makes something of its form's least fields, and returns its address.
async fn make(app: &TestApp, kinds: &str, fields: &[(&str, &str)]) -> String {
    let mut form = Form::open(app, &format!("/admin/{kinds}/new")).await;
    for (name, value) in fields {
        // A field of a row that is not there yet asks for the row first.
        if let Some((rows, rest)) = name.split_once(".0.")
            && form.value(&format!("{rows}.0.row")).is_empty()
            && !rest.is_empty()
        {
            form = form.add(rows).await;
        }
        form = form.set(name, value);
    }
    form.save().await
}

async fn publish(app: &TestApp, path: &str) {
    let answer = Form::open(app, path).await.press("then", "publish").await;
    assert!(
        answer.header("location").contains("done=published"),
        "{path}: {} {}",
        answer.header("location"),
        problems(&answer)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_from_a_brand_to_a_redirect_is_made_and_published_from_its_form() {
    let app = TestApp::new().await;
    app.sign_in(Role::Admin).await;
    let brand = make(&app, "brands", &[("name", "Meadow")]).await;
    let category = make(&app, "categories", &[("name", "Minerals")]).await;
    let topic = make(
        &app,
        "topics",
        &[("name", "Muscle function"), ("also_searched", "cramps")],
    )
    .await;
    let ingredient = make(
        &app,
        "ingredients",
        &[
            ("name", "Magnesium"),
            ("kind", "mineral"),
            ("synonyms.0.name", "Mg"),
            ("synonyms.0.kind", "abbreviation"),
        ],
    )
    .await;
    let reference = make(
        &app,
        "references",
        &[
            ("title", "Magnesium in people"),
            ("reference_type", "article-journal"),
            ("year", "2020"),
            ("status", "ok"),
        ],
    )
    .await;
    for path in [&brand, &category, &topic, &ingredient, &reference] {
        publish(&app, path).await;
    }
    let claim = make(
        &app,
        "claims",
        &[
            ("ingredient_id", "magnesium"),
            ("topic_id", "Muscle function"),
            ("effect", "supports the muscles"),
            ("claim_type", "structure_function"),
            ("status", "approved"),
            ("wordings.0.text", "Magnesium supports the muscles."),
            ("wordings.0.market", "us"),
            ("wordings.0.surface", "product"),
            ("wordings.0.status", "draft"),
            ("evidence.0.reference_id", "Magnesium in people"),
            ("evidence.0.design", "randomized_trial"),
            ("evidence.0.direction", "supports"),
        ],
    )
    .await;
    let attribute = make(
        &app,
        "attributes",
        &[
            ("name", "Flavor"),
            ("value_type", "choice"),
            ("choices", "Lemon\nPlain"),
        ],
    )
    .await;
    publish(&app, &attribute).await;
    let product_type = make(
        &app,
        "product-types",
        &[
            ("name", "Powder drink"),
            ("attributes.0.attribute_id", "flavor"),
        ],
    )
    .await;
    publish(&app, &product_type).await;
    let product = make(
        &app,
        "products",
        &[
            ("name", "Magnesium powder"),
            ("brand_id", "meadow"),
            ("category_id", "Minerals"),
            ("form", "powder"),
            ("product_type_id", "Powder drink"),
            ("variants.0.title", "300 g"),
            ("variants.0.sku", "MG-300"),
        ],
    )
    .await;
    let form = Form::open(&app, &product).await;
    assert_eq!(
        form.value("attributes.0.attribute_id"),
        "Flavor",
        "the type fixes what applies"
    );
    let wrong = form
        .set("attributes.0.value", "Plutonium")
        .press("then", "save")
        .await;
    assert_eq!(wrong.status, 422);
    let form = Form::open(&app, &product)
        .await
        .set("attributes.0.value", "lemon");
    let form = form
        .add("claims")
        .await
        .set("claims.0.it", "magnesium-supports-the-muscles");
    let unknown = form.press("then", "save").await;
    assert_eq!(unknown.status, 422, "a slug that is none says so");
    let slug = Form::open(&app, &claim).await.value("slug").to_owned();
    form.set("claims.0.it", &slug).save().await;
    publish(&app, &claim).await;
    publish(&app, &product).await;
    let page = app.get("/products/magnesium-powder").await.ok();
    assert!(
        page.html()
            .texts("dd, td")
            .iter()
            .any(|text| text == "Lemon"),
        "{}",
        page.body
    );
    let lot = make(
        &app,
        "lots",
        &[
            ("sku", "MG-300"),
            ("code", "L1"),
            ("certificates.0.laboratory", "Labor"),
            ("certificates.0.issued_on", "2026-01-05"),
        ],
    )
    .await;
    assert!(
        !app.get("/products/magnesium-powder")
            .await
            .ok()
            .body
            .contains("L1"),
        "a draft lot is not public"
    );
    publish(&app, &lot).await;
    assert!(
        app.get("/products/magnesium-powder")
            .await
            .ok()
            .body
            .contains("L1")
    );
    let article = make(&app, "articles", &[
        ("title", "On magnesium"), ("body", "About [it](ingredient:magnesium) and [what it does](claim:SLUG) [@magnesium-in-people].".replace("SLUG", &slug).as_str()), ("author", "Tests"), ("topics.0.it", "Muscle function"),
    ]).await;
    publish(&app, &article).await;
    let read = app.get("/articles/on-magnesium").await.ok().html();
    assert!(
        read.attributes("main a", "href")
            .contains(&"/ingredients/magnesium".to_owned())
    );
    let protocol = make(
        &app,
        "protocols",
        &[
            ("title", "Evening"),
            ("topic_id", "Muscle function"),
            ("steps.0.product_id", "Magnesium powder"),
            ("steps.0.amount", "One scoop"),
            ("steps.0.timing", "Evening"),
        ],
    )
    .await;
    publish(&app, &protocol).await;
    let collection = make(
        &app,
        "collections",
        &[
            ("name", "With magnesium"),
            ("match_mode", "all"),
            ("rules.0.form", "powder"),
        ],
    )
    .await;
    publish(&app, &collection).await;
    assert!(
        app.get("/collections/with-magnesium")
            .await
            .ok()
            .body
            .contains("Magnesium powder")
    );
    let redirect = make(
        &app,
        "redirects",
        &[
            ("from_path", "/old-shop"),
            ("to_path", "/products/magnesium-powder"),
        ],
    )
    .await;
    publish(&app, &redirect).await;
    let led = app.get("/old-shop").await;
    assert_eq!(
        (led.status, led.header("location")),
        (301, "/products/magnesium-powder")
    );
    for path in [
        &protocol,
        &article,
        &collection,
        &lot,
        &redirect,
        &claim,
        &attribute,
        &brand,
    ] {
        let form = Form::open(&app, path).await;
        let (csrf, revision) = (
            form.value("csrf").to_owned(),
            form.value("revision").to_owned(),
        );
        let answer = app
            .post(
                &format!("{path}/workflow"),
                &[
                    ("csrf", &csrf),
                    ("revision", &revision),
                    ("do", "withdraw"),
                    ("reason", "Not any more."),
                ],
            )
            .await;
        assert_eq!(answer.status, 303, "{path}: {}", problems(&answer));
    }
    for (path, status) in [
        ("/protocols/evening", 410),
        ("/articles/on-magnesium", 410),
        ("/old-shop", 404),
        ("/brands/meadow", 410),
    ] {
        assert_eq!(app.get(path).await.status, status, "{path}");
    }
    publish(&app, &article).await;
    assert_eq!(
        app.get("/articles/on-magnesium").await.status,
        200,
        "it comes back"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_thing_that_is_sent_twice_is_made_once() {
    let app = TestApp::new().await;
    app.sign_in(Role::Author).await;
    let form = Form::open(&app, "/admin/brands/new")
        .await
        .set("name", "Twice");
    assert_eq!(form.press("then", "save").await.status, 303);
    assert_eq!(form.press("then", "save").await.status, 303);
    assert_eq!(
        app.get("/admin/brands?q=twice")
            .await
            .ok()
            .html()
            .count("tbody tr"),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_category_can_not_be_within_itself() {
    let app = TestApp::new().await;
    app.sign_in(Role::Publisher).await;
    let above = make(&app, "categories", &[("name", "Above")]).await;
    make(
        &app,
        "categories",
        &[("name", "Below"), ("parent_id", "above")],
    )
    .await;
    let circle = Form::open(&app, &above)
        .await
        .set("parent_id", "below")
        .press("then", "save")
        .await;
    assert_eq!(circle.status, 422);
    assert!(problems(&circle).contains("must not be the category itself or one within it"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picker_finds_by_what_is_typed_and_an_old_address_leads_to_the_new_one() {
    let app = TestApp::new().await;
    let built = ProductBuilder::new("zinc")
        .variant("Z", Some(100))
        .build(&app.db)
        .await;
    app.sign_in(Role::Publisher).await;
    let found = app
        .get("/admin/pick.json?kind=product&q=ZIN")
        .await
        .ok()
        .json();
    assert_eq!(found[0]["title"], "Product zinc");
    let path = format!("/admin/products/{}", built.id);
    let form = Form::open(&app, &path).await.set("slug", "zinc-tablets");
    assert_eq!(form.press("then", "publish").await.status, 303);
    let moved = app.get("/products/zinc").await;
    assert_eq!(
        (moved.status, moved.header("location")),
        (301, "/products/zinc-tablets")
    );
    become_another(&app, "nobody@example.org", Role::Author).await;
    assert_eq!(
        app.get("/admin/pick.json?kind=unknown&q=").await.status,
        400
    );
}
