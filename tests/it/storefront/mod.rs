//! The storefront's feed: a snapshot of everything, the same items by page and id, and a client that keeps a copy.

mod mirror;

use std::collections::BTreeMap;
use std::io::Read;
use std::time::Duration;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{ProductBuilder, TestApp, demo};

/// The lines of a snapshot by entity, and the cursor in the first.
fn read(snapshot: &str) -> (String, BTreeMap<Uuid, String>) {
    let mut lines = snapshot.lines();
    let first: Value = serde_json::from_str(lines.next().unwrap()).unwrap();
    let last: Value = serde_json::from_str(lines.next_back().unwrap()).unwrap();
    let items: BTreeMap<Uuid, String> = lines.map(|line| (id_of(line), line.to_owned())).collect();
    assert_eq!(
        (&first["kind"], &last["kind"]),
        (&json!("snapshot"), &json!("end"))
    );
    assert_eq!(last["items"], items.len(), "nothing stands in it twice");
    (first["cursor"].as_str().unwrap().to_owned(), items)
}

fn id_of(line: &str) -> Uuid {
    let item: Value = serde_json::from_str(line).unwrap();
    item["id"].as_str().unwrap().parse().unwrap()
}

/// The items of a page as they were sent, byte for byte.
fn lines_of(page: &str) -> Vec<String> {
    #[derive(serde::Deserialize)]
    struct Page<'a> {
        #[serde(borrow)]
        items: Vec<&'a serde_json::value::RawValue>,
    }
    let page: Page<'_> = serde_json::from_str(page).unwrap();
    page.items
        .iter()
        .map(|item| item.get().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_holds_everything_that_is_public_and_each_line_is_what_the_item_answers_by_id() {
    let app = demo();
    let file = app.get("/feeds/storefront.ndjson").await.ok();
    assert!(
        file.header("content-type")
            .starts_with("application/x-ndjson")
    );
    let (cursor, items) = read(&file.body);
    let changes = app
        .get(&format!("/api/v1/changes?since={cursor}"))
        .await
        .ok()
        .json();
    assert_eq!(changes["has_more"], false);
    let mut kinds = BTreeMap::new();
    for line in items.values() {
        let item: Value = serde_json::from_str(line).unwrap();
        *kinds
            .entry(item["kind"].as_str().unwrap().to_owned())
            .or_insert(0) += 1;
    }
    for (plural, kind) in [
        ("products", "product"),
        ("brands", "brand"),
        ("categories", "category"),
        ("topics", "topic"),
        ("ingredients", "ingredient"),
        ("references", "reference"),
        ("claims", "claim"),
        ("articles", "article"),
        ("protocols", "protocol"),
    ] {
        let mut count = 0;
        let mut path = format!("/api/v1/{plural}?limit=100");
        loop {
            let page = app.get(&path).await.ok().json();
            count += page["items"].as_array().unwrap().len();
            let Some(next) = page["next_cursor"].as_str() else {
                break;
            };
            path = format!("/api/v1/{plural}?limit=100&cursor={next}");
        }
        assert_eq!(kinds.get(kind), Some(&count), "{kind}");
    }
    let some: Vec<String> = items
        .keys()
        .step_by(7)
        .take(100)
        .map(ToString::to_string)
        .collect();
    let page = app
        .get(&format!("/feeds/storefront.json?ids={}", some.join(",")))
        .await
        .ok();
    let asked = lines_of(&page.body);
    assert_eq!(asked.len(), some.len());
    for line in asked {
        assert_eq!(items[&id_of(&line)], line);
    }
    let mut paged = BTreeMap::new();
    let mut path = "/feeds/storefront.json?limit=37".to_owned();
    loop {
        let page = app.get(&path).await.ok();
        for line in lines_of(&page.body) {
            assert!(paged.insert(id_of(&line), line).is_none());
        }
        let Some(next) = page.json()["next_cursor"].as_str().map(str::to_owned) else {
            break;
        };
        path = format!("/feeds/storefront.json?limit=37&cursor={next}");
    }
    assert_eq!(paged, items);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_in_the_feed_says_what_its_answer_in_the_api_says() {
    let app = demo();
    let (_, items) = read(&app.get("/feeds/storefront.ndjson").await.ok().body);
    let products = items
        .values()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut with_claims = 0;
    for item in products.filter(|item| item["kind"] == "product").take(12) {
        let item = &item["data"];
        let slug = item["slug"].as_str().unwrap();
        let answer = app
            .get(&format!("/api/v1/products/{slug}"))
            .await
            .ok()
            .json();
        for (field, value) in item.as_object().unwrap() {
            if field != "claims" {
                assert_eq!(&answer[field], value, "{slug}: {field}");
            }
        }
        let ids = |body: &Value| -> Vec<Value> {
            body["claims"]
                .as_array()
                .unwrap()
                .iter()
                .map(|claim| claim["id"].clone())
                .collect()
        };
        assert_eq!(ids(item), ids(&answer));
        let claims = item["claims"].as_array().unwrap();
        with_claims += usize::from(!claims.is_empty());
        assert!(
            claims.is_empty() || item["disclaimer"].is_string(),
            "{slug}"
        );
    }
    assert!(with_claims > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_european_union_the_feed_holds_what_is_sold_there_in_the_words_for_there() {
    let app = demo();
    let (_, items) = read(
        &app.get("/feeds/storefront.ndjson?market=eu")
            .await
            .ok()
            .body,
    );
    let listed = app
        .get("/api/v1/products?market=eu&limit=100")
        .await
        .ok()
        .json();
    assert_eq!(items.len(), listed["items"].as_array().unwrap().len());
    for line in items.values() {
        let item: Value = serde_json::from_str(line).unwrap();
        assert_eq!(item["kind"], "product");
        let item = &item["data"];
        assert_eq!(item["market"], "eu");
        assert_eq!(
            (&item["disclaimer"], &item["statements"]),
            (&Value::Null, &json!([]))
        );
        for variant in item["variants"].as_array().unwrap() {
            assert!(variant["offer"].is_null() || variant["offer"]["price"]["currency"] == "EUR");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_is_sent_compressed_and_in_parts_to_those_who_ask() {
    let app = demo();
    let plain = app.get("/feeds/storefront.ndjson").await.ok();
    assert_eq!(plain.header("content-encoding"), "identity");
    let part = app
        .get_with("/feeds/storefront.ndjson", &[("range", "bytes=10-29")])
        .await;
    assert_eq!(
        (part.status, part.body.as_str()),
        (206, &plain.body[10..30])
    );
    let tag = plain.header("etag").to_owned();
    let same = app
        .get_with("/feeds/storefront.ndjson", &[("if-none-match", &tag)])
        .await;
    assert_eq!(same.status, 304);
    for (asked, sent) in [("gzip", "gzip"), ("br", "br")] {
        let mut bytes = Vec::new();
        for _ in 0..100 {
            let (encoding, body) = app.bytes("/feeds/storefront.ndjson", asked).await;
            if encoding == sent {
                bytes = body;
                break;
            }
            // It is compressed after it was made.
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let mut text = String::new();
        match sent {
            "gzip" => flate2::read::GzDecoder::new(&*bytes)
                .read_to_string(&mut text)
                .unwrap(),
            _ => brotli::Decompressor::new(&*bytes, 4096)
                .read_to_string(&mut text)
                .unwrap(),
        };
        assert_eq!(read(&text).1, read(&plain.body).1, "{sent}");
        assert!(bytes.len() * 3 < text.len());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_asked_of_the_feed_is_refused_by_name() {
    let app = TestApp::new().await;
    let many = vec![Uuid::nil().to_string(); 101].join(",");
    for (query, named) in [
        ("ids=7", "ids"),
        (&*format!("ids={many}"), "ids"),
        ("ids=00000000-0000-0000-0000-000000000000&limit=3", "ids"),
        ("limit=0", "limit"),
        ("cursor=xyz", "cursor"),
        ("market=mars", "market"),
    ] {
        let answer = app.get(&format!("/feeds/storefront.json?{query}")).await;
        assert_eq!(
            (answer.status, answer.json()["pointer"].as_str()),
            (400, Some(named)),
            "{query}"
        );
    }
    assert_eq!(
        app.get("/feeds/storefront.ndjson?market=mars").await.status,
        400
    );
    assert_eq!(
        app.get("/feeds/storefront.ndjson?fresh=1").await.status,
        400
    );
    ProductBuilder::new("a").draft().build(&app.db).await;
    let (_, items) = read(&app.get("/feeds/storefront.ndjson").await.ok().body);
    assert!(
        !items
            .values()
            .any(|line| line.contains("\"kind\":\"product\"")),
        "a draft is in no feed"
    );
}
