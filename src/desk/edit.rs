//! Opening and saving a draft: the version is checked, what two people changed is merged, and every save is a revision.

use serde_json::{Value, json};
use uuid::Uuid;

use super::noun::{self, Saver};
use super::queries::listed;
use crate::accounts::audit;
use crate::db::Db;
use crate::editing::merge::{Clash, Merged, merge};
use crate::editing::revision::commands::{NewRevision, append, hold, take_turn};
use crate::editing::revision::model::{DraftRow, RevisionAction, checksum};
use crate::editing::revision::queries;
use crate::error::AppError;
use crate::publishing::{Kind, Tx, transaction};

/// A draft as it is saved, with the number of its revision.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The draft.
    pub draft: Value,
    /// Its revision and where it stands.
    pub row: DraftRow,
}

/// Opens an entity. What was changed outside the editor is noted as a revision first.
///
/// # Errors
/// Not found.
pub async fn open(db: &Db, kind: Kind, id: Uuid) -> Result<Opened, AppError> {
    let conn = db.write().await?;
    let draft = noun::load(&conn, kind, id).await?;
    let row = queries::draft_row(&conn, id).await?;
    drop(conn);
    if let Some(row) = row.filter(|row| row.checksum == checksum(&draft)) {
        return Ok(Opened { draft, row });
    }
    transaction(db, async |tx| {
        take_turn(tx, id).await?;
        let draft = noun::load(tx.conn()?, kind, id).await?;
        let row = hold(tx, (kind, id), &draft).await?;
        Ok(Opened { draft, row })
    })
    .await
}

/// What to save.
#[derive(Debug, Clone)]
pub struct Save<'a> {
    /// The entity.
    pub entity: (Kind, Uuid),
    /// The revision that the person began with; 0 for something new.
    pub base: i32,
    /// The draft.
    pub draft: Value,
    /// What makes the revision.
    pub action: RevisionAction,
    /// Why.
    pub note: &'a str,
}

/// What came of saving.
#[derive(Debug, Clone, PartialEq)]
pub enum Saved {
    /// It was saved so already.
    Unchanged(i32),
    /// A new revision.
    Saved(i32),
    /// A new revision that also holds what somebody else saved meanwhile, by the names of the members.
    Merged(i32, Vec<String>),
    /// Both changed the same: nothing was saved. The revision is that of the other.
    Clash(Box<Merged>, i32),
}

/// Saves a draft in a transaction of its own.
///
/// # Errors
/// What the noun refuses, beside its field; a conflict when something new is there already.
pub async fn save(db: &Db, what: &Save<'_>, saver: Saver<'_>) -> Result<Saved, AppError> {
    transaction(db, async |tx| save_in(tx, what, saver).await).await
}

/// Saves a draft within a transaction.
///
/// # Errors
/// As [`save`].
pub async fn save_in(tx: &mut Tx, what: &Save<'_>, saver: Saver<'_>) -> Result<Saved, AppError> {
    let (kind, id) = what.entity;
    take_turn(tx, id).await?;
    let stored = match noun::load(tx.conn()?, kind, id).await {
        Ok(stored) => stored,
        Err(AppError::NotFound) if what.base == 0 => return create(tx, what, saver).await,
        Err(error) => return Err(error),
    };
    let row = hold(tx, what.entity, &stored).await?;
    if what.draft == stored {
        return Ok(Saved::Unchanged(row.revision));
    }
    if what.base == row.revision {
        let revision = write(tx, what, &what.draft, what.action, saver).await?;
        return Ok(Saved::Saved(revision));
    }
    let base = base_of(tx, what).await?;
    let mut merged = merge(&base, &stored, &what.draft);
    if kind == Kind::Claim {
        sentences_as_a_whole(&base, &stored, &what.draft, &mut merged);
    }
    if !merged.clashes.is_empty() {
        return Ok(Saved::Clash(Box::new(merged), row.revision));
    }
    if merged.draft == stored {
        return Ok(Saved::Unchanged(row.revision));
    }
    let revision = write(tx, what, &merged.draft, RevisionAction::Merge, saver).await?;
    Ok(Saved::Merged(revision, merged.theirs))
}

/// An approval is of the sentence that was read: when both touched the sentences of a claim, none of it is merged by itself.
fn sentences_as_a_whole(base: &Value, theirs: &Value, mine: &Value, merged: &mut Merged) {
    let of = |draft: &Value| draft.get("wordings").cloned().unwrap_or_default();
    let (was, their, my) = (of(base), of(theirs), of(mine));
    if was == their || was == my || their == my {
        return;
    }
    merged
        .clashes
        .retain(|clash| !clash.pointer.starts_with("/wordings"));
    if let Some(place) = merged.draft.get_mut("wordings") {
        *place = my.clone();
    }
    merged.clashes.push(Clash {
        pointer: "/wordings".to_owned(),
        base: was,
        theirs: their,
        mine: my,
    });
}

async fn create(tx: &mut Tx, what: &Save<'_>, saver: Saver<'_>) -> Result<Saved, AppError> {
    if listed(tx.conn()?, what.entity.1).await?.is_some() {
        return Err(AppError::Conflict(
            "that id belongs to something else: open an empty form again".to_owned(),
        ));
    }
    let revision = write(tx, what, &what.draft, RevisionAction::Create, saver).await?;
    Ok(Saved::Saved(revision))
}

/// The draft that the person began with, in the shape that drafts have now.
async fn base_of(tx: &mut Tx, what: &Save<'_>) -> Result<Value, AppError> {
    let (kind, id) = what.entity;
    let base = match queries::revision(tx.conn()?, id, what.base).await {
        Ok(revision) => revision.draft,
        Err(diesel::result::Error::NotFound) => Value::Null,
        Err(error) => return Err(error.into()),
    };
    Ok(noun::check(kind, base.clone()).map_or(base, |(draft, _)| draft))
}

async fn write(
    tx: &mut Tx,
    what: &Save<'_>,
    draft: &Value,
    action: RevisionAction,
    saver: Saver<'_>,
) -> Result<i32, AppError> {
    let (kind, id) = what.entity;
    noun::save(tx, what.entity, draft, saver).await?;
    // Read again, because the noun may have tidied what was typed.
    let stored = noun::load(tx.conn()?, kind, id).await?;
    let new = NewRevision {
        entity: what.entity,
        draft: &stored,
        action,
        author: saver.author,
        note: what.note,
    };
    let row = append(tx, &new).await?;
    let detail = json!({ "revision": row.revision, "how": action, "note": what.note });
    audit::record(tx, saver.author, "save", kind.as_str(), Some(id), detail).await?;
    Ok(row.revision)
}
