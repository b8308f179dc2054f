//! The index of a process that is killed at any moment goes on where it was, and is the same as one made afresh.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use formulary::catalog::market::Market;
use formulary::catalog::offer::commands::set_offer;
use formulary::catalog::product::queries::variants_of;
use formulary::publishing::{Kind, transaction, withdraw};
use formulary::search::follow::engine::Engine;

use super::all_of;
use crate::support::builders::{author, terms};
use crate::support::serving::{free_port, kill, serve, wait_for};
use crate::support::{ProductBuilder, TestApp};

/// The folders of the indexes of the default market that are finished.
fn finished(data_dir: &Path) -> Vec<String> {
    let folders = std::fs::read_dir(data_dir.join("search/0/us"))
        .into_iter()
        .flatten()
        .flatten();
    let folders = folders.filter(|folder| {
        let meta = std::fs::read_to_string(folder.path().join("meta.json"));
        meta.is_ok_and(|meta| meta.contains("payload"))
    });
    folders
        .map(|folder| folder.file_name().to_string_lossy().into_owned())
        .collect()
}

/// How far the index in a folder is, as it says itself.
fn place(data_dir: &Path, folder: &str) -> String {
    let meta = data_dir.join("search/0/us").join(folder).join("meta.json");
    let meta: serde_json::Value = serde_json::from_slice(&std::fs::read(meta).unwrap()).unwrap();
    meta["payload"].as_str().unwrap_or_default().to_owned()
}

/// Adds, changes and withdraws products until it is told to stop.
async fn change(app: &TestApp, stop: &AtomicBool, changes: &AtomicUsize) {
    let mut built = Vec::new();
    for step in 0usize.. {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        match step % 4 {
            0 | 1 => {
                let product = ProductBuilder::new(&format!("p{step}"));
                built.push(
                    product
                        .variant(&format!("P{step}"), Some(500))
                        .build(&app.db)
                        .await
                        .id,
                );
            }
            2 => {
                let id = built[step % built.len()];
                let conn = app.db.write().await.unwrap();
                let variant = variants_of(&conn, id).await.unwrap()[0].id;
                drop(conn);
                let cents = i64::try_from(step).unwrap() + 100;
                transaction(&app.db, async |tx| {
                    set_offer(tx, (id, variant), Market::Us, Some(terms(cents))).await
                })
                .await
                .unwrap();
            }
            _ if built.len() > 6 => {
                let id = built.remove(step % built.len());
                transaction(&app.db, async |tx| {
                    withdraw(tx, Kind::Product, id.0, &author(), "Gone", None).await
                })
                .await
                .unwrap();
            }
            _ => {}
        }
        changes.fetch_add(1, Ordering::Relaxed);
    }
}

/// Kills a process so often, each after at most so many milliseconds.
async fn killed(times: usize, longest: u64) {
    let app = TestApp::new().await;
    let data = tempfile::tempdir().unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let changes = Arc::new(AtomicUsize::new(0));
    let mut folder = None;
    let mut places = std::collections::BTreeSet::new();
    let killing = async {
        let mut dice = 0x2545_f491_4f6c_dd1d_u64;
        for _ in 0..times {
            let mut child = serve(&app.database.urls(), data.path(), 0);
            let started = Instant::now();
            // The first one gets the time to finish an index; from then on any moment is as good.
            while folder.is_none() {
                assert!(
                    started.elapsed() < Duration::from_secs(60),
                    "no index was made"
                );
                tokio::time::sleep(Duration::from_millis(20)).await;
                folder = finished(data.path()).pop();
            }
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            tokio::time::sleep(Duration::from_millis((dice >> 33) % longest)).await;
            kill(&mut child);
            places.insert(place(data.path(), folder.as_deref().unwrap()));
        }
        stop.store(true, Ordering::Relaxed);
    };
    tokio::join!(killing, change(&app, &stop, &changes));
    assert!(
        changes.load(Ordering::Relaxed) > times,
        "too little changed meanwhile"
    );
    assert!(
        places.len() > times / 4,
        "the index was killed at {} places only",
        places.len()
    );
    println!("killed {times} times at {} places of the log", places.len());
    assert_eq!(
        finished(data.path()).pop(),
        folder,
        "the first index goes on: it was never made anew"
    );
    let followed = Engine::open(data.path()).unwrap();
    followed.catch_up(&app.db).await.unwrap();
    assert_eq!(finished(data.path()).pop(), folder);
    let fresh = tempfile::tempdir().unwrap();
    let afresh = Engine::open(fresh.path()).unwrap();
    afresh.catch_up(&app.db).await.unwrap();
    assert!(!all_of(&afresh).0.is_empty());
    assert_eq!(all_of(&followed), all_of(&afresh));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_survives_that_its_process_is_killed_while_products_change() {
    killed(4, 3_000).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "slow: 50 starts of the program"]
async fn an_index_survives_fifty_kills_while_products_change() {
    killed(50, 1_200).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_process_publishes_is_searchable_within_a_second() {
    let app = TestApp::new().await;
    let data = tempfile::tempdir().unwrap();
    let port = free_port();
    let mut child = serve(&app.database.urls(), data.path(), port);
    let found = async |slug: &str| {
        let url = format!("http://127.0.0.1:{port}/api/v1/search?q={slug}");
        let answer = reqwest::get(url)
            .await
            .ok()?
            .json::<serde_json::Value>()
            .await
            .ok()?;
        answer["total"].as_u64()
    };
    wait_for("an answer", 60, async || found("nothing").await.is_some()).await;
    for slug in ["anise", "basil", "cumin"] {
        ProductBuilder::new(slug)
            .variant(slug, Some(100))
            .build(&app.db)
            .await;
        let published = Instant::now();
        while found(slug).await != Some(1) {
            assert!(
                published.elapsed() < Duration::from_secs(1),
                "{slug} is not searchable"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    kill(&mut child);
}
