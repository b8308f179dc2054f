//! Feeds as files, each of one market at one place in the change log.
//!
//! A file is made in one read-only transaction that sees the database as it was at that place, and only then served: no
//! transaction lasts as long as a client reads.

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
use futures_util::stream::{Stream, try_unfold};
use futures_util::{FutureExt, TryStreamExt};
use tokio::runtime::Handle;
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;
use uuid::Uuid;

use super::feed::{About, Feed, Site};
use crate::api::gather::Gathered;
use crate::catalog::market::Market;
use crate::db::{Db, SameView};
use crate::error::AppError;
use crate::process_folder::ProcessFolder;
use crate::publishing::changes;
use crate::publishing::{Kind, read};

/// Entities that are read at once.
const BATCH: i64 = 500;
/// Batches that are being read or written as lines at once: while one waits for the database, others use the processors.
const AT_ONCE: usize = 4;
/// A file is made anew for whoever asks when it is older and something has changed.
const OLDEST: Duration = Duration::from_secs(60);
/// Connections that read at once, all of them the same: one alone is slower than two processors.
const CONNECTIONS: usize = 2;

/// The files of every feed and market.
#[derive(Clone)]
pub struct FeedFiles(Arc<Maker>);

struct Maker {
    db: Db,
    /// Whose feeds these are.
    site: Arc<Site>,
    folder: ProcessFolder,
    /// Where the work is done: a thread that answers visitors must not do it.
    runtime: Handle,
    places: Vec<Place>,
}

/// A feed of a market.
struct Place {
    feed: Feed,
    market: Market,
    shown: ArcSwapOption<FeedFile>,
    /// Held while one is made, so that many who ask at once wait for one.
    making: Mutex<()>,
}

/// A feed of a market at one place in the log. Its files are removed when nobody needs them any more.
pub struct FeedFile {
    path: PathBuf,
    /// The place in the log.
    pub place: changes::Place,
    /// When it was made, RFC 3339.
    pub made_at: String,
    /// How many entities it tells of.
    pub entries: u64,
    made: Instant,
    has_gzip: AtomicBool,
    has_brotli: AtomicBool,
}

impl Drop for FeedFile {
    fn drop(&mut self) {
        for path in [self.path.clone(), self.gzip_path(), self.brotli_path()] {
            drop(std::fs::remove_file(path));
        }
    }
}

impl FeedFile {
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
        with_suffix(&self.path, ".gz")
    }

    fn brotli_path(&self) -> PathBuf {
        with_suffix(&self.path, ".br")
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
        // Quality 5 and a window of 4 MiB: in about the time of gzip.
        let mut brotli = brotli::CompressorWriter::new(file, 64 * 1024, 5, 22);
        std::io::copy(&mut plain, &mut brotli)?;
        brotli.into_inner().flush()?;
        self.has_brotli.store(true, Ordering::Release);
        Ok(())
    }
}

impl FeedFiles {
    /// Makes files in a data directory, with the runtime that this is called on.
    ///
    /// # Errors
    /// A directory that can't be written.
    pub fn open(data_dir: &Path, db: Db, site: Site) -> anyhow::Result<Self> {
        let folder = ProcessFolder::claim(data_dir, "feeds")?;
        for left in std::fs::read_dir(folder.path())?.flatten() {
            // What an earlier run left may have other shapes.
            if left.file_name() != "lock" {
                drop(std::fs::remove_file(left.path()));
            }
        }
        let place = |(feed, market): (Feed, Market)| Place {
            feed,
            market,
            shown: ArcSwapOption::empty(),
            making: Mutex::default(),
        };
        let in_markets = |feed: &'static Feed| Market::ALL.iter().map(|market| (*feed, *market));
        Ok(Self(Arc::new(Maker {
            db,
            site: Arc::new(site),
            folder,
            runtime: Handle::current(),
            places: Feed::ALL.iter().flat_map(in_markets).map(place).collect(),
        })))
    }

    /// The file of a feed, from whose place a client can go on: the last one while it is young, and a new one that is waited for
    /// when it is old and something has changed, so that who comes once a day gets the prices of now.
    ///
    /// # Errors
    /// No database, or a disk that can't be written.
    pub async fn current(&self, feed: Feed, market: Market) -> Result<Arc<FeedFile>, AppError> {
        let head = changes::head(&*self.0.db.read().await?).await?;
        let shown = self.0.place(feed, market)?.shown.load_full();
        let Some(shown) = shown.filter(|shown| head.reaches_back_to(shown.place)) else {
            return self.make(feed, market).await;
        };
        let is_old = shown.place != head.place() && shown.made.elapsed() > OLDEST;
        if is_old {
            match self.make(feed, market).await {
                Ok(made) => return Ok(made),
                // A full disk, for instance: what there is serves better than nothing.
                Err(error) => {
                    tracing::warn!(%error, feed = feed.name(), %market, "a feed could not be made");
                }
            }
        }
        Ok(shown)
    }

    /// Makes the file of a feed as of now, unless there is one. Who asks while one is made waits for it.
    ///
    /// # Errors
    /// No database, or a disk that can't be written.
    pub async fn make(&self, feed: Feed, market: Market) -> Result<Arc<FeedFile>, AppError> {
        let maker = Arc::clone(&self.0);
        let work = async move {
            let place = maker.place(feed, market)?;
            let asked = changes::head(&*maker.db.read().await?).await?;
            let _held = place.making.lock().await;
            // Whoever waited takes what was made meanwhile, if it was begun after the question.
            if let Some(shown) = place.shown.load_full()
                && shown.place.epoch == asked.epoch
                && shown.place.position >= asked.position
            {
                return Ok(shown);
            }
            let made = Arc::new(maker.write(feed, market).await?);
            place.shown.store(Some(Arc::clone(&made)));
            let compressing = Arc::clone(&made);
            maker.runtime.spawn_blocking(move || {
                if let Err(error) = compressing.compress() {
                    tracing::warn!(%error, "a feed could not be compressed");
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
    fn place(&self, feed: Feed, market: Market) -> anyhow::Result<&Place> {
        let is_meant = |place: &&Place| place.feed == feed && place.market == market;
        let place = self.places.iter().find(is_meant);
        place.context("every feed of every market has a place")
    }

    /// Writes a file beside its final name, and gives it that when it is whole.
    async fn write(&self, feed: Feed, market: Market) -> anyhow::Result<FeedFile> {
        let begun = Instant::now();
        let view = SameView::open(&self.db, CONNECTIONS).await?;
        let about = About {
            market,
            place: changes::head(view.connection(0)?).await?.place(),
            made_at: Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true),
            site: &self.site,
        };
        let name = format!("{market}-{}-{}", about.place, feed.name());
        let path = self.folder.path().join(name);
        let partial = with_suffix(&path, ".partial");
        let mut file = BufWriter::with_capacity(1024 * 1024, File::create(&partial)?);
        file.write_all(feed.head(&about)?.as_bytes())?;
        let mut entries = 0;
        for kind in feed.kinds(market) {
            let mut batches = pin!(self.batches(&view, feed, (market, *kind)));
            while let Some(batch) = batches.try_next().await? {
                for entry in &batch {
                    file.write_all(entry.as_bytes())?;
                }
                entries += batch.len() as u64;
            }
        }
        file.write_all(feed.foot(entries).as_bytes())?;
        // Not forced to the disk: after a crash it is made again.
        file.flush()?;
        std::fs::rename(&partial, &path)?;
        let seconds = begun.elapsed().as_secs_f64();
        tracing::info!(feed = feed.name(), %market, entries, seconds, "a feed was made");
        Ok(FeedFile {
            path,
            place: about.place,
            made_at: about.made_at,
            entries,
            made: Instant::now(),
            has_gzip: AtomicBool::new(false),
            has_brotli: AtomicBool::new(false),
        })
    }

    /// What a feed says of everything of a kind, some at a time.
    fn batches(
        &self,
        view: &SameView,
        feed: Feed,
        of: (Market, Kind),
    ) -> impl Stream<Item = anyhow::Result<Vec<String>>> {
        let ids = try_unfold(Uuid::nil(), {
            let view = view.clone();
            move |after| {
                let view = view.clone();
                async move {
                    let ids = read::live_ids(view.connection(0)?, &[of.1], after, BATCH).await?;
                    anyhow::Ok(ids.last().copied().map(|last| (ids, last)))
                }
            }
        });
        let (view, site) = (view.clone(), Arc::clone(&self.site));
        let mut turn = 0;
        let jobs = ids.map_ok(move |ids| {
            let (view, site) = (view.clone(), Arc::clone(&site));
            turn += 1;
            let job = async move {
                let gathered = Gathered::read(view.connection(turn)?, of, &ids).await?;
                // On a thread of its own: one that also reads from the database would keep that waiting.
                let written = spawn_blocking(move || feed.entries(gathered, &site));
                anyhow::Ok(written.await??)
            };
            tokio::spawn(job).map(|done| done?)
        });
        jobs.try_buffered(AT_ONCE)
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
