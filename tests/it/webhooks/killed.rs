//! Processes that send events and are killed at any moment: one event for each committed change, and each arrives.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use formulary::accounts::api_key::model::Scope;
use formulary::catalog::market::Market;
use formulary::catalog::offer::commands::set_offer;
use formulary::db::schema::{changes, webhook_deliveries};
use formulary::publishing::{Kind, transaction};
use serde_json::json;

use super::{Receiver, webhook};
use crate::support::builders::terms;
use crate::support::serving::{kill, serve, wait_for};
use crate::support::{ProductBuilder, Program, TestApp};

/// Changes prices, and rolls every third change back, until it is told to stop.
async fn change(app: &TestApp, stop: &AtomicBool) {
    let built = ProductBuilder::new("a")
        .variant("A-1", Some(500))
        .build(&app.db)
        .await;
    for step in 0.. {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let key = (built.id, built.variants[0]);
        let _ = transaction(&app.db, async |tx| {
            set_offer(tx, key, Market::Us, Some(terms(100 + step))).await?;
            if step % 3 == 2 {
                return Err(formulary::error::AppError::NotFound);
            }
            Ok(())
        })
        .await;
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
}

/// Two processes send; so often one of them is killed and started again.
async fn killed(times: usize) {
    let app = TestApp::new().await;
    let program = Program::new(&app, &[Scope::WebhooksManage]).await;
    let receiver = Receiver::new(Duration::from_millis(2)).await;
    webhook(
        &program,
        json!({ "url": receiver.url, "kinds": ["product"] }),
    )
    .await;
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let start = |at: usize| serve(&app.database.urls(), folders[at].path(), 0);
    let mut children = [start(0), start(1)];
    ProductBuilder::new("first")
        .variant("F-1", None)
        .build(&app.db)
        .await;
    wait_for("the first event", 60, async || !receiver.got().is_empty()).await;
    let stop = AtomicBool::new(false);
    let killing = async {
        let mut dice = 0x2545_f491_4f6c_dd1d_u64;
        for time in 0..times {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            tokio::time::sleep(Duration::from_millis(300 + (dice >> 33) % 1_500)).await;
            let at = time % 2;
            kill(&mut children[at]);
            children[at] = start(at);
        }
        stop.store(true, Ordering::Relaxed);
    };
    tokio::join!(killing, change(&app, &stop));
    let conn = app.db.write().await.unwrap();
    let committed: BTreeSet<i64> = changes::table
        .filter(changes::kind.eq(Kind::Product))
        .select(changes::position)
        .load::<i64>(&mut &*conn)
        .await
        .unwrap()
        .into_iter()
        .collect();
    let arrived = || {
        let got = receiver.got();
        got.iter()
            .map(|one| one.event()["sequence"].as_i64().unwrap())
            .collect::<BTreeSet<i64>>()
    };
    wait_for("every change arrives", 60, async || arrived() == committed).await;
    children.iter_mut().for_each(kill);
    let events: Vec<i64> = webhook_deliveries::table
        .select(webhook_deliveries::position)
        .order(webhook_deliveries::position)
        .load(&mut &*conn)
        .await
        .unwrap();
    assert_eq!(
        events,
        committed.iter().copied().collect::<Vec<_>>(),
        "exactly one event for each committed change"
    );
    // What was on its way when its sender was killed comes again, as the same event.
    let got = receiver.got();
    let mut bodies: BTreeMap<i64, BTreeSet<&str>> = BTreeMap::new();
    for (one, event) in got.iter().map(|one| (one, one.event())) {
        let sequence = event["sequence"].as_i64().unwrap();
        bodies.entry(sequence).or_default().insert(&one.body);
    }
    assert!(bodies.values().all(|bodies| bodies.len() == 1));
    assert!(committed.len() > times * 10, "{}", committed.len());
    println!(
        "killed {times} times: {} changes, {} deliveries",
        committed.len(),
        got.len()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_committed_change_is_one_event_however_often_a_sender_is_killed() {
    killed(3).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "slow: 60 kills of processes"]
async fn each_committed_change_is_one_event_through_sixty_kills() {
    killed(60).await;
}
