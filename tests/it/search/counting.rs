//! What visitors look for is counted by words and day, shown to editors with what to do about it, and suggested to others.

use formulary::accounts::model::Role;
use formulary::catalog::market::Market;
use formulary::search::analytics::counts::Searches;
use formulary::search::analytics::worker::{learn, save};

use crate::support::{ProductBuilder, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn searches_are_counted_with_what_was_opened_and_lead_to_something_to_do() {
    let app = TestApp::new().await;
    ProductBuilder::new("zinc")
        .variant("Z", Some(100))
        .build(&app.db)
        .await;
    for _ in 0..3 {
        app.get("/products?q=zinc").await.ok();
    }
    app.get("/products?q=xqzwv").await.ok();
    app.get("/products?q=jane%40example.org").await.ok();
    app.get("/products?q=zinc&form=capsule").await.ok();
    let from = format!("{}/products?q=zinc", app.url);
    app.get_with("/products/zinc", &[("referer", &from)])
        .await
        .ok();
    app.get_with(
        "/products/zinc",
        &[("referer", "https://elsewhere.example/products?q=zinc")],
    )
    .await
    .ok();
    app.sign_in(Role::Publisher).await;
    let top = app.get("/admin/searches").await.ok();
    let rows = top.html().texts(".admin-table tbody tr");
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(
        rows[0].starts_with("zinc301"),
        "searches, found nothing, opened: {rows:?}"
    );
    assert!(!top.body.contains("jane"));
    let empty = app.get("/admin/searches?show=empty").await.ok().html();
    assert_eq!(empty.texts(".admin-table tbody th"), ["xqzwv"]);
    let unopened = app.get("/admin/searches?show=unopened").await.ok().html();
    assert_eq!(unopened.count(".admin-table tbody tr"), 0);
    let actions = empty.attributes(".admin-table td a", "href");
    for (path, field, value) in [
        (&actions[0], "words", "xqzwv"),
        (&actions[1], "query", "xqzwv"),
        (&actions[2], "name", "xqzwv"),
    ] {
        let path = path.split('#').next().unwrap();
        let form = app.get(path).await.ok().html().form("form.edit-form");
        assert!(
            form.contains(&(field.to_owned(), value.to_owned())),
            "{path}: {form:?}"
        );
    }
    for wrong in ["show=all", "days=0", "days=x", "market=mars"] {
        assert_eq!(
            app.get(&format!("/admin/searches?{wrong}")).await.status,
            400,
            "{wrong}"
        );
    }
    app.sign_in(Role::Author).await;
    let read_only = app.get("/admin/searches").await.ok().html();
    assert_eq!(
        read_only.count(".admin-table td a"),
        0,
        "who may not make rules is offered none"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_many_look_for_is_suggested_unless_rules_object_to_it() {
    let app = TestApp::new().await;
    ProductBuilder::new("zinc")
        .variant("Z", Some(100))
        .build(&app.db)
        .await;
    app.catch_up().await;
    let searches = Searches::default();
    for _ in 0..6 {
        searches.searched(Market::Us, "zinc product", 4);
        searches.searched(Market::Us, "zinc evilshop", 4);
        searches.searched(Market::Us, "zinc for colds", 4);
        searches.searched(Market::Us, "zinc nothing", 0);
    }
    searches.searched(Market::Us, "zinc rare", 4);
    save(&searches, &app.db).await.unwrap();
    save(&searches, &app.db).await.unwrap();
    learn(&app.searches, &app.db).await.unwrap();
    let answer = app.get("/api/v1/suggest?q=zin").await.ok().json();
    let list = answer["suggestions"].as_array().unwrap();
    let queries: Vec<&str> = list
        .iter()
        .filter(|one| one["kind"] == "query")
        .map(|one| one["label"].as_str().unwrap())
        .collect();
    assert_eq!(queries, ["zinc product"]);
}
