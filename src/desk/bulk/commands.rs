//! Writes of changes of many.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::{Value, json};
use uuid::Uuid;

use super::model::{Job, JobRow, JobState, RowState};
use super::operation::Operation;
use crate::accounts::audit;
use crate::db::schema::{bulk_jobs, bulk_rows};
use crate::desk::queries::Named;
use crate::error::AppError;
use crate::publishing::{Author, Kind, Tx};

/// Makes a change of many, to be previewed first.
///
/// # Errors
/// Nothing chosen.
pub async fn create(
    tx: &mut Tx,
    kind: Kind,
    operation: &Operation,
    chosen: &[Named],
    note: &str,
    author: &Author,
) -> Result<Uuid, AppError> {
    if chosen.is_empty() {
        return Err(AppError::field("chosen", "must name at least one object"));
    }
    let id = Uuid::now_v7();
    diesel::insert_into(bulk_jobs::table)
        .values((
            bulk_jobs::id.eq(id),
            bulk_jobs::kind.eq(kind),
            bulk_jobs::operation.eq(serde_json::to_value(operation)?),
            bulk_jobs::total.eq(i32::try_from(chosen.len()).unwrap_or(i32::MAX)),
            bulk_jobs::note.eq(note.trim()),
            bulk_jobs::author_id.eq(author.user_id),
            bulk_jobs::author.eq(&author.name),
        ))
        .execute(tx.conn()?)
        .await?;
    let rows: Vec<_> = chosen
        .iter()
        .zip(1i32..)
        .map(|(named, position)| {
            (
                bulk_rows::job_id.eq(id),
                bulk_rows::position.eq(position),
                bulk_rows::entity_id.eq(named.id),
                bulk_rows::title.eq(&named.title),
            )
        })
        .collect();
    for chunk in rows.chunks(5_000) {
        diesel::insert_into(bulk_rows::table)
            .values(chunk)
            .execute(tx.conn()?)
            .await?;
    }
    Ok(id)
}

/// Moves a change on, when it stands where the person saw it.
///
/// # Errors
/// A conflict when it does not.
pub async fn advance(
    tx: &mut Tx,
    id: Uuid,
    from: JobState,
    to: JobState,
    author: &Author,
) -> Result<(), AppError> {
    let changed = diesel::update(bulk_jobs::table.find(id).filter(bulk_jobs::state.eq(from)))
        .set(bulk_jobs::state.eq(to))
        .execute(tx.conn()?)
        .await?;
    if changed == 0 {
        return Err(AppError::Conflict(
            "it has moved on in the meantime: reload the page".to_owned(),
        ));
    }
    audit::record(
        tx,
        author,
        "bulk change",
        "bulk",
        Some(id),
        json!({ "state": to }),
    )
    .await
}

/// A change that the program has to work on, with its next object; both locked, so that several processes share the work.
///
/// # Errors
/// What the database refuses.
pub async fn claim(tx: &mut Tx) -> Result<Option<(Job, Option<JobRow>)>, AppError> {
    let active = [JobState::Preparing, JobState::Running, JobState::Undoing];
    let job: Option<Job> = bulk_jobs::table
        .filter(bulk_jobs::state.eq_any(active))
        .order(bulk_jobs::created_at)
        .select(Job::as_select())
        .for_update()
        .skip_locked()
        .first(tx.conn()?)
        .await
        .optional()?;
    let Some(job) = job else { return Ok(None) };
    let wanted = match job.state {
        JobState::Preparing => RowState::Chosen,
        JobState::Running => RowState::Pending,
        _ => RowState::Done,
    };
    let row = bulk_rows::table
        .filter(bulk_rows::job_id.eq(job.id))
        .filter(bulk_rows::state.eq(wanted))
        .order(bulk_rows::position)
        .select(JobRow::as_select())
        .first(tx.conn()?)
        .await
        .optional()?;
    Ok(Some((job, row)))
}

/// What became of one object.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Where it stands now.
    pub state: Option<RowState>,
    /// The value before.
    pub before: Option<Value>,
    /// The value after.
    pub after: Option<Value>,
    /// The revision.
    pub revision: Option<i32>,
    /// What went wrong.
    pub message: Option<String>,
}

/// Notes what became of one object.
///
/// # Errors
/// What the database refuses.
pub async fn note(
    tx: &mut Tx,
    job: Uuid,
    position: i32,
    outcome: &Outcome,
) -> Result<(), AppError> {
    diesel::update(bulk_rows::table.find((job, position)))
        .set((
            outcome.state.map(|state| bulk_rows::state.eq(state)),
            outcome
                .before
                .as_ref()
                .map(|value| bulk_rows::before.eq(value)),
            outcome
                .after
                .as_ref()
                .map(|value| bulk_rows::after.eq(value)),
            outcome
                .revision
                .map(|revision| bulk_rows::revision.eq(revision)),
            bulk_rows::message.eq(outcome.message.as_deref()),
        ))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Notes that no object waits any more.
///
/// # Errors
/// What the database refuses.
pub async fn finish(tx: &mut Tx, job: &Job) -> Result<(), AppError> {
    let state = match job.state {
        JobState::Preparing => JobState::Preview,
        JobState::Running => JobState::Done,
        _ => JobState::Undone,
    };
    diesel::update(bulk_jobs::table.find(job.id))
        .set((
            bulk_jobs::state.eq(state),
            bulk_jobs::ended_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}
