//! Rules of lists: what stands first, is left out, is raised, and words that lead to a page, looked at before they are public.

use formulary::accounts::model::Role;

use super::shelves::publish;
use super::{count, names, search};
use crate::support::desk::Form;
use crate::support::{ProductBuilder, TestApp};

async fn with_products() -> TestApp {
    let app = TestApp::new().await;
    for slug in ["anise", "basil", "cumin", "dill"] {
        ProductBuilder::new(slug)
            .variant(slug, Some(100))
            .free_from("gluten")
            .build(&app.db)
            .await;
    }
    app.sign_in(Role::Publisher).await;
    app
}

#[tokio::test(flavor = "multi_thread")]
async fn pinned_products_stand_first_hidden_ones_are_gone_and_counts_agree() {
    let app = with_products().await;
    let fields = [
        ("name", "Spices of the week"),
        ("query", "product"),
        ("pinned.0.it", "dill"),
        ("hidden.0.it", "basil"),
    ];
    let path = publish(&app, "search-rules", &["pinned", "hidden"], &fields).await;
    let found = search(&app, "q=product+").await;
    assert_eq!(
        names(&found),
        ["Product dill", "Product anise", "Product cumin"]
    );
    assert_eq!(
        (&found["total"], count(&found, "free_from", "gluten")),
        (&3.into(), Some(3))
    );
    let by_name = search(&app, "q=product+&sort=name").await;
    assert_eq!(
        names(&by_name),
        ["Product anise", "Product cumin", "Product dill"],
        "an order that was asked for is kept"
    );
    let suggested = app.get("/api/v1/suggest?q=product").await.ok().body;
    assert!(suggested.contains("dill") && !suggested.contains("basil"));
    assert_eq!(
        search(&app, "").await["total"],
        4,
        "other lists are as they were"
    );
    let first = search(&app, "q=product+&limit=1").await;
    let cursor = first["cursor"].as_str().unwrap();
    let rest = search(&app, &format!("q=product+&cursor={cursor}")).await;
    assert_eq!(names(&rest), ["Product anise", "Product cumin"]);
    let page = app.get(&format!("{path}/preview")).await.ok().html();
    let lines = page.texts(".preview-list li");
    assert!(
        lines[0].contains("Product dill") && lines[0].contains("was number 4"),
        "{lines:?}"
    );
    assert!(lines.last().unwrap().contains("Product basil"), "{lines:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_is_seen_in_its_preview_before_anybody_else_sees_it() {
    let app = with_products().await;
    let form = Form::open(&app, "/admin/search-rules/new").await;
    let form = form
        .add("boosts")
        .await
        .set("name", "Acme first")
        .set("boosts.0.brand", "acme");
    let path = form.set("boosts.0.times", "3").save().await;
    app.catch_up().await;
    let preview = app.get(&format!("{path}/preview")).await.ok().html();
    assert!(
        preview.text(".notice").contains("changes nothing"),
        "everything is of that brand"
    );
    let form = Form::open(&app, &path).await.add("pinned").await;
    form.set("pinned.0.it", "cumin").save().await;
    let preview = app.get(&format!("{path}/preview")).await.ok().html();
    assert!(preview.texts(".preview-list li")[0].contains("Product cumin"));
    assert_eq!(
        names(&search(&app, "").await)[0],
        "Product anise",
        "a draft arranges nothing"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn words_lead_to_a_page_within_their_days_only() {
    let app = with_products().await;
    let now = [
        ("name", "Sale"),
        ("query", "sale"),
        ("query_match", "exact"),
        ("leads_to", "/brands/acme"),
    ];
    publish(&app, "search-rules", &[], &now).await;
    app.catch_up().await;
    let led = app.get("/products?q=Sale").await;
    assert_eq!((led.status, led.header("location")), (303, "/brands/acme"));
    assert_eq!(app.get("/products?q=sale+dill").await.status, 200);
    assert_eq!(
        search(&app, "q=sale").await["redirect"],
        format!("{}/brands/acme", app.url)
    );
    let past = [
        ("name", "Past"),
        ("query", "spring"),
        ("leads_to", "/brands/acme"),
        ("ends_on", "2020-05-01"),
    ];
    publish(&app, "search-rules", &[], &past).await;
    assert_eq!(app.get("/products?q=spring").await.status, 200);
    for (field, value) in [
        ("query", "!!!"),
        ("leads_to", "/products?q=sale"),
        ("leads_to", "/.//evil.example"),
    ] {
        let form = Form::open(&app, "/admin/search-rules/new").await;
        let form = form
            .set("name", "Wrong")
            .set("query", "wrong")
            .set("leads_to", "/brands/acme");
        let refused = form.set(field, value).press("then", "save").await;
        assert_eq!(refused.status, 422, "{field} {value}");
    }
    let nothing = Form::open(&app, "/admin/search-rules/new")
        .await
        .set("name", "Idle");
    let refused = nothing.press("then", "save").await;
    assert_eq!(refused.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_raised_comes_before_the_rest_of_a_list() {
    let app = with_products().await;
    app.get("/admin").await.ok();
    let other = ProductBuilder::new("zest")
        .brand("zenith")
        .variant("Z", Some(100));
    other.build(&app.db).await;
    assert_eq!(names(&search(&app, "").await).last(), Some(&"Product zest"));
    let fields = [
        ("name", "Zenith"),
        ("boosts.0.brand", "zenith"),
        ("boosts.0.times", "5"),
    ];
    publish(&app, "search-rules", &["boosts"], &fields).await;
    assert_eq!(names(&search(&app, "").await)[0], "Product zest");
    assert_eq!(names(&search(&app, "q=product+").await)[0], "Product zest");
}
