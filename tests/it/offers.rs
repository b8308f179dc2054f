//! Offers: live, with a history, and changing by themselves when their time comes.

use chrono::{TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Int8, Nullable};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use formulary::catalog::market::Market;
use formulary::catalog::offer::commands::{process_boundaries, set_offer};
use formulary::publishing::changes::{self, Action};
use formulary::publishing::transaction;

use crate::support::builders::terms;
use crate::support::{ProductBuilder, TestApp};

#[derive(QueryableByName)]
struct Price {
    #[diesel(sql_type = Nullable<Int8>)]
    price_minor: Option<i64>,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_state_of_an_offer_is_kept_and_the_log_hears_of_it() {
    let app = TestApp::new().await;
    let built = ProductBuilder::new("a")
        .variant("A", Some(1000))
        .build(&app.db)
        .await;
    let key = (built.id, built.variants[0]);
    let before = changes::head(&app.db.write().await.unwrap())
        .await
        .unwrap()
        .position;
    for terms in [Some(terms(900)), Some(terms(900)), None] {
        transaction(&app.db, async |tx| {
            set_offer(tx, key, Market::Us, terms).await
        })
        .await
        .unwrap();
    }
    let mut admin = AsyncPgConnection::establish(&app.database.superuser_url())
        .await
        .unwrap();
    let history: Vec<Price> =
        diesel::sql_query("SELECT price_minor FROM offer_history ORDER BY id")
            .load(&mut admin)
            .await
            .unwrap();
    assert_eq!(
        history
            .iter()
            .map(|row| row.price_minor)
            .collect::<Vec<_>>(),
        [Some(1000), Some(900), None]
    );
    let rows = changes::since(&app.db.write().await.unwrap(), before, 100)
        .await
        .unwrap();
    let of_product: Vec<_> = rows
        .iter()
        .filter(|row| row.entity_id == built.id.0)
        .collect();
    assert_eq!(
        of_product.len(),
        2,
        "saving the same terms again is no change"
    );
    assert!(
        of_product
            .iter()
            .all(|row| row.action == Action::Upsert && row.fields == ["offers"])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_that_starts_appends_its_change_once_however_many_processes_look() {
    let app = TestApp::new().await;
    let built = ProductBuilder::new("a")
        .variant("A", None)
        .build(&app.db)
        .await;
    let (product, variant) = (built.id, built.variants[0]);
    let starts = Utc::now() + TimeDelta::milliseconds(300);
    let mut admin = AsyncPgConnection::establish(&app.database.superuser_url())
        .await
        .unwrap();
    diesel::sql_query(format!(
        "INSERT INTO offers (id, variant_id, product_id, market, currency, price_minor, availability, starts_at)
         VALUES (gen_random_uuid(), '{variant}', '{product}', 'us', 'USD', 700, 'in_stock', '{}')",
        starts.to_rfc3339()
    ))
    .execute(&mut admin)
    .await
    .unwrap();
    let process = async || {
        transaction(&app.db, async |tx| process_boundaries(tx, Utc::now()).await)
            .await
            .unwrap()
    };
    assert_eq!(process().await, 0, "not yet");
    assert!(
        app.get("/products/a")
            .await
            .ok()
            .body
            .contains("Price on request")
    );
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    let (one, two, three) = tokio::join!(process(), process(), process());
    assert_eq!(one + two + three, 1);
    assert_eq!(
        app.get("/products/a").await.ok().html().text(".buy-price"),
        "$7.00"
    );
}
