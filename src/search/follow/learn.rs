//! Keeps what the search knows besides products up with the change log.

use std::sync::Arc;

use uuid::Uuid;

use super::queries::take_in;
use crate::db::Db;
use crate::publishing::changes::{Action, Change, Head, Place};
use crate::publishing::{Kind, changes, read};
use crate::search::knowledge::{Knowledge, Sources};

/// What it is made of.
const KINDS: &[Kind] = &[
    Kind::Ingredient,
    Kind::Topic,
    Kind::Article,
    Kind::Protocol,
    Kind::Synonym,
    Kind::SearchRule,
];
/// Documents that are read at once.
const BATCH: i64 = 500;
/// Rows of the log that are read at once.
const CHANGES: i64 = 2_000;

/// What was learned up to a place in the log.
pub struct Learned {
    place: Place,
    sources: Sources,
    knowledge: Arc<Knowledge>,
}

/// Learns what was published up to the end of the log.
///
/// # Errors
/// No database: what was known before still is.
pub async fn learn(
    learned: &mut Option<Learned>,
    db: &Db,
    head: Head,
) -> anyhow::Result<Arc<Knowledge>> {
    let known = learned.take();
    let mut known = match known.filter(|known| head.reaches_back_to(known.place)) {
        Some(known) => known,
        None => everything(db, head).await?,
    };
    let followed = follow(&mut known, db, head).await;
    let knowledge = Arc::clone(&known.knowledge);
    *learned = Some(known);
    followed?;
    Ok(knowledge)
}

async fn everything(db: &Db, head: Head) -> anyhow::Result<Learned> {
    let mut sources = Sources::default();
    let mut after = Uuid::nil();
    loop {
        let conn = db.read().await?;
        let ids = read::live_ids(&conn, KINDS, after, BATCH).await?;
        let Some(last) = ids.last() else { break };
        after = *last;
        take_in(&conn, &mut sources, &ids).await?;
    }
    Ok(Learned {
        place: head.place(),
        knowledge: Arc::new(sources.knowledge()),
        sources,
    })
}

async fn follow(known: &mut Learned, db: &Db, head: Head) -> anyhow::Result<()> {
    let mut is_changed = false;
    while known.place.position < head.position {
        let conn = db.read().await?;
        let log = changes::since(&conn, known.place.position, CHANGES).await?;
        let Some(last) = log.last().map(|change| change.position) else {
            break;
        };
        let ids = changes::entities(log.iter().filter(|change| concerns(change)));
        take_in(&conn, &mut known.sources, &ids).await?;
        is_changed |= !ids.is_empty();
        known.place.position = last;
    }
    if is_changed {
        known.knowledge = Arc::new(known.sources.knowledge());
    }
    Ok(())
}

/// An ingredient and a goal are found by what they say themselves; others also name something.
fn concerns(change: &Change) -> bool {
    let says_all_itself = matches!(change.kind, Kind::Ingredient | Kind::Topic);
    KINDS.contains(&change.kind)
        && match change.action {
            Action::Upsert | Action::Withdrawn => true,
            Action::Touched => !says_all_itself,
            Action::Listed => false,
        }
}
