//! The JSON API: its shape, its paging, and the document that describes it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{ProductBuilder, TestApp, demo};

#[tokio::test(flavor = "multi_thread")]
async fn a_product_in_json_is_the_product_on_its_page() {
    let app = TestApp::new().await;
    ProductBuilder::new("zinc")
        .variant("ZINC-60", Some(1295))
        .gtin("036000291452")
        .free_from("gluten")
        .build(&app.db)
        .await;
    let body = app.get("/api/v1/products/zinc").await.ok().json();
    insta::assert_json_snapshot!(body, {
        ".id" => "[id]", ".url" => "[url]", ".first_published_at" => "[time]", ".updated_at" => "[time]",
        ".brand.id" => "[id]", ".brand.url" => "[url]", ".variants[].id" => "[id]"
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_has_a_list_and_a_detail_that_agree() {
    let app = demo();
    for kind in [
        "products",
        "brands",
        "categories",
        "topics",
        "ingredients",
        "references",
        "claims",
        "articles",
        "protocols",
    ] {
        let list = app
            .get(&format!("/api/v1/{kind}?limit=2"))
            .await
            .ok()
            .json();
        let first = &list["items"][0];
        let slug = first["slug"]
            .as_str()
            .unwrap_or_else(|| panic!("{kind}: {list}"));
        let detail = app.get(&format!("/api/v1/{kind}/{slug}")).await.ok().json();
        for field in [
            "id",
            "slug",
            "updated_at",
            "name",
            "title",
            "effect",
            "summary",
        ] {
            assert_eq!(detail.get(field), first.get(field), "{kind} {field}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cursors_page_through_everything_once_while_rows_come_and_go() {
    let app = TestApp::new().await;
    for number in 0..11 {
        ProductBuilder::new(&format!("p-{number:02}"))
            .build(&app.db)
            .await;
    }
    let mut seen = Vec::new();
    let mut path = "/api/v1/products?limit=4".to_owned();
    loop {
        let page = app.get(&path).await.ok().json();
        seen.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["slug"].as_str().unwrap().to_owned()),
        );
        // One that sorts before the cursor must not shift the pages behind it.
        ProductBuilder::new(&format!("p-00-{}", seen.len()))
            .build(&app.db)
            .await;
        match page["next_cursor"].as_str() {
            Some(cursor) => path = format!("/api/v1/products?limit=4&cursor={cursor}"),
            None => break,
        }
    }
    let expected: Vec<String> = (0..11).map(|number| format!("p-{number:02}")).collect();
    assert_eq!(seen, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn links_lead_both_ways() {
    let app = demo();
    let lactoferrin = app.get("/api/v1/ingredients/lactoferrin").await.ok().json();
    let users: Vec<_> = lactoferrin["used_by"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| link["slug"].as_str().unwrap())
        .collect();
    for user in [
        "bovine-colostrum",
        "lactoferrin-immune-function",
        "full-spectrum-immunoglobulins",
        "colostrum-and-the-gut",
    ] {
        assert!(users.contains(&user), "{user} in {users:?}");
    }
    let article = app
        .get("/api/v1/articles/colostrum-and-the-gut")
        .await
        .ok()
        .json();
    let links: Vec<_> = article["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| link["slug"].as_str().unwrap())
        .collect();
    assert!(
        links.contains(&"miklavcic-2012") && links.contains(&"full-spectrum-immunoglobulins"),
        "{links:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_other_shops_may_read_the_api_and_the_feeds_and_nothing_else() {
    let app = TestApp::new().await;
    let origin = [("origin", "https://shop.example")];
    for path in [
        "/api/v1/products",
        "/feeds/storefront.json",
        "/api/v1/products/none",
    ] {
        let answer = app.get_with(path, &origin).await;
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        assert_eq!(
            answer.header("access-control-allow-credentials"),
            "",
            "{path}"
        );
    }
    for path in ["/products", "/admin/sign-in", "/healthz"] {
        let answer = app.get_with(path, &origin).await;
        assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_openapi_document_names_every_address_of_the_api() {
    let app = TestApp::new().await;
    let document = app.get("/api/v1/openapi.json").await.ok().json();
    assert_eq!(document["openapi"], "3.1.0");
    let described: BTreeSet<String> = document["paths"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    let table = include_str!("../../src/routes/programs.rs");
    let api = table
        .split("fn json_api")
        .nth(1)
        .unwrap()
        .split("\n}\n")
        .next()
        .unwrap();
    let registered: BTreeSet<String> = api
        .split("json(config, \"")
        .skip(1)
        .map(|part| format!("/api/v1{}", part.split('"').next().unwrap()))
        .filter(|path| !path.ends_with("openapi.json"))
        .collect();
    assert_eq!(described, registered);
    assert!(registered.len() >= 18);
    for operation in document["paths"].as_object().unwrap().values() {
        let responses = operation["get"]["responses"].as_object().unwrap();
        assert!(
            responses.contains_key("200") && responses.len() > 1,
            "{operation}"
        );
    }
    assert!(
        document["components"]["schemas"]["ProductItem"]["properties"]["variants"] != Value::Null
    );
}
