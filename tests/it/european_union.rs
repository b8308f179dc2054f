//! The second market: products with texts of their own, claims in authorised words under their conditions, prices in euro.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{ProductBuilder, TestApp, demo};

async fn demo_products(path: &str, prefix: &str) -> BTreeSet<String> {
    let page = demo().get(path).await.ok().html();
    page.attributes(".card-name a", "href")
        .into_iter()
        .filter(|href| href.starts_with(prefix))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_union_lists_only_what_has_texts_for_it() {
    let app = demo();
    let listed = demo_products("/eu/products?limit=100", "/eu/products/").await;
    assert!(listed.len() >= 12, "{listed:?}");
    let all = app
        .get("/api/v1/products?market=eu&limit=100")
        .await
        .ok()
        .json();
    assert_eq!(all["items"].as_array().unwrap().len(), listed.len());
    let us = app.get("/api/v1/products?limit=100").await.ok().json();
    let only_us = us["items"].as_array().unwrap().iter().find(|item| {
        let path = format!("/eu/products/{}", item["slug"].as_str().unwrap());
        !listed.contains(&path)
    });
    let slug = only_us.unwrap()["slug"].as_str().unwrap();
    assert_eq!(app.get(&format!("/eu/products/{slug}")).await.status, 404);
    assert_eq!(
        app.get(&format!("/api/v1/products/{slug}?market=eu"))
            .await
            .status,
        404
    );
    assert_eq!(app.get("/api/v1/products?market=xx").await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_falls_back_to_the_text_of_the_united_states() {
    let app = demo();
    for path in demo_products("/eu/products?limit=100", "/eu/products/").await {
        let slug = path.rsplit('/').next().unwrap();
        let us = app
            .get(&format!("/api/v1/products/{slug}"))
            .await
            .ok()
            .json();
        let page = app.get(&path).await.ok();
        let text = page.html().text("main");
        for field in ["summary", "directions", "description"] {
            let words = us[field].as_str().unwrap_or_default();
            assert!(
                words.len() < 12 || !text.contains(words),
                "{path} shows {field}: {words}"
            );
        }
        for claim in us["claims"].as_array().unwrap() {
            for wording in claim["wordings"].as_array().unwrap() {
                let words = wording["text"].as_str().unwrap();
                assert!(!text.contains(words), "{path} shows {words}");
            }
        }
        assert!(
            !text.contains("Food and Drug Administration") && !text.contains('‡'),
            "{path}"
        );
        assert!(
            !text.contains("Supplement Facts") && !text.contains("Daily Value"),
            "{path}"
        );
        assert!(text.contains("Food supplement"), "{path}");
        assert!(!text.contains('$'), "{path} shows dollars");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_shows_in_authorised_words_with_its_conditions() {
    let app = demo();
    let mut shown = 0;
    for path in demo_products("/eu/products?limit=100", "/eu/products/").await {
        let slug = path.rsplit('/').next().unwrap();
        let body = app
            .get(&format!("/api/v1/products/{slug}?market=eu"))
            .await
            .ok()
            .json();
        let page = app.get(&path).await.ok().html();
        let claims = body["claims"].as_array().unwrap();
        assert_eq!(page.count(".claim-card"), claims.len(), "{path}");
        assert_eq!(page.count(".claim-conditions"), claims.len(), "{path}");
        for claim in claims {
            let authorised = &claim["authorised"];
            assert_eq!(
                claim["wordings"][0]["text"], authorised["wording"],
                "{path}"
            );
            assert!(authorised["conditions"].as_str().unwrap().len() > 10);
            assert!(authorised["regulation"].as_str().unwrap().contains('/'));
            shown += 1;
        }
    }
    assert!(shown >= 5, "the demo shows {shown} claims in the Union");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_names_its_language_and_the_same_page_in_the_other_market() {
    let app = demo();
    let page = app.get("/eu/products/vitamin-c-500-mg").await.ok().html();
    assert_eq!(page.attribute("html", "lang"), "en-IE");
    let languages = page.attributes("link[rel=alternate]", "hreflang");
    assert_eq!(languages, ["en-US", "en-IE", "x-default"]);
    let here = page.attributes("link[rel=alternate]", "href");
    assert!(
        here[1].ends_with("/eu/products/vitamin-c-500-mg"),
        "{here:?}"
    );
    let prices = page.texts(".price");
    assert!(prices.iter().all(|price| price.contains('€')), "{prices:?}");
    let moved = app.get("/eu").await;
    assert_eq!(
        (moved.status, moved.header("location")),
        (301, "/eu/products")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_of_composition_uses_reference_values_of_the_union() {
    let app = demo();
    let page = app.get("/eu/products/vitamin-c-500-mg").await.ok().html();
    let table = page.text(".composition");
    assert!(
        table.contains("Vitamin C") && table.contains("625%"),
        "{table}"
    );
    let body = app
        .get("/api/v1/products/vitamin-c-500-mg?market=eu")
        .await
        .ok()
        .json();
    assert!(body["supplement_facts"].is_null() && body["composition"].is_object());
    let us = app
        .get("/api/v1/products/vitamin-c-500-mg")
        .await
        .ok()
        .json();
    assert!(
        us["supplement_facts_text"]
            .as_str()
            .unwrap()
            .contains("Supplement Facts")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_without_texts_for_the_union_is_not_there() {
    let app = TestApp::new().await;
    ProductBuilder::new("zinc")
        .variant("Z", Some(900))
        .build(&app.db)
        .await;
    assert_eq!(app.get("/eu/products/zinc").await.status, 404);
    assert_eq!(
        app.get("/eu/products")
            .await
            .ok()
            .html()
            .count(".product-card"),
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_lists_claims_only_in_authorised_words() {
    let app = demo();
    let body = app.get("/api/v1/claims?market=eu&limit=100").await.ok();
    let claims = body.json()["items"].as_array().unwrap().clone();
    assert!(!claims.is_empty());
    for claim in &claims {
        let slug = claim["slug"].as_str().unwrap();
        assert_eq!(
            claim["wordings"][0]["text"], claim["authorised"]["wording"],
            "{slug}"
        );
        assert_eq!(claim["wordings"].as_array().unwrap().len(), 1, "{slug}");
        for field in ["effect", "grade", "topic"] {
            assert!(claim[field].is_null(), "{slug} says {field}: {claim}");
        }
        assert_eq!(claim["evidence"].as_array().unwrap().len(), 0, "{slug}");
        let ingredient = &claim["ingredient"];
        assert!(ingredient["url"].as_str().unwrap().contains("/eu/"));
        assert_eq!(ingredient["summary"], "", "{slug}");
    }
    let us = app.get("/api/v1/claims?limit=100").await.ok().json();
    let all = us["items"].as_array().unwrap();
    assert!(all.len() > claims.len() && all.iter().all(|claim| claim["effect"].is_string()));
    for claim in all {
        let id = &claim["id"];
        let path = format!(
            "/api/v1/claims/{}?market=eu",
            claim["slug"].as_str().unwrap()
        );
        let status = if claims.iter().any(|other| other["id"] == *id) {
            200
        } else {
            404
        };
        assert_eq!(app.get(&path).await.status, status, "{path}");
    }
}

/// Texts under some keys, anywhere in an answer.
fn texts_at(body: &Value, keys: &[&str]) -> Vec<String> {
    match body {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, value)| match value.as_str() {
                Some(text) if keys.contains(&key.as_str()) => vec![text.to_owned()],
                _ => texts_at(value, keys),
            })
            .filter(|text| !text.is_empty())
            .collect(),
        Value::Array(items) => items.iter().flat_map(|item| texts_at(item, keys)).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_summaries_and_findings_of_the_united_states_stay_there() {
    let app = demo();
    let us = app.get("/api/v1/products?limit=100").await.ok().json();
    assert!(!texts_at(&us, &["note"]).is_empty() && !texts_at(&us, &["document"]).is_empty());
    let eu = app
        .get("/api/v1/products?market=eu&limit=100")
        .await
        .ok()
        .json();
    for product in eu["items"].as_array().unwrap() {
        let slug = product["slug"].as_str().unwrap();
        let path = format!("/api/v1/products/{slug}");
        let one = app.get(&format!("{path}?market=eu")).await.ok().json();
        let home = app.get(&path).await.ok().json();
        let page = app.get(&format!("/eu/products/{slug}")).await.ok().html();
        let shown = page.text("main");
        assert!(one["label_findings"].is_null(), "{slug}");
        assert!(home["label_findings"].is_array(), "{slug}");
        for body in [product, &one] {
            let found = texts_at(body, &["note", "document", "effect"]);
            assert!(found.is_empty(), "{slug}: {found:?}");
            assert_eq!(texts_at(&body["brand"], &["summary"]).len(), 0, "{slug}");
            let shelves = texts_at(&body["categories"], &["summary"]);
            assert!(shelves.is_empty(), "{slug}: {shelves:?}");
        }
        for text in texts_at(&home["formula"], &["note"])
            .into_iter()
            .chain(texts_at(&home["assertions"], &["document"]))
        {
            assert!(!shown.contains(&text), "{slug} shows {text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_constituent_stands_by_its_name_alone_and_a_product_with_its_amount() {
    let app = demo();
    let home = app.get("/ingredients/bovine-colostrum").await.ok().html();
    let notes = home.texts(".tree .fine");
    assert!(!notes.is_empty());
    let there = app
        .get("/eu/ingredients/bovine-colostrum")
        .await
        .ok()
        .html();
    assert!(there.count(".tree li") > 0);
    let text = there.text("main");
    assert!(notes.iter().all(|note| !text.contains(note)), "{text}");
    let vitamin = app.get("/eu/ingredients/vitamin-c").await.ok().html();
    assert!(vitamin.text(".amounts-table").contains("500 mg"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shelf_that_is_empty_in_the_union_is_not_announced_there() {
    let app = TestApp::new().await;
    ProductBuilder::new("zinc")
        .variant("Z", Some(900))
        .build(&app.db)
        .await;
    let home = app.get("/brands/acme").await.ok().html();
    assert_eq!(home.count("link[rel=alternate][hreflang]"), 0);
    let there = app.get("/eu/brands/acme").await.ok().html();
    assert_eq!(there.count("link[rel=alternate][hreflang]"), 0);
    assert_eq!(
        there.attribute("meta[name=robots]", "content"),
        "noindex, follow"
    );
    let listed = demo().get("/ingredients/vitamin-c").await.ok().html();
    assert_eq!(listed.count("link[rel=alternate][hreflang]"), 3);
    let slash = app.get("/eu/").await;
    assert_eq!(
        (slash.status, slash.header("location")),
        (301, "/eu/products")
    );
}
