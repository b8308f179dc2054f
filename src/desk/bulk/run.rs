//! Carries changes of many out, object by object, each in a transaction of its own: a fault in one leaves the others.

use serde_json::Value;
use uuid::Uuid;

use super::commands::{Outcome, claim, finish, note};
use super::model::{Job, JobRow, JobState, RowState};
use super::operation::{Operation, PRICE};
use super::prices::price;
use crate::db::Db;
use crate::desk::edit::{Save, Saved, save_in};
use crate::desk::look_ahead::judge;
use crate::desk::noun::{self, Saver};
use crate::desk::queries::listed;
use crate::desk::state::State as Standing;
use crate::desk::workflow::publish_revision;
use crate::editing::revision::commands::{hold, take_turn};
use crate::editing::revision::model::RevisionAction;
use crate::error::{AppError, Objection};
use crate::publishing::{Author, Tx, transaction};

/// Objects that are worked on before other jobs get their turn.
const AT_ONCE: usize = 200;

/// Works on what waits. Returns how many objects were done; fewer than a full turn means that nothing waits any more.
///
/// # Errors
/// No database.
pub async fn work(db: &Db) -> Result<usize, AppError> {
    let mut count = 0;
    while count < AT_ONCE {
        if !step(db).await? {
            break;
        }
        count += 1;
    }
    Ok(count)
}

/// One object. Returns whether there was any.
async fn step(db: &Db) -> Result<bool, AppError> {
    let mut at: Option<(Job, JobRow)> = None;
    let done = transaction(db, async |tx| {
        let Some((job, row)) = claim(tx).await? else {
            return Ok(false);
        };
        let Some(row) = row else {
            finish(tx, &job).await?;
            return Ok(true);
        };
        at = Some((job.clone(), row.clone()));
        let outcome = one(db, tx, &job, &row).await?;
        note(tx, job.id, row.position, &outcome).await?;
        Ok(true)
    })
    .await;
    match (done, at) {
        (Ok(done), _) => Ok(done),
        (Err(AppError::Unavailable), _) | (Err(_), None) => Err(AppError::Unavailable),
        // What went wrong was rolled back; it is noted beside the object, and the next one has its turn.
        (Err(error), Some((job, row))) => {
            let state = match job.state {
                JobState::Preparing => RowState::Blocked,
                JobState::Running => RowState::Failed,
                _ => RowState::Refused,
            };
            let outcome = Outcome {
                state: Some(state),
                message: Some(error.to_string()),
                ..Outcome::default()
            };
            transaction(db, async |tx| {
                note(tx, job.id, row.position, &outcome).await
            })
            .await?;
            Ok(true)
        }
    }
}

async fn one(db: &Db, tx: &mut Tx, job: &Job, row: &JobRow) -> Result<Outcome, AppError> {
    let operation: Operation = serde_json::from_value(job.operation.clone())?;
    let author = Author {
        user_id: job.author_id,
        name: job.author.clone(),
    };
    if operation.field == PRICE {
        return price(tx, job, row, &operation).await;
    }
    match job.state {
        JobState::Preparing => prepare(db, tx, job, row, &operation, &author).await,
        JobState::Running => change(tx, job, row, &operation, &author).await,
        _ => undo(tx, job, row, &operation, &author).await,
    }
}

/// Finds out what would change, and what keeps it from changing.
async fn prepare(
    db: &Db,
    tx: &mut Tx,
    job: &Job,
    row: &JobRow,
    operation: &Operation,
    author: &Author,
) -> Result<Outcome, AppError> {
    let entity = (job.kind, row.entity_id);
    take_turn(tx, row.entity_id).await?;
    let stored = noun::load(tx.conn()?, job.kind, row.entity_id).await?;
    let revision = hold(tx, entity, &stored).await?.revision;
    let before = stored.get(&operation.field).cloned().unwrap_or_default();
    let mut outcome = Outcome {
        state: Some(RowState::Pending),
        before: Some(before.clone()),
        revision: Some(revision),
        ..Outcome::default()
    };
    let blocked = |mut outcome: Outcome, message: String| {
        outcome.state = Some(RowState::Blocked);
        outcome.message = Some(message);
        outcome
    };
    let after = match operation.apply(&before) {
        Ok(after) => after,
        Err(problem) => return Ok(blocked(outcome, problem)),
    };
    outcome.after = Some(after.clone());
    let checked =
        with_field(&stored, &operation.field, after).map(|draft| noun::check(job.kind, draft));
    let draft = match checked {
        Some(Ok((draft, problems))) => match problems.iter().next() {
            None => draft,
            Some((path, problem)) => {
                let message = format!("{path} {problem}");
                return Ok(blocked(outcome, message));
            }
        },
        _ => {
            return Ok(blocked(
                outcome,
                format!("{} can't be empty", operation.field),
            ));
        }
    };
    if draft == stored {
        outcome.state = Some(RowState::Unchanged);
        return Ok(outcome);
    }
    // Canonical, so that the preview says what will be saved.
    outcome.after = draft.get(&operation.field).cloned();
    let saver = Saver {
        author,
        may_approve: false,
    };
    let blocks = |objection: &&Objection| objection.verdict == "block";
    let objections = judge(db, entity, &draft, saver).await?;
    if let Some(first) = objections.iter().find(blocks) {
        let before = judge(db, entity, &stored, saver).await?;
        let is_new = |one: &&Objection| !before.iter().any(|other| is_same(one, other));
        if let Some(new) = objections.iter().filter(blocks).find(is_new) {
            let message = format!("rule {} blocks {:?}: {}", new.rule, new.words, new.message);
            return Ok(blocked(outcome, message));
        }
        outcome.message = Some(format!(
            "rule {} blocks {:?} already: it can't be published before that is mended",
            first.rule, first.words
        ));
    }
    Ok(outcome)
}

/// Whether two objections are to the same words in the same field, wherever they stand in it.
fn is_same(one: &Objection, other: &Objection) -> bool {
    (&one.rule, &one.field, &one.words) == (&other.rule, &other.field, &other.words)
}

/// A draft with another value in one member.
fn with_field(draft: &Value, field: &str, value: Value) -> Option<Value> {
    let mut draft = draft.clone();
    *draft.as_object_mut()?.get_mut(field)? = value;
    Some(draft)
}

/// Changes one object as the preview said.
async fn change(
    tx: &mut Tx,
    job: &Job,
    row: &JobRow,
    operation: &Operation,
    author: &Author,
) -> Result<Outcome, AppError> {
    let (Some(after), Some(base)) = (row.after.clone(), row.revision) else {
        return Err(AppError::Conflict("it was not previewed".to_owned()));
    };
    let note = if job.note.is_empty() {
        "changed with many"
    } else {
        &job.note
    };
    let standing = standing(tx, row.entity_id).await?;
    let saved = write(
        tx,
        job,
        row,
        (operation, after, base),
        (RevisionAction::Bulk, note),
        author,
    )
    .await?;
    let message = publish_again(tx, (job, row), operation, (standing, saved), author).await?;
    Ok(Outcome {
        state: Some(RowState::Done),
        revision: Some(saved),
        message,
        ..Outcome::default()
    })
}

/// Where an object stood before it was changed.
async fn standing(tx: &mut Tx, id: Uuid) -> Result<Option<Standing>, AppError> {
    Ok(listed(tx.conn()?, id).await?.map(|listed| listed.state))
}

/// Publishes what is public again, when that was asked for. Returns what kept it from that.
async fn publish_again(
    tx: &mut Tx,
    (job, row): (&Job, &JobRow),
    operation: &Operation,
    (before, revision): (Option<Standing>, i32),
    author: &Author,
) -> Result<Option<String>, AppError> {
    match before {
        Some(Standing::Published) if operation.publish => {}
        // What somebody is still writing is not published with it.
        Some(Standing::Changed) if operation.publish => {
            return Ok(Some(
                "saved, not published: it holds other changes that are not public".to_owned(),
            ));
        }
        _ => return Ok(None),
    }
    let entity = (job.kind, row.entity_id);
    match publish_revision(tx, entity, revision, author, "changed with many").await {
        Ok(_) => Ok(None),
        Err(error @ (AppError::NotCleared(_) | AppError::Conflict(_) | AppError::Invalid(_))) => {
            Ok(Some(format!("saved, not published: {error}")))
        }
        Err(error) => Err(error),
    }
}

/// Puts the value of before back, unless somebody saved the object since.
async fn undo(
    tx: &mut Tx,
    job: &Job,
    row: &JobRow,
    operation: &Operation,
    author: &Author,
) -> Result<Outcome, AppError> {
    let (Some(before), Some(base)) = (row.before.clone(), row.revision) else {
        return Err(AppError::Conflict(
            "what it was before is not known".to_owned(),
        ));
    };
    let standing = standing(tx, row.entity_id).await?;
    let saved = write(
        tx,
        job,
        row,
        (operation, before, base),
        (RevisionAction::Undo, "a change of many taken back"),
        author,
    )
    .await?;
    let message = publish_again(tx, (job, row), operation, (standing, saved), author).await?;
    Ok(Outcome {
        state: Some(RowState::Undone),
        revision: Some(saved),
        message,
        ..Outcome::default()
    })
}

async fn write(
    tx: &mut Tx,
    job: &Job,
    row: &JobRow,
    (operation, value, base): (&Operation, Value, i32),
    (action, note): (RevisionAction, &str),
    author: &Author,
) -> Result<i32, AppError> {
    let entity = (job.kind, row.entity_id);
    take_turn(tx, row.entity_id).await?;
    let stored = noun::load(tx.conn()?, job.kind, row.entity_id).await?;
    let now = hold(tx, entity, &stored).await?.revision;
    if now != base {
        return Err(AppError::Conflict(format!(
            "somebody saved revision {now} since"
        )));
    }
    let draft = with_field(&stored, &operation.field, value).ok_or(AppError::NotFound)?;
    let (draft, _) = noun::check(job.kind, draft)?;
    let what = Save {
        entity,
        base,
        draft,
        action,
        note,
    };
    let saver = Saver {
        author,
        may_approve: false,
    };
    match save_in(tx, &what, saver).await? {
        Saved::Unchanged(revision) | Saved::Saved(revision) | Saved::Merged(revision, _) => {
            Ok(revision)
        }
        Saved::Clash(_, now) => Err(AppError::Conflict(format!(
            "somebody saved revision {now} since"
        ))),
    }
}
