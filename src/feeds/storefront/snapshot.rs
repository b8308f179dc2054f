//! Files with everything that is public in a market at one place in the change log.
//!
//! A file is made in one read-only transaction that sees the database as it was at that place, and only then served: no
//! transaction lasts as long as a client reads. What changed since is in the change log behind the cursor in its first line.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use arc_swap::ArcSwapOption;
use chrono::{SecondsFormat, Utc};
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use futures_util::stream::{Stream, try_unfold};
use futures_util::{FutureExt, TryStreamExt};
use serde_json::json;
use tokio::runtime::Handle;
use tokio::sync::Mutex;
use uuid::Uuid;

use super::gather::{kinds, lines};
use super::item::Line;
use crate::catalog::market::Market;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::process_folder::ProcessFolder;
use crate::publishing::changes::{self, Place};
use crate::publishing::{Kind, read};

/// Entities that are read at once.
const BATCH: i64 = 500;
/// Batches that are being read or written as lines at once: while one waits for the database, others use the processors.
const AT_ONCE: usize = 3;
/// A file is made anew for whoever asks when it is older and something has changed.
const OLDEST: Duration = Duration::from_secs(60);
/// What PostgreSQL does before the first statement of a snapshot: all of them see the same.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// The snapshots of every market.
#[derive(Clone)]
pub struct Snapshots(Arc<Maker>);

struct Maker {
    db: Db,
    /// The address of the site, which stands before every path.
    site: String,
    folder: ProcessFolder,
    /// Where the work is done: a thread that answers visitors must not do it.
    runtime: Handle,
    markets: Vec<Shop>,
}

struct Shop {
    market: Market,
    shown: ArcSwapOption<Snapshot>,
    /// Held while one is made, so that many who ask at once wait for one.
    making: Mutex<()>,
}

/// A file with everything that is public in a market at one place in the log. It is removed when nobody needs it any more.
pub struct Snapshot {
    path: PathBuf,
    /// The place in the log.
    pub place: Place,
    /// How many entities it holds.
    pub items: u64,
    made: Instant,
    has_gzip: AtomicBool,
    has_brotli: AtomicBool,
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        for path in [self.path.clone(), self.gzip_path(), self.brotli_path()] {
            drop(std::fs::remove_file(path));
        }
    }
}

impl Snapshot {
    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The same compressed with gzip, once that is done.
    pub fn gzip(&self) -> Option<PathBuf> {
        let is_there = self.has_gzip.load(Ordering::Acquire);
        is_there.then(|| self.gzip_path())
    }

    /// The same compressed with Brotli, once that is done.
    pub fn brotli(&self) -> Option<PathBuf> {
        let is_there = self.has_brotli.load(Ordering::Acquire);
        is_there.then(|| self.brotli_path())
    }

    fn gzip_path(&self) -> PathBuf {
        self.path.with_extension("ndjson.gz")
    }

    fn brotli_path(&self) -> PathBuf {
        self.path.with_extension("ndjson.br")
    }

    /// Compresses the file; whoever asks meanwhile gets it as it is.
    fn compress(&self) -> anyhow::Result<()> {
        let mut plain = File::open(&self.path)?;
        let file = BufWriter::new(File::create(self.gzip_path())?);
        let mut gzip = flate2::write::GzEncoder::new(file, flate2::Compression::default());
        std::io::copy(&mut plain, &mut gzip)?;
        gzip.finish()?.flush()?;
        self.has_gzip.store(true, Ordering::Release);
        let mut plain = File::open(&self.path)?;
        let file = BufWriter::new(File::create(self.brotli_path())?);
        // Quality 5 and a window of 4 MiB: smaller than gzip, in about its time.
        let mut brotli = brotli::CompressorWriter::new(file, 64 * 1024, 5, 22);
        std::io::copy(&mut plain, &mut brotli)?;
        brotli.into_inner().flush()?;
        self.has_brotli.store(true, Ordering::Release);
        Ok(())
    }
}

impl Snapshots {
    /// Makes files in a data directory, with the runtime that this is called on.
    ///
    /// # Errors
    /// A directory that can't be written.
    pub fn open(data_dir: &Path, db: Db, site: &str) -> anyhow::Result<Self> {
        let folder = ProcessFolder::claim(data_dir, "feeds")?;
        for left in std::fs::read_dir(folder.path())?.flatten() {
            // What an earlier run left may have other shapes.
            if left.file_name() != "lock" {
                drop(std::fs::remove_file(left.path()));
            }
        }
        let shop = |market: &Market| Shop {
            market: *market,
            shown: ArcSwapOption::empty(),
            making: Mutex::default(),
        };
        Ok(Self(Arc::new(Maker {
            db,
            site: site.to_owned(),
            folder,
            runtime: Handle::current(),
            markets: Market::ALL.iter().map(shop).collect(),
        })))
    }

    /// A snapshot from which a client can go on. The first one is waited for; later the last one is given at once, and a new
    /// one is made when it is old.
    ///
    /// # Errors
    /// No database, or a disk that can't be written.
    pub async fn current(&self, market: Market) -> Result<Arc<Snapshot>, AppError> {
        let head = changes::head(&*self.0.db.read().await?).await?;
        let shown = self.0.shop(market)?.shown.load_full();
        let Some(shown) = shown.filter(|shown| head.reaches_back_to(shown.place)) else {
            return self.make(market).await;
        };
        if shown.place != head.place() && shown.made.elapsed() > OLDEST {
            let making = self.clone();
            self.0.runtime.spawn(async move {
                if let Err(error) = making.make(market).await {
                    tracing::warn!(%error, %market, "a new snapshot could not be made");
                }
            });
        }
        Ok(shown)
    }

    /// Makes a snapshot of now, unless there is one. Who asks while one is made waits for it.
    ///
    /// # Errors
    /// No database, or a disk that can't be written.
    pub async fn make(&self, market: Market) -> Result<Arc<Snapshot>, AppError> {
        let maker = Arc::clone(&self.0);
        let work = async move {
            let shop = maker.shop(market)?;
            let _held = shop.making.lock().await;
            let head = changes::head(&*maker.db.read().await?).await?;
            if let Some(shown) = shop.shown.load_full()
                && shown.place == head.place()
            {
                return Ok(shown);
            }
            let made = Arc::new(maker.write(market).await?);
            shop.shown.store(Some(Arc::clone(&made)));
            let compressing = Arc::clone(&made);
            maker.runtime.spawn_blocking(move || {
                if let Err(error) = compressing.compress() {
                    tracing::warn!(%error, "a snapshot could not be compressed");
                }
            });
            Ok(made)
        };
        let made = self.0.runtime.spawn(work).await;
        let made: anyhow::Result<_> = made.map_err(|error| AppError::Internal(error.into()))?;
        made.map_err(AppError::Internal)
    }
}

impl Maker {
    fn shop(&self, market: Market) -> anyhow::Result<&Shop> {
        let shop = self.markets.iter().find(|shop| shop.market == market);
        shop.context("every market has a shop")
    }

    /// Writes a file beside its final name, and gives it that when it is whole.
    async fn write(&self, market: Market) -> anyhow::Result<Snapshot> {
        let begun = Instant::now();
        let mut conn = Connection::take(self.db.read().await?);
        conn.batch_execute(BEGIN).await?;
        let conn = Arc::new(conn);
        let place = changes::head(&conn).await?.place();
        let path = self.folder.path().join(format!("{market}-{place}.ndjson"));
        let partial = path.with_extension("partial");
        let mut file = BufWriter::with_capacity(1024 * 1024, File::create(&partial)?);
        let made_at = Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true);
        let first = json!({ "kind": "snapshot", "market": market, "cursor": place.to_string(), "made_at": made_at });
        writeln!(file, "{first}")?;
        let mut items = 0;
        for kind in kinds(market) {
            let mut batches = pin!(self.batches(&conn, market, *kind));
            while let Some(batch) = batches.try_next().await? {
                for line in &batch {
                    file.write_all(line.json.as_bytes())?;
                    file.write_all(b"\n")?;
                }
                items += batch.len() as u64;
            }
        }
        // Who reads this line has everything.
        writeln!(file, "{}", json!({ "kind": "end", "items": items }))?;
        file.into_inner()?.sync_all()?;
        std::fs::rename(&partial, &path)?;
        let seconds = begun.elapsed().as_secs_f64();
        tracing::info!(%market, items, seconds, "a snapshot was made");
        Ok(Snapshot {
            path,
            place,
            items,
            made: Instant::now(),
            has_gzip: AtomicBool::new(false),
            has_brotli: AtomicBool::new(false),
        })
    }

    /// The lines of everything of a kind, some at a time.
    fn batches(
        &self,
        conn: &Arc<AsyncPgConnection>,
        market: Market,
        kind: Kind,
    ) -> impl Stream<Item = anyhow::Result<Vec<Line>>> {
        let (reading, site) = (Arc::clone(conn), self.site.clone());
        let ids = try_unfold(Uuid::nil(), {
            let conn = Arc::clone(conn);
            move |after| {
                let conn = Arc::clone(&conn);
                async move {
                    let ids = read::live_ids(&conn, &[kind], after, BATCH).await?;
                    anyhow::Ok(ids.last().copied().map(|last| (ids, last)))
                }
            }
        });
        let jobs = ids.map_ok(move |ids| {
            let (conn, site) = (Arc::clone(&reading), site.clone());
            let job = async move { lines(&conn, (market, kind), &ids, &site).await };
            tokio::spawn(job).map(|done| anyhow::Ok(done??))
        });
        jobs.try_buffered(AT_ONCE)
    }
}
