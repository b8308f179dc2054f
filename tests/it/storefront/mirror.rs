//! A client that keeps a copy of the catalog through edits, cut connections, killed services and restarted databases.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use formulary::catalog::brand::commands::publish_brand;
use formulary::catalog::market::Market;
use formulary::catalog::offer::commands::set_offer;
use formulary::db::embedded::{Durability, EmbeddedServer};
use formulary::db::{Db, migrations};
use formulary::error::AppError;
use formulary::feeds::feed::{Feed, Site};
use formulary::feeds::files::FeedFiles;
use formulary::publishing::{Kind, Tx, transaction, withdraw};
use serde_json::Value;
use uuid::Uuid;

use super::{id_of, lines_of, read};
use crate::publishing::sql;
use crate::support::builders::{Built, author, brand, ingredient, terms};
use crate::support::serving::{free_port, kill, serve};
use crate::support::{ProductBuilder, TestApp};

/// It takes a snapshot, and from then on only asks what changed.
struct Mirror {
    http: reqwest::Client,
    url: String,
    cursor: String,
    items: BTreeMap<Uuid, String>,
    /// How often it had to begin again.
    begun: usize,
}

impl Mirror {
    async fn begin(url: &str) -> Self {
        let mut mirror = Self {
            http: reqwest::Client::new(),
            url: url.to_owned(),
            cursor: String::new(),
            items: BTreeMap::new(),
            begun: 0,
        };
        mirror.take_snapshot().await;
        mirror
    }

    /// The body of an answer, or nothing when there is none at this moment.
    async fn get(&self, path: &str) -> Option<(u16, String)> {
        let asked = self.http.get(format!("{}{path}", self.url)).send().await;
        let answer = asked.ok()?;
        let status = answer.status().as_u16();
        let is_said = status == 200 || status == 410;
        Some((status, answer.text().await.ok()?)).filter(|_| is_said)
    }

    async fn take_snapshot(&mut self) {
        loop {
            if let Some((200, body)) = self.get("/feeds/storefront.ndjson").await {
                (self.cursor, self.items) = read(&body);
                self.begun += 1;
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Takes up what changed; whether there was anything. What can't be asked now is asked the next time.
    async fn follow(&mut self) -> bool {
        let Some(is_more) = self.try_follow().await else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            return true;
        };
        is_more
    }

    async fn try_follow(&mut self) -> Option<bool> {
        let path = format!("/api/v1/changes?since={}&limit=40", self.cursor);
        let (status, answer) = self.get(&path).await?;
        if status == 410 {
            self.take_snapshot().await;
            return Some(true);
        }
        let answer: Value = serde_json::from_str(&answer).unwrap();
        let changes = answer["changes"].as_array().unwrap();
        let ids: BTreeSet<&str> = changes
            .iter()
            .map(|change| change["id"].as_str().unwrap())
            .collect();
        if !ids.is_empty() {
            let ids: Vec<&str> = ids.into_iter().collect();
            let path = format!("/feeds/storefront.json?ids={}", ids.join(","));
            let (_, page) = self.get(&path).await.filter(|(status, _)| *status == 200)?;
            for id in ids {
                self.items.remove(&id.parse().unwrap());
            }
            for line in lines_of(&page) {
                self.items.insert(id_of(&line), line);
            }
        }
        self.cursor = answer["cursor"].as_str().unwrap().to_owned();
        Some(answer["has_more"] == true || !changes.is_empty())
    }

    /// Compares with a snapshot of now.
    async fn is_the_same_as(&self, feeds: &FeedFiles) {
        let made = feeds.make(Feed::Storefront, Market::Us).await.unwrap();
        let fresh = read(&std::fs::read_to_string(made.path()).unwrap()).1;
        assert!(fresh.len() > 12);
        assert_eq!(self.items.len(), fresh.len());
        for (id, line) in &fresh {
            assert_eq!(self.items.get(id), Some(line));
        }
    }
}

/// A dozen products with an ingredient in common.
async fn a_dozen(db: &Db) -> Vec<Built> {
    let zinc = transaction(db, async |tx| ingredient(tx, "zinc").await)
        .await
        .unwrap();
    let mut built = Vec::new();
    for number in 0..12 {
        let product = ProductBuilder::new(&format!("p{number}")).ingredient(zinc);
        let product = product.variant(&format!("P{number}"), Some(900));
        built.push(product.build(db).await);
    }
    built
}

/// Edits of several at the same time, and how far they are.
struct Editing<'a> {
    db: &'a Db,
    built: &'a [Built],
    /// How many each writer makes at least.
    edits: usize,
    /// Whether to go on also when so many are made.
    goes_on: AtomicBool,
    committed: AtomicUsize,
}

impl Editing<'_> {
    /// Four writers at once.
    async fn run(&self) {
        futures_util::future::join_all((0..4).map(|writer| self.write(writer))).await;
    }

    /// Prices, renames, withdraws and publishes; now and then slowly, so that it commits after others that began later.
    async fn write(&self, writer: usize) {
        let mut dice = 0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(writer as u64 + 1);
        let mut done = 0;
        for step in 0.. {
            if done >= self.edits && !self.goes_on.load(Ordering::Relaxed) {
                return;
            }
            dice = dice
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let edited = transaction(self.db, async |tx| {
                self.edit(tx, dice, &format!("{writer}-{step}")).await?;
                if step % 11 == 0 {
                    tokio::time::sleep(Duration::from_millis(30)).await;
                }
                Ok(())
            })
            .await;
            match edited {
                // A connection that is taken away in the middle is an edit that did not happen, or of which nobody was told.
                Err(AppError::Unavailable) => tokio::time::sleep(Duration::from_millis(20)).await,
                Err(_) => done += 1,
                Ok(()) => {
                    done += 1;
                    self.committed.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
    }

    async fn edit(&self, tx: &mut Tx, dice: u64, name: &str) -> Result<(), AppError> {
        let product = &self.built[(dice >> 40) as usize % self.built.len()];
        let cents = 500 + i64::try_from((dice >> 30) % 9_000).unwrap();
        match (dice >> 20) % 8 {
            0 => {
                let builder = ProductBuilder::new(&format!("w{name}"));
                let builder = builder.variant(&format!("W{name}"), Some(cents));
                builder.build_in(tx).await.map(drop)
            }
            1 => withdraw(tx, Kind::Product, product.id.0, &author(), "Gone", None)
                .await
                .map(drop),
            2 => {
                let id = brand(tx, "acme").await?;
                let rename = format!("UPDATE brands SET name = 'Acme {name}' WHERE slug = 'acme'");
                diesel_async::RunQueryDsl::execute(diesel::sql_query(rename), tx.conn()?).await?;
                publish_brand(tx, id, &author(), "").await.map(drop)
            }
            _ => {
                let key = (product.id, product.variants[0]);
                set_offer(tx, key, Market::Us, Some(terms(cents)))
                    .await
                    .map(drop)
            }
        }
    }
}

/// A client mirrors the catalog while others edit it, and every connection to the database is cut so often.
async fn mirrored(edits: usize, cuts: usize) {
    let app = TestApp::new().await;
    let built = a_dozen(&app.db).await;
    let editing = Editing {
        db: &app.db,
        built: &built,
        edits: edits / 4,
        goes_on: AtomicBool::new(true),
        committed: AtomicUsize::new(0),
    };
    let mirror = Mirror::begin(&app.url).await;
    let faults = async {
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
    let mirror = follow(mirror, &editing, faults).await;
    mirror.is_the_same_as(&app.feeds).await;
}

/// Lets a client follow edits and faults to their end.
async fn follow(
    mut mirror: Mirror,
    editing: &Editing<'_>,
    faults: impl Future<Output = ()>,
) -> Mirror {
    let is_over = AtomicBool::new(false);
    let writing = async {
        editing.run().await;
        is_over.store(true, Ordering::Relaxed);
    };
    let following = async {
        let mut taken = 0;
        while !is_over.load(Ordering::Relaxed) {
            taken += usize::from(mirror.follow().await);
        }
        taken
    };
    let faults = async {
        faults.await;
        editing.goes_on.store(false, Ordering::Relaxed);
    };
    let ((), taken, ()) = tokio::join!(writing, following, faults);
    assert!(taken > 10, "it followed while others edited");
    while mirror.follow().await {}
    assert_eq!(mirror.begun, 1, "it never had to begin again");
    println!(
        "{} edits were committed",
        editing.committed.load(Ordering::Relaxed)
    );
    mirror
}

/// Ends the database of a folder: orderly, or as when the power fails. It is started again by itself.
fn end_database(folder: &Path, signal: &str) {
    let pid = std::fs::read_to_string(folder.join("pg/postmaster.pid")).unwrap();
    let pid = pid.lines().next().unwrap().to_owned();
    let ended = std::process::Command::new("kill")
        .args([signal, &pid])
        .status();
    assert!(ended.unwrap().success());
}

/// The same over a database of its own with full durability, which is restarted, and a service that is killed, so often.
async fn mirrored_through_restarts(edits: usize, restarts: usize) {
    let folder =
        std::env::temp_dir().join(format!("formulary-mirror-{}-{edits}", std::process::id()));
    let server = {
        let folder = folder.clone();
        let start = move || EmbeddedServer::start(&folder, Durability::Full, &|_| {}).unwrap();
        tokio::task::spawn_blocking(start).await.unwrap()
    };
    server.provision().await.unwrap();
    let urls = server.urls("formulary");
    migrations::migrate(&urls).await.unwrap();
    let db = Db::new(&urls, 4).unwrap();
    let built = a_dozen(&db).await;
    let port = free_port();
    let url = format!("http://127.0.0.1:{port}");
    let served = tempfile::tempdir().unwrap();
    let mut service = serve(&urls, served.path(), port);
    let mirror = Mirror::begin(&url).await;
    let editing = Editing {
        db: &db,
        built: &built,
        edits: edits / 4,
        goes_on: AtomicBool::new(true),
        committed: AtomicUsize::new(0),
    };
    let faults = async {
        for time in 0..restarts {
            tokio::time::sleep(Duration::from_millis(2_500)).await;
            kill(&mut service);
            service = serve(&urls, served.path(), port);
            tokio::time::sleep(Duration::from_millis(4_000)).await;
            end_database(&folder, ["-INT", "-QUIT"][time % 2]);
        }
        tokio::time::sleep(Duration::from_millis(2_000)).await;
    };
    let mirror = follow(mirror, &editing, faults).await;
    let own = tempfile::tempdir().unwrap();
    let shop = "Formulary".to_owned();
    let feeds = FeedFiles::open(own.path(), db.clone(), Site { url, shop }).unwrap();
    mirror.is_the_same_as(&feeds).await;
    kill(&mut service);
    tokio::task::spawn_blocking(|| server.stop()).await.unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_follows_the_changes_has_the_catalog_byte_for_byte() {
    mirrored(240, 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_follows_through_a_killed_service_and_a_restarted_database() {
    mirrored_through_restarts(240, 2).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "slow: ten thousand edits, ten kills and ten restarts of the database"]
async fn a_client_follows_ten_thousand_edits_and_twenty_restarts_byte_for_byte() {
    mirrored_through_restarts(10_000, 10).await;
}
