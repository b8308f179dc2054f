//! The change log as programs follow it.

use std::time::{Duration, Instant};

use diesel_async::RunQueryDsl;
use formulary::accounts::model::Role;
use formulary::catalog::brand::commands::publish_brand;
use formulary::catalog::market::Market;
use formulary::catalog::offer::commands::set_offer;
use formulary::jobs::{prune, renewed_epoch};
use formulary::publishing::{Kind, transaction, withdraw};
use serde_json::{Value, json};

use crate::publishing::sql;
use crate::search::shelves::publish;
use crate::support::builders::{author, brand, terms};
use crate::support::{ProductBuilder, TestApp};

/// The cursor of now.
async fn now(app: &TestApp) -> String {
    let answer = app.get("/api/v1/changes").await.ok().json();
    assert_eq!(answer["changes"], json!([]));
    answer["cursor"].as_str().unwrap().to_owned()
}

async fn since(app: &TestApp, cursor: &str) -> Value {
    let path = format!("/api/v1/changes?since={cursor}&limit=1000");
    app.get(&path).await.ok().json()
}

/// Kind, slug, action and fields of each.
fn told(answer: &Value) -> Vec<(&str, &str, &str, String)> {
    let changes = answer["changes"].as_array().unwrap().iter();
    changes
        .map(|change| {
            (
                change["kind"].as_str().unwrap(),
                change["slug"].as_str().unwrap(),
                change["action"].as_str().unwrap(),
                change["fields"].to_string(),
            )
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_hears_of_what_was_published_priced_touched_and_withdrawn_in_order() {
    let app = TestApp::new().await;
    let built = ProductBuilder::new("tablets")
        .variant("A", Some(900))
        .build(&app.db)
        .await;
    let begin = now(&app).await;
    let key = (built.id, built.variants[0]);
    transaction(&app.db, async |tx| {
        set_offer(tx, key, Market::Us, Some(terms(800))).await
    })
    .await
    .unwrap();
    sql(&app, "UPDATE brands SET name = 'Renamed'").await;
    transaction(&app.db, async |tx| {
        let id = brand(tx, "acme").await?;
        publish_brand(tx, id, &author(), "").await
    })
    .await
    .unwrap();
    transaction(&app.db, async |tx| {
        withdraw(tx, Kind::Product, built.id.0, &author(), "recalled", None).await
    })
    .await
    .unwrap();
    let answer = since(&app, &begin).await;
    let rows = told(&answer);
    assert_eq!(
        rows[0],
        ("product", "tablets", "upsert", "[\"offers\"]".to_owned())
    );
    assert!(
        rows.contains(&("brand", "acme", "upsert", "[\"name\"]".to_owned())),
        "{rows:?}"
    );
    assert!(
        rows.contains(&("product", "tablets", "upsert", "[]".to_owned())),
        "{rows:?}"
    );
    let withdrawn = rows.iter().filter(|row| row.2 == "withdrawn");
    assert_eq!(withdrawn.map(|row| row.1).collect::<Vec<_>>(), ["tablets"]);
    let versions = answer["changes"].as_array().unwrap().iter();
    let versions: Vec<i64> = versions
        .map(|change| change["version"].as_i64().unwrap())
        .collect();
    assert!(
        versions.is_sorted_by(|one, next| one < next),
        "{versions:?}"
    );
    assert_eq!(answer["has_more"], false);
    let end = answer["cursor"].as_str().unwrap();
    assert_eq!(since(&app, end).await["changes"], json!([]));
    assert_eq!(now(&app).await, end);
}

#[tokio::test(flavor = "multi_thread")]
async fn small_pages_lead_through_everything_and_kinds_can_be_left_out() {
    let app = TestApp::new().await;
    let begin = now(&app).await;
    for slug in ["a", "b", "c"] {
        ProductBuilder::new(slug).build(&app.db).await;
    }
    let whole = since(&app, &begin).await;
    let mut cursor = begin.clone();
    let mut paged = Vec::new();
    loop {
        let path = format!("/api/v1/changes?since={cursor}&limit=2&kinds=product");
        let answer = app.get(&path).await.ok().json();
        paged.extend(answer["changes"].as_array().unwrap().clone());
        cursor = answer["cursor"].as_str().unwrap().to_owned();
        if answer["has_more"] == false {
            break;
        }
    }
    assert_eq!(whole["cursor"], cursor);
    let products = whole["changes"].as_array().unwrap().iter();
    let products: Vec<&Value> = products
        .filter(|change| change["kind"] == "product")
        .collect();
    assert!(products.len() >= 3);
    assert_eq!(paged.iter().collect::<Vec<_>>(), products);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_waits_is_answered_when_something_changes() {
    let app = TestApp::new().await;
    app.watch_log();
    let begin = now(&app).await;
    let path = format!("/api/v1/changes?since={begin}&wait=20");
    let began = Instant::now();
    let asked = async { (app.get(&path).await.ok().json(), began.elapsed()) };
    let edited = async {
        tokio::time::sleep(Duration::from_millis(700)).await;
        ProductBuilder::new("a").build(&app.db).await;
        began.elapsed()
    };
    let ((answer, answered), done) = tokio::join!(asked, edited);
    assert!(!answer["changes"].as_array().unwrap().is_empty());
    assert!(
        answered.saturating_sub(done) < Duration::from_secs(1),
        "{answered:?} {done:?}"
    );
    let path = format!("/api/v1/changes?since={}&wait=1", now(&app).await);
    let began = Instant::now();
    assert_eq!(app.get(&path).await.ok().json()["changes"], json!([]));
    assert!(began.elapsed() >= Duration::from_millis(900));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_read_is_refused_by_name() {
    let app = TestApp::new().await;
    for (query, named) in [
        ("since=7", "since"),
        ("since=0194-x", "since"),
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("wait=31", "wait"),
        ("kinds=product,shoe", "kinds"),
        ("kinds=synonym", "kinds"),
    ] {
        let answer = app.get(&format!("/api/v1/changes?{query}")).await;
        assert_eq!(
            (answer.status, answer.json()["pointer"].as_str()),
            (400, Some(named)),
            "{query}"
        );
    }
    assert_eq!(app.get("/api/v1/changes?after=1").await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_storefront_shows_is_not_told() {
    let app = TestApp::new().await;
    app.sign_in(Role::Publisher).await;
    let begin = now(&app).await;
    let synonym = [("words", "omega\nfish fat"), ("direction", "both")];
    publish(&app, "synonyms", &[], &synonym).await;
    assert_ne!(now(&app).await, begin, "the log knows of it");
    let answer = since(&app, &begin).await;
    assert_eq!(answer["changes"], json!([]), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_behind_which_changes_were_deleted_has_to_begin_again() {
    let app = TestApp::new().await;
    let begin = now(&app).await;
    ProductBuilder::new("a").build(&app.db).await;
    let middle = now(&app).await;
    sql(
        &app,
        "UPDATE changes SET created_at = now() - interval '40 days'",
    )
    .await;
    ProductBuilder::new("b").build(&app.db).await;
    prune(&app.db, 30).await.unwrap();
    since(&app, &begin).await;
    sql(
        &app,
        "UPDATE rejudge_cursor SET position = (SELECT position FROM change_counter)",
    )
    .await;
    prune(&app.db, 30).await.unwrap();
    let refused = app.get(&format!("/api/v1/changes?since={begin}")).await;
    assert_eq!(refused.status, 410, "{}", refused.body);
    assert_eq!(refused.json()["type"], "urn:formulary:problem:resync");
    let rest = since(&app, &middle).await;
    assert!(told(&rest).iter().any(|row| row.1 == "b"), "{rest}");
    assert!(!told(&rest).iter().any(|row| row.1 == "a"), "{rest}");
    // What is searchable does not depend on what is kept of the log.
    app.catch_up().await;
    assert_eq!(app.get("/api/v1/search").await.ok().json()["total"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restore_every_cursor_has_to_begin_again() {
    let app = TestApp::new().await;
    renewed_epoch(&app.db).await.unwrap();
    let begin = now(&app).await;
    renewed_epoch(&app.db).await.unwrap();
    assert_eq!(now(&app).await, begin, "nothing was restored");
    // As a dump brings it along from another cluster.
    sql(
        &app,
        "UPDATE change_counter SET incarnation = 'another/1/5/7'",
    )
    .await;
    renewed_epoch(&app.db).await.unwrap();
    assert_ne!(now(&app).await, begin);
    assert_eq!(
        app.get(&format!("/api/v1/changes?since={begin}"))
            .await
            .status,
        410
    );
    app.catch_up().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_the_owner_shortens_the_log() {
    let app = TestApp::new().await;
    let mut writer = app.db.write().await.unwrap();
    let deleted = diesel::sql_query("DELETE FROM changes")
        .execute(&mut *writer)
        .await;
    assert!(
        deleted
            .unwrap_err()
            .to_string()
            .contains("permission denied")
    );
    let mut reader = app.db.read().await.unwrap();
    let pruned = diesel::sql_query("SELECT prune_changes('1 day', 10)")
        .execute(&mut *reader)
        .await;
    assert!(
        pruned
            .unwrap_err()
            .to_string()
            .contains("permission denied")
    );
}
