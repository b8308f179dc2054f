//! The laws of publishing: documents, links, addresses, and a change log in commit order.

use std::time::Duration;

use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use formulary::catalog::brand::commands::publish_brand;
use formulary::catalog::product::commands::{publish_product, save_listing};
use formulary::catalog::product::model::ListingChanges;
use formulary::error::AppError;
use formulary::publishing::changes::{self, Action};
use formulary::publishing::told::ChangeBody;
use formulary::publishing::{Kind, Outcome, transaction, withdraw};
use tokio::sync::oneshot;

use crate::support::builders::ingredient;
use crate::support::{ProductBuilder, TestApp, author, brand};

async fn log(app: &TestApp) -> Vec<changes::Change> {
    changes::since(&app.db.write().await.unwrap(), 0, 10_000)
        .await
        .unwrap()
}

pub async fn sql(app: &TestApp, statement: &str) -> usize {
    let mut admin = AsyncPgConnection::establish(&app.database.superuser_url())
        .await
        .unwrap();
    diesel::sql_query(statement)
        .execute(&mut admin)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn positions_are_in_commit_order_although_a_slow_transaction_began_first() {
    let app = TestApp::new().await;
    let (slow_has_written, slow_written) = oneshot::channel();
    let (let_slow_commit, slow_may_commit) = oneshot::channel::<()>();
    let db = app.db.clone();
    let slow = tokio::spawn(async move {
        transaction(&db, async |tx| {
            ProductBuilder::new("slow").build_in(tx).await?;
            slow_has_written.send(()).unwrap();
            slow_may_commit.await.unwrap();
            Ok(())
        })
        .await
        .unwrap();
    });
    slow_written.await.unwrap();
    let mut expected = Vec::new();
    for slug in ["quick-1", "quick-2"] {
        // Another brand each: the slow transaction still holds the first one's row.
        let id = transaction(&app.db, async |tx| brand(tx, slug).await)
            .await
            .unwrap();
        expected.push(id.0);
    }
    let head = changes::head(&app.db.write().await.unwrap())
        .await
        .unwrap()
        .position;
    let_slow_commit.send(()).unwrap();
    slow.await.unwrap();
    // A reader that had followed up to `head` finds everything of the slow transaction behind it.
    let later = changes::since(&app.db.write().await.unwrap(), head, 100)
        .await
        .unwrap();
    assert!(
        later.iter().any(|change| change.slug == "slow"),
        "{later:?}"
    );
    let all = log(&app).await;
    let positions: Vec<i64> = all.iter().map(|change| change.position).collect();
    assert_eq!(
        positions,
        (1..=i64::try_from(all.len()).unwrap()).collect::<Vec<_>>(),
        "no gaps"
    );
    let before: Vec<_> = all
        .iter()
        .filter(|change| change.position <= head)
        .map(|change| change.entity_id)
        .collect();
    assert_eq!(before, expected);
}

/// Writers that commit and roll back at their own pace, and a reader that follows by position alone.
async fn follow_the_log(writers: u64, rounds: u64) {
    let app = TestApp::new().await;
    let mut tasks = Vec::new();
    for writer in 0..writers {
        let db = app.db.clone();
        tasks.push(tokio::spawn(async move {
            for round in 0..rounds {
                let slug = format!("w{writer}-r{round}");
                let done: Result<(), AppError> = transaction(&db, async |tx| {
                    brand(tx, &slug).await?;
                    tokio::time::sleep(Duration::from_millis((writer + round * 3) % 7)).await;
                    if round % 3 == 2 {
                        Err(AppError::Conflict("taken back".to_owned()))
                    } else {
                        Ok(())
                    }
                })
                .await;
                assert_eq!(done.is_err(), round % 3 == 2);
            }
        }));
    }
    let mut expected: Vec<String> = (0..writers)
        .flat_map(|writer| {
            (0..rounds)
                .filter(|round| round % 3 != 2)
                .map(move |round| format!("w{writer}-r{round}"))
        })
        .collect();
    let mut seen = Vec::new();
    let mut at = 0;
    let end = std::time::Instant::now() + Duration::from_secs(120);
    while seen.len() < expected.len() && std::time::Instant::now() < end {
        for change in changes::since(&app.db.write().await.unwrap(), at, 3)
            .await
            .unwrap()
        {
            assert_eq!(change.position, at + 1, "no gaps");
            at = change.position;
            seen.push(change.slug);
        }
    }
    for task in tasks {
        task.await.unwrap();
    }
    seen.sort();
    expected.sort();
    assert_eq!(seen, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_follows_the_log_loses_nothing_while_many_write_and_some_roll_back() {
    follow_the_log(3, 6).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "slow: some thousand transactions"]
async fn a_reader_that_follows_the_log_loses_nothing_through_thousands_of_transactions() {
    follow_the_log(4, 600).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn publishing_the_same_document_again_writes_nothing() {
    let app = TestApp::new().await;
    let built = ProductBuilder::new("same").build(&app.db).await;
    let before = log(&app).await.len();
    let outcome = transaction(&app.db, async |tx| {
        publish_product(tx, built.id, &author(), "").await
    })
    .await
    .unwrap();
    assert_eq!(outcome, Outcome::Unchanged);
    assert_eq!(log(&app).await.len(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_nowhere_to_be_seen() {
    let app = TestApp::new().await;
    let built = ProductBuilder::new("shown")
        .variant("SHOWN", Some(1000))
        .build(&app.db)
        .await;
    ProductBuilder::new("secret")
        .variant("SECRET", Some(1234))
        .draft()
        .build(&app.db)
        .await;
    let changes = ListingChanges {
        name: "Unpublished name".to_owned(),
        summary: "s".to_owned(),
        description: "d".to_owned(),
        audience: None,
        directions: String::new(),
        cautions: None,
        storage: None,
    };
    transaction(&app.db, async |tx| {
        save_listing(tx, built.id, 1, &changes, &author()).await
    })
    .await
    .unwrap();
    for path in [
        "/",
        "/products",
        "/brands/acme",
        "/sitemaps/products-1.xml",
        "/api/v1/products",
        "/products/shown",
    ] {
        let body = app.get(path).await.ok().body;
        assert!(
            !body.contains("secret") && !body.contains("SECRET") && !body.contains("12.34"),
            "{path}"
        );
        assert!(!body.contains("Unpublished name"), "{path}");
    }
    assert_eq!(app.get("/products/secret").await.status, 404);
    assert_eq!(app.get("/api/v1/products/secret").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_address_redirects_in_one_hop_however_often_it_was_renamed() {
    let app = TestApp::new().await;
    let built = ProductBuilder::new("first").build(&app.db).await;
    for slug in ["second", "third"] {
        sql(
            &app,
            &format!(
                "UPDATE products SET slug = '{slug}' WHERE id = '{}'",
                built.id
            ),
        )
        .await;
        transaction(&app.db, async |tx| {
            publish_product(tx, built.id, &author(), "").await
        })
        .await
        .unwrap();
    }
    for old in ["first", "second"] {
        let response = app.get(&format!("/products/{old}")).await;
        assert_eq!(
            (response.status, response.header("location")),
            (301, "/products/third")
        );
    }
    assert_eq!(app.get("/products/third").await.status, 200);
    for (old, new) in [
        ("/embed/products/first", "/embed/products/third"),
        ("/products/first.md", "/products/third.md"),
        (
            "/api/v1/products/first?market=us&fields=name",
            "/api/v1/products/third?market=us&fields=name",
        ),
    ] {
        let moved = app.get(old).await;
        assert_eq!(
            (moved.status, moved.header("location")),
            (301, new),
            "{old}"
        );
        assert_eq!(app.get(new).await.status, 200, "{new}");
    }
    let asked = format!("/oembed?url={}/products/second&maxwidth=200", app.url);
    let told = app.get(&asked).await.ok().json();
    assert!(
        told["html"]
            .as_str()
            .unwrap()
            .contains("/embed/products/third"),
        "{told}"
    );
    assert_eq!(told["width"], 200);
    // Back to its first name: the others now lead there.
    sql(
        &app,
        &format!(
            "UPDATE products SET slug = 'first' WHERE id = '{}'",
            built.id
        ),
    )
    .await;
    transaction(&app.db, async |tx| {
        publish_product(tx, built.id, &author(), "").await
    })
    .await
    .unwrap();
    assert_eq!(app.get("/products/first").await.status, 200);
    assert_eq!(
        app.get("/products/third").await.header("location"),
        "/products/first"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_product_answers_410_and_comes_back_when_it_is_published_again() {
    let app = TestApp::new().await;
    let built = ProductBuilder::new("gone").build(&app.db).await;
    let reason = "the maker stopped making it";
    transaction(&app.db, async |tx| {
        withdraw(tx, Kind::Product, built.id.0, &author(), reason, None).await
    })
    .await
    .unwrap();
    let page = app.get("/products/gone").await;
    assert_eq!(page.status, 410);
    assert!(page.html().text("main .lead").contains(reason));
    assert_eq!(app.get("/api/v1/products/gone").await.status, 410);
    assert!(
        !app.get("/products")
            .await
            .ok()
            .body
            .contains("Product gone")
    );
    let last = log(&app)
        .await
        .into_iter()
        .rfind(|change| change.entity_id == built.id.0)
        .unwrap();
    assert_eq!(last.action, Action::Withdrawn);
    transaction(&app.db, async |tx| {
        publish_product(tx, built.id, &author(), "").await
    })
    .await
    .unwrap();
    assert_eq!(app.get("/products/gone").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_touches_whoever_shows_it() {
    let app = TestApp::new().await;
    let zinc = transaction(&app.db, async |tx| ingredient(tx, "zinc").await)
        .await
        .unwrap();
    let built = ProductBuilder::new("tablets")
        .ingredient(zinc)
        .build(&app.db)
        .await;
    let brand_id = transaction(&app.db, async |tx| brand(tx, "acme").await)
        .await
        .unwrap();
    let before = changes::head(&app.db.write().await.unwrap())
        .await
        .unwrap()
        .position;
    sql(
        &app,
        "UPDATE brands SET name = 'Renamed' WHERE slug = 'acme'",
    )
    .await;
    transaction(&app.db, async |tx| {
        publish_brand(tx, brand_id, &author(), "").await
    })
    .await
    .unwrap();
    let rows = changes::since(&app.db.write().await.unwrap(), before, 100)
        .await
        .unwrap();
    let rows: Vec<_> = rows
        .into_iter()
        .map(|change| (change.entity_id, change.action, change.fields))
        .collect();
    assert_eq!(
        rows,
        [
            (brand_id.0, Action::Upsert, vec!["name".to_owned()]),
            (built.id.0, Action::Touched, Vec::new())
        ],
        "one row for what was written, one for the product that shows it"
    );
    assert!(
        app.get("/products/tablets")
            .await
            .ok()
            .body
            .contains("Renamed")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_product_is_noted_for_the_ingredient_page_that_lists_it_and_told_to_no_copy() {
    let app = TestApp::new().await;
    let zinc = transaction(&app.db, async |tx| ingredient(tx, "zinc").await)
        .await
        .unwrap();
    let before = changes::head(&app.db.write().await.unwrap())
        .await
        .unwrap()
        .position;
    ProductBuilder::new("tablets")
        .ingredient(zinc)
        .build(&app.db)
        .await;
    let rows = changes::since(&app.db.write().await.unwrap(), before, 100)
        .await
        .unwrap();
    assert!(
        rows.iter()
            .any(|change| change.entity_id == zinc.0 && change.action == Action::Listed),
        "{rows:?}"
    );
    let told: Vec<ChangeBody> = rows.into_iter().filter_map(ChangeBody::of).collect();
    let kinds: Vec<Kind> = told.iter().map(|change| change.kind).collect();
    assert_eq!(kinds, [Kind::Brand, Kind::Product], "{told:?}");
}
