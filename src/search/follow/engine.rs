//! The search of the running program: an index for each market, led by the change log, and swapped as a whole for readers.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use tokio::sync::Mutex;
use uuid::Uuid;

use super::afresh::afresh;
use super::learn::{Learned, learn};
use super::make::Indexed;
use super::queries::{in_market, ingredients, ingredients_in, products};
use crate::catalog::market::Market;
use crate::db::Db;
use crate::process_folder::ProcessFolder;
use crate::publishing::changes::{Action, Change, Head, Place};
use crate::publishing::watch::LogWatch;
use crate::publishing::{Kind, changes};
use crate::search::knowledge::Knowledge;
use crate::search::shelf::Shelf;
use crate::search::shelf::facet::Facet;
use crate::search::text::index::{Cursor, TextIndex, VERSION};
use crate::search::text::texts::Texts;

/// Rows of the log that are read at once.
const CHANGES: i64 = 2_000;

/// What readers see: everything in it is of the same place in the log.
#[derive(Clone)]
pub struct Snapshot {
    /// What products can be narrowed by.
    pub shelf: Arc<Shelf>,
    /// What they are found by.
    pub texts: Texts,
    /// How far in the log it is.
    pub cursor: Cursor,
    /// What is known besides products.
    pub knowledge: Arc<Knowledge>,
}

/// The search of every market.
#[derive(Clone)]
pub struct Engine {
    markets: Arc<Vec<Shop>>,
    learned: Arc<Mutex<Option<Learned>>>,
    /// Held as long as it is used.
    _folder: ProcessFolder,
}

/// How long the log is left alone after it was followed: what is published together is then taken up together.
const TICK: Duration = Duration::from_millis(100);
/// After so long the log is looked at whether or not anybody saw it move.
const LONGEST: Duration = Duration::from_secs(5);

/// Follows the log until the program ends. What fails is tried again.
pub async fn follow(engine: Engine, db: Db, log: LogWatch) {
    loop {
        if let Err(error) = engine.catch_up(&db).await {
            tracing::warn!(%error, "the search index could not follow the change log");
        }
        tokio::time::sleep(TICK).await;
        if let Some(known) = engine.place() {
            log.moved_past(known, LONGEST).await;
        }
    }
}

struct Shop {
    market: Market,
    folder: PathBuf,
    open: Mutex<Option<TextIndex>>,
    snapshot: ArcSwapOption<Snapshot>,
}

impl Engine {
    /// The search with its files in a data directory: in the first folder there that no other process uses.
    ///
    /// # Errors
    /// A directory that can't be written.
    pub fn open(data_dir: &Path) -> anyhow::Result<Self> {
        let folder = ProcessFolder::claim(data_dir, "search")?;
        let shop = |market: &Market| Shop {
            market: *market,
            folder: folder.path().join(market.as_str()),
            open: Mutex::new(None),
            snapshot: ArcSwapOption::empty(),
        };
        Ok(Self {
            markets: Arc::new(Market::ALL.iter().map(shop).collect()),
            learned: Arc::default(),
            _folder: folder,
        })
    }

    /// What can be searched in a market now; nothing before the first index is ready.
    pub fn snapshot(&self, market: Market) -> Option<Arc<Snapshot>> {
        let shop = self.markets.iter().find(|shop| shop.market == market)?;
        shop.snapshot.load_full()
    }

    /// Shows what was made elsewhere, as benchmarks do that have no database.
    pub fn show(&self, market: Market, snapshot: Snapshot) {
        if let Some(shop) = self.markets.iter().find(|shop| shop.market == market) {
            shop.show(snapshot);
        }
    }

    /// The markets in which any product has a value of a facet; always the default one, where what is written about it stands.
    pub fn markets_with(&self, facet: Facet, key: &str) -> Vec<Market> {
        let has = |market: &Market| {
            *market == Market::Us
                || self
                    .snapshot(*market)
                    .is_some_and(|snapshot| snapshot.shelf.value(facet, key).is_some())
        };
        Market::ALL.iter().copied().filter(has).collect()
    }

    /// The place in the log up to which every market is searchable.
    pub fn position(&self) -> Option<i64> {
        let position = |shop: &Shop| Some(shop.snapshot.load().as_ref()?.cursor.position);
        let positions: Option<Vec<i64>> = self.markets.iter().map(position).collect();
        positions?.into_iter().min()
    }

    /// The same with the history that it belongs to.
    fn place(&self) -> Option<Place> {
        let shop = self.markets.first()?;
        Some(Place {
            epoch: shop.snapshot.load().as_ref()?.cursor.epoch,
            position: self.position()?,
        })
    }

    /// Waits until everything can be searched, but no longer than so.
    pub async fn ready(&self, longest: Duration) {
        let begun = std::time::Instant::now();
        while self.position().is_none() && begun.elapsed() < longest {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Brings every market up to the end of the log.
    ///
    /// # Errors
    /// No database, or a disk that can't be written: what was searchable before still is.
    pub async fn catch_up(&self, db: &Db) -> anyhow::Result<()> {
        let log = changes::head(&*db.read().await?).await?;
        let head = Cursor {
            version: VERSION,
            epoch: log.epoch,
            position: log.position,
        };
        // Whoever holds this is the only one that writes.
        let mut learned = self.learned.lock().await;
        let knowledge = learn(&mut learned, db, log).await?;
        let mut missing = Vec::new();
        for shop in &*self.markets {
            if !shop.take_up(log, &knowledge).await {
                missing.push(shop);
            }
        }
        if !missing.is_empty() {
            rebuild(&missing, db, head, &knowledge).await?;
        }
        for shop in &*self.markets {
            shop.catch_up(db, head).await?;
        }
        Ok(())
    }
}

/// Makes the indexes of some markets beside those in use, and puts each in its place when it is whole.
async fn rebuild(
    shops: &[&Shop],
    db: &Db,
    head: Cursor,
    knowledge: &Arc<Knowledge>,
) -> anyhow::Result<()> {
    let folders = shops
        .iter()
        .map(|shop| (shop.market, shop.folder.join(Uuid::now_v7().to_string())));
    let made = afresh(db, head, folders.collect()).await?;
    for (shop, fresh) in shops.iter().zip(made) {
        shop.show(Snapshot {
            shelf: Arc::new(fresh.shelf),
            texts: fresh.texts,
            cursor: head,
            knowledge: Arc::clone(knowledge),
        });
        shop.forget_others(&fresh.folder);
        *shop.open.lock().await = Some(fresh.index);
    }
    Ok(())
}

impl Shop {
    /// Takes up what is known now, and the index of an earlier run; whether there is one of this history of the log.
    async fn take_up(&self, log: Head, knowledge: &Arc<Knowledge>) -> bool {
        let mut open = self.open.lock().await;
        if open.is_none() {
            *open = self.reopen(knowledge);
        }
        let Some(shown) = self.snapshot.load_full().filter(|_| open.is_some()) else {
            return false;
        };
        if !Arc::ptr_eq(&shown.knowledge, knowledge) {
            self.show(Snapshot {
                knowledge: Arc::clone(knowledge),
                ..(*shown).clone()
            });
        }
        log.reaches_back_to(shown.cursor.place())
    }

    /// Follows the log to its end.
    async fn catch_up(&self, db: &Db, head: Cursor) -> anyhow::Result<()> {
        let mut open = self.open.lock().await;
        let Some(index) = open.as_mut() else {
            return Ok(());
        };
        while let Some(before) = self.snapshot.load_full() {
            if before.cursor.position >= head.position {
                break;
            }
            let followed = self.follow(db, index, &before).await;
            if followed.is_err() {
                index.rollback()?;
            }
            if !followed? {
                // A replica that lags behind has no more yet.
                break;
            }
        }
        Ok(())
    }

    /// Takes up the index of an earlier run, when there is a whole one.
    fn reopen(&self, knowledge: &Arc<Knowledge>) -> Option<TextIndex> {
        let mut found = None;
        for folder in std::fs::read_dir(&self.folder).ok()?.flatten() {
            let path = folder.path();
            let taken = TextIndex::open(&path)
                .ok()
                .filter(|index| index.cursor().is_some());
            match taken {
                Some(index) if found.is_none() => found = Some(index),
                // What was never finished, and what is of another version, is made anew.
                _ => drop(std::fs::remove_dir_all(&path)),
            }
        }
        let mut index = found?;
        let shelf = shelf_of(&index)
            .inspect_err(|error| tracing::warn!(%error, "the search index can't be read"))
            .ok()?;
        self.show(Snapshot {
            shelf: Arc::new(shelf),
            texts: index.texts().ok()?,
            cursor: index.cursor()?,
            knowledge: Arc::clone(knowledge),
        });
        Some(index)
    }

    fn forget_others(&self, kept: &Path) {
        let folders = std::fs::read_dir(&self.folder).into_iter().flatten();
        for folder in folders.flatten().filter(|folder| folder.path() != kept) {
            drop(std::fs::remove_dir_all(folder.path()));
        }
    }

    /// Takes up the next rows of the log, if there are any.
    async fn follow(
        &self,
        db: &Db,
        index: &mut TextIndex,
        before: &Snapshot,
    ) -> anyhow::Result<bool> {
        let conn = db.read().await?;
        let log = changes::since(&conn, before.cursor.position, CHANGES).await?;
        let Some(last) = log.last().map(|change| change.position) else {
            return Ok(false);
        };
        let is_product =
            |change: &&Change| change.kind == Kind::Product && change.action != Action::Listed;
        let ids = changes::entities(log.iter().filter(is_product));
        let mut sold = products(&conn, &ids).await?;
        sold.retain(|product| product.document.texts_in(self.market).is_some());
        let ingredients = ingredients(&conn, &ingredients_in(&sold)).await?;
        let changed = in_market(&conn, sold, &ingredients, self.market).await?;
        drop(conn);
        let cursor = Cursor {
            position: last,
            ..before.cursor
        };
        let (shelf, texts) = if ids.is_empty() {
            // What changed is no product: only the place in the log is noted, with the next change of one.
            (Arc::clone(&before.shelf), before.texts.clone())
        } else {
            let shelf = write(index, &before.shelf, &ids, changed)?;
            (Arc::new(shelf), index.commit(&cursor)?)
        };
        self.show(Snapshot {
            shelf,
            texts,
            cursor,
            knowledge: Arc::clone(&before.knowledge),
        });
        Ok(true)
    }

    fn show(&self, snapshot: Snapshot) {
        self.snapshot.store(Some(Arc::new(snapshot)));
    }
}

/// The products of an index that was on disk.
fn shelf_of(index: &TextIndex) -> anyhow::Result<Shelf> {
    let mut shelf = Shelf::default();
    index.each_entry(|slot, entry| shelf.add(slot, entry))?;
    shelf.sort();
    Ok(shelf)
}

/// Puts what changed into the index, and into a copy of what is in memory.
fn write(
    index: &TextIndex,
    before: &Shelf,
    ids: &[Uuid],
    changed: Vec<Indexed>,
) -> anyhow::Result<Shelf> {
    let gone: Vec<Uuid> = ids
        .iter()
        .copied()
        .filter(|id| !changed.iter().any(|(entry, _)| entry.id == *id))
        .collect();
    for id in &gone {
        index.remove(*id);
    }
    let mut shelf = before.clone();
    shelf.apply(&gone, Vec::new());
    let (entries, texts): (Vec<_>, Vec<_>) = changed.into_iter().unzip();
    let numbered = shelf.number(entries);
    for ((slot, entry), text) in numbered.iter().zip(&texts) {
        index.replace(*slot, entry, text)?;
    }
    shelf.apply(&[], numbered);
    Ok(shelf)
}
