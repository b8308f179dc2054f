//! Makes indexes from nothing: in one pass over everything that is published, for all markets that need one.

use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use futures_util::stream::{Stream, try_unfold};
use futures_util::{FutureExt, TryStreamExt};
use uuid::Uuid;

use super::make::{Indexed, Ingredients};
use super::queries::{in_market, ingredients, products};
use crate::catalog::market::Market;
use crate::catalog::product::document::ProductDocument;
use crate::db::Db;
use crate::error::AppError;
use crate::publishing::Kind;
use crate::publishing::read::{self, Published};
use crate::search::shelf::Shelf;
use crate::search::text::index::{Cursor, TextIndex};
use crate::search::text::texts::Texts;

/// Products that are read at once.
const BATCH: i64 = 500;
/// Batches that are being read or made at once: while one waits for the database, others use the processors.
const AT_ONCE: usize = 3;

/// An index that is whole.
pub struct Fresh {
    /// Where it is on disk.
    pub folder: PathBuf,
    /// For writing on.
    pub index: TextIndex,
    /// What products can be narrowed by.
    pub shelf: Shelf,
    /// What they are found by.
    pub texts: Texts,
}

/// Makes an index for each of some markets, in a new folder, of everything that is public; what changes meanwhile follows from
/// the log.
///
/// # Errors
/// No database, or a disk that can't be written.
pub async fn afresh(
    db: &Db,
    head: Cursor,
    folders: Vec<(Market, PathBuf)>,
) -> anyhow::Result<Vec<Fresh>> {
    let begun = Instant::now();
    let mut growing = folders
        .into_iter()
        .map(|(market, folder)| Growing::new(market, folder))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let ingredients = Arc::new(all_ingredients(db).await?);
    let markets: Arc<[Market]> = growing.iter().map(|growing| growing.market).collect();
    let mut batches = pin!(
        id_batches(db, Kind::Product)
            .map_ok(|ids| {
                let job = made_of(
                    ids,
                    db.clone(),
                    Arc::clone(&ingredients),
                    Arc::clone(&markets),
                );
                tokio::spawn(job).map(|made| anyhow::Ok(made??))
            })
            .try_buffered(AT_ONCE)
    );
    while let Some(batch) = batches.try_next().await? {
        for (growing, made) in growing.iter_mut().zip(batch) {
            growing.add(made)?;
        }
    }
    let finish = move || {
        let growing = growing.into_iter();
        growing
            .map(|growing| growing.finish(&head))
            .collect::<anyhow::Result<Vec<Fresh>>>()
    };
    let made = tokio::task::spawn_blocking(finish).await??;
    tracing::info!(
        seconds = begun.elapsed().as_secs_f64(),
        "the search index was made afresh"
    );
    Ok(made)
}

/// The ids of everything public of a kind, some at a time.
fn id_batches(db: &Db, kind: Kind) -> impl Stream<Item = anyhow::Result<Vec<Uuid>>> {
    try_unfold(Uuid::nil(), move |after| async move {
        let conn = db.read().await?;
        let ids = read::live_ids(&conn, &[kind], after, BATCH).await?;
        Ok(ids.last().copied().map(|last| (ids, last)))
    })
}

/// What each market keeps of some products.
async fn made_of(
    ids: Vec<Uuid>,
    db: Db,
    ingredients: Arc<Ingredients>,
    markets: Arc<[Market]>,
) -> Result<Vec<Vec<Indexed>>, AppError> {
    let conn = db.read().await?;
    let products = products(&conn, &ids).await?;
    let mut made = Vec::new();
    for (market, sold) in markets.iter().zip(sold_in(&markets, products)) {
        made.push(in_market(&conn, sold, &ingredients, *market).await?);
    }
    Ok(made)
}

/// The products that each market sells. Few are sold in several, so few are copied.
fn sold_in(
    markets: &[Market],
    products: Vec<Published<ProductDocument>>,
) -> Vec<Vec<Published<ProductDocument>>> {
    let mut sold = vec![Vec::new(); markets.len()];
    for product in products {
        let places = markets.iter().zip(&mut sold);
        let mut places = places.filter(|(market, _)| product.document.texts_in(**market).is_some());
        let first = places.next();
        places.for_each(|(_, place)| place.push(product.clone()));
        if let Some((_, place)) = first {
            place.push(product);
        }
    }
    sold
}

async fn all_ingredients(db: &Db) -> anyhow::Result<Ingredients> {
    let mut all = Ingredients::new();
    let mut batches = pin!(id_batches(db, Kind::Ingredient));
    while let Some(ids) = batches.try_next().await? {
        let conn = db.read().await?;
        all.extend(ingredients(&conn, &ids).await?);
    }
    Ok(all)
}

/// An index that is being made.
struct Growing {
    market: Market,
    folder: PathBuf,
    index: TextIndex,
    shelf: Shelf,
}

impl Growing {
    fn new(market: Market, folder: PathBuf) -> anyhow::Result<Self> {
        Ok(Self {
            market,
            index: TextIndex::create(&folder)?,
            folder,
            shelf: Shelf::default(),
        })
    }

    fn add(&mut self, batch: Vec<Indexed>) -> anyhow::Result<()> {
        for (entry, text) in batch {
            let slot = u32::try_from(self.shelf.len()).context("too many products")?;
            self.index.add(slot, &entry, &text)?;
            self.shelf.add(slot, entry);
        }
        Ok(())
    }

    /// Sorts what is in memory while the rest is written to disk.
    fn finish(mut self, head: &Cursor) -> anyhow::Result<Fresh> {
        let (index, shelf) = (&mut self.index, &mut self.shelf);
        let texts = std::thread::scope(|scope| {
            let written = scope.spawn(|| index.commit(head));
            shelf.sort();
            let written = written.join();
            written.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })?;
        Ok(Fresh {
            folder: self.folder,
            texts,
            index: self.index,
            shelf: self.shelf,
        })
    }
}
