//! The JSON API: its shape, its paging, and the document that describes it.

use std::collections::BTreeSet;

use serde_json::Value;

use formulary::publishing::Kind;

use crate::support::{ALL_SCOPES, ProductBuilder, Program, TestApp, demo};

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
    let (_, api) = table.split_once("fn json_api").unwrap();
    let (api, _) = api.split_once("pub fn agents").unwrap();
    let registered: BTreeSet<String> = api
        .split('"')
        .filter(|text| text.starts_with('/') && !text.ends_with("openapi.json"))
        .flat_map(|path| {
            let of_a_kind =
                |kind: &Kind| format!("/api/v1{}", path.replace("{kinds}", kind.plural()));
            Kind::ALL.iter().map(of_a_kind)
        })
        .collect();
    assert_eq!(described, registered);
    assert!(registered.len() >= 18 + 5 * Kind::ALL.len());
    for operations in document["paths"].as_object().unwrap().values() {
        for operation in operations.as_object().unwrap().values() {
            let responses = operation["responses"].as_object().unwrap();
            let is_good = |status: &String| status.starts_with('2');
            assert!(
                responses.keys().any(is_good) && responses.len() > 1,
                "{operation}"
            );
            for (status, answer) in responses {
                let words = answer["description"].as_str().unwrap();
                assert!(
                    !words.is_empty() && words != "Another answer",
                    "{status}: {operation}"
                );
                assert!(answer["headers"]["RateLimit"].is_object());
            }
        }
    }
    assert!(
        document["components"]["schemas"]["ProductItem"]["properties"]["variants"] != Value::Null
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_and_a_key_have_quotas_and_made_up_keys_get_none_of_their_own() {
    let app = TestApp::new().await;
    let path = "/api/v1/rules";
    let from = |address: &'static str| [("X-Forwarded-For", address)];
    let first = app.get_with(path, &from("203.0.113.9")).await.ok();
    assert_eq!(first.header("ratelimit-policy"), "\"minute\";q=300;w=60");
    assert_eq!(first.header("ratelimit"), "\"minute\";r=299;t=1");
    let mut refused = None;
    for at in 0..400 {
        let made_up = format!("Bearer fmk_{at}_x");
        let headers = [
            ("X-Forwarded-For", "203.0.113.9"),
            ("Authorization", made_up.as_str()),
        ];
        let answer = app.get_with("/api/v1/whoami", &headers).await;
        if answer.status == 429 {
            refused = Some(answer);
            break;
        }
        assert_eq!(answer.status, 401);
    }
    let refused = refused.expect("the quota of the address ends");
    assert_eq!(refused.header("content-type"), "application/problem+json");
    assert_eq!(refused.header("retry-after"), "1");
    assert!(refused.header("ratelimit").starts_with("\"minute\";r=0;t="));
    app.get_with(path, &from("198.51.100.1")).await.ok();
    let here = app.get(path).await.ok();
    assert_eq!(
        here.header("ratelimit"),
        "",
        "programs on the machine are not counted"
    );

    let program = Program::new(&app, ALL_SCOPES).await;
    program.get("/api/v1/whoami").await.ok();
    let authorization = format!("Bearer {}", program.key);
    let headers = [
        ("X-Forwarded-For", "203.0.113.9"),
        ("Authorization", authorization.as_str()),
    ];
    let answer = app.get_with("/api/v1/whoami", &headers).await.ok();
    assert_eq!(
        answer.header("ratelimit-policy"),
        "\"minute\";q=1000000;w=60"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_has_the_shape_that_was_asked_for_and_unknown_members_are_refused() {
    let app = demo();
    let list = app
        .get("/api/v1/products?limit=2&fields=name,variants.sku,variants.offer.price.minor")
        .await
        .ok()
        .json();
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    assert!(list["next_cursor"].is_string());
    for item in items {
        let names: Vec<&String> = item.as_object().unwrap().keys().collect();
        assert_eq!(names, ["name", "variants"]);
        let variant = item["variants"][0].as_object().unwrap();
        let names: Vec<&String> = variant.keys().collect();
        assert_eq!(names, ["offer", "sku"]);
        assert!(variant["offer"]["price"]["minor"].is_i64());
    }
    let found = app.get("/api/v1/ingredients?limit=1").await.ok().json();
    let slug = found["items"][0]["slug"].as_str().unwrap();
    let path = format!("/api/v1/ingredients/{slug}?expand=subject");
    let full = app.get(&path).await.ok().json();
    let claims: Vec<&Value> = full["used_by"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|link| link["role"] == "subject")
        .collect();
    for claim in &claims {
        let slug = claim["slug"].as_str().unwrap();
        let alone = app.get(&format!("/api/v1/claims/{slug}")).await.ok().json();
        assert_eq!(claim["entity"], alone, "expanded as it is answered alone");
    }
    for wrong in [
        "/api/v1/products?fields=colour",
        "/api/v1/products?fields=",
        "/api/v1/products?fields=variants.colour",
        "/api/v1/products?fields=name.first",
        "/api/v1/products?expand=everything",
        "/api/v1/brands?expand=",
        "/api/v1/products?market=eu&expand=brand",
        "/feeds/google.xml?fields=name",
    ] {
        let answer = app.get(wrong).await;
        assert_eq!(answer.status, 400, "{wrong}");
    }
}
