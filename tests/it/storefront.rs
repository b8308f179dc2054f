//! The storefront's feed: a snapshot of everything, the same items by page and id, and a client that keeps a copy.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use formulary::catalog::brand::commands::publish_brand;
use formulary::catalog::market::Market;
use formulary::catalog::offer::commands::set_offer;
use formulary::feeds::feed::Feed;
use formulary::publishing::{Kind, transaction, withdraw};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::publishing::sql;
use crate::support::builders::{Built, author, brand, ingredient, terms};
use crate::support::{ProductBuilder, TestApp, demo};

/// A client that keeps a copy of the catalog: it takes a snapshot, and from then on only asks what changed.
struct Mirror<'a> {
    app: &'a TestApp,
    cursor: String,
    items: BTreeMap<Uuid, String>,
    /// How often it had to begin again.
    begun: usize,
}

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

impl<'a> Mirror<'a> {
    async fn begin(app: &'a TestApp) -> Self {
        let mut mirror = Self {
            app,
            cursor: String::new(),
            items: BTreeMap::new(),
            begun: 0,
        };
        mirror.take_snapshot().await;
        mirror
    }

    async fn take_snapshot(&mut self) {
        let snapshot = self.app.get("/feeds/storefront.ndjson").await.ok();
        (self.cursor, self.items) = read(&snapshot.body);
        self.begun += 1;
    }

    /// Takes up what changed; whether there was anything. What can't be asked now is asked the next time.
    async fn follow(&mut self) -> bool {
        let path = format!("/api/v1/changes?since={}&limit=40", self.cursor);
        let answer = self.app.get(&path).await;
        if answer.status == 410 {
            self.take_snapshot().await;
            return true;
        }
        if answer.status != 200 {
            return true;
        }
        let answer = answer.json();
        let changes = answer["changes"].as_array().unwrap();
        let ids: BTreeSet<&str> = changes
            .iter()
            .map(|change| change["id"].as_str().unwrap())
            .collect();
        if !ids.is_empty() {
            let ids: Vec<&str> = ids.into_iter().collect();
            let page = self
                .app
                .get(&format!("/feeds/storefront.json?ids={}", ids.join(",")))
                .await;
            if page.status != 200 {
                return true;
            }
            for id in ids {
                self.items.remove(&id.parse().unwrap());
            }
            for line in lines_of(&page.body) {
                self.items.insert(id_of(&line), line);
            }
        }
        self.cursor = answer["cursor"].as_str().unwrap().to_owned();
        answer["has_more"] == true || !changes.is_empty()
    }
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

/// A snapshot of now, whatever was made before.
async fn fresh(app: &TestApp) -> BTreeMap<Uuid, String> {
    let made = app.feeds.make(Feed::Storefront, Market::Us).await.unwrap();
    read(&std::fs::read_to_string(made.path()).unwrap()).1
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

/// Prices, renames, withdraws and publishes until so much is done; now and then slowly, so that it commits after others that
/// began later.
async fn edit(app: &TestApp, (writer, edits): (usize, usize), built: &[Built]) {
    let mut dice = 0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(writer as u64 + 1);
    for step in 0..edits {
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let product = &built[(dice >> 40) as usize % built.len()];
        let key = (product.id, product.variants[0]);
        let cents = i64::try_from(500 + step * 7 + writer).unwrap();
        let is_slow = step % 11 == 0;
        // A connection that is taken away in the middle is an edit that did not happen.
        let _ = transaction(&app.db, async |tx| {
            match (dice >> 20) % 8 {
                0 => {
                    let builder = ProductBuilder::new(&format!("w{writer}-{step}"));
                    builder
                        .variant(&format!("W{writer}-{step}"), Some(cents))
                        .build_in(tx)
                        .await?;
                }
                1 => {
                    withdraw(tx, Kind::Product, product.id.0, &author(), "Gone", None).await?;
                }
                2 => {
                    let id = brand(tx, "acme").await?;
                    diesel_async::RunQueryDsl::execute(
                        diesel::sql_query(format!(
                            "UPDATE brands SET name = 'Acme {step}' WHERE slug = 'acme'"
                        )),
                        tx.conn()?,
                    )
                    .await?;
                    publish_brand(tx, id, &author(), "").await?;
                }
                _ => {
                    set_offer(tx, key, Market::Us, Some(terms(cents))).await?;
                }
            }
            if is_slow {
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
            Ok(())
        })
        .await;
    }
}

/// A client mirrors the catalog while others edit it, and every connection to the database is cut so often.
async fn mirrored(edits: usize, cuts: usize) {
    let app = TestApp::new().await;
    let zinc = transaction(&app.db, async |tx| ingredient(tx, "zinc").await)
        .await
        .unwrap();
    let mut built = Vec::new();
    for number in 0..12 {
        let product = ProductBuilder::new(&format!("p{number}")).ingredient(zinc);
        built.push(
            product
                .variant(&format!("P{number}"), Some(900))
                .build(&app.db)
                .await,
        );
    }
    let mut mirror = Mirror::begin(&app).await;
    let is_over = AtomicBool::new(false);
    let editing = async {
        let writers = (0..4).map(|writer| edit(&app, (writer, edits / 4), &built));
        futures_util::future::join_all(writers).await;
        is_over.store(true, Ordering::Relaxed);
    };
    let following = async {
        let mut taken = 0;
        while !is_over.load(Ordering::Relaxed) {
            taken += usize::from(mirror.follow().await);
        }
        taken
    };
    let cutting = async {
        for _ in 0..cuts {
            tokio::time::sleep(Duration::from_millis(400)).await;
            sql(
                &app,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE datname = current_database() AND pid <> pg_backend_pid()",
            )
            .await;
        }
    };
    let ((), taken, ()) = tokio::join!(editing, following, cutting);
    assert!(taken > 10, "it followed while others edited");
    while mirror.follow().await {}
    assert_eq!(mirror.begun, 1, "it never had to begin again");
    let fresh = fresh(&app).await;
    assert!(fresh.len() > 12);
    assert_eq!(mirror.items.len(), fresh.len());
    for (id, line) in &fresh {
        assert_eq!(mirror.items.get(id), Some(line));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_follows_the_changes_has_the_catalog_byte_for_byte() {
    mirrored(240, 2).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "slow: ten thousand edits"]
async fn a_client_follows_ten_thousand_edits_byte_for_byte() {
    mirrored(10_000, 20).await;
}
