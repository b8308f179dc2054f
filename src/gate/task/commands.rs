//! Writes of review tasks.

use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::model::{NewTask, TaskReason};
use super::queries;
use crate::accounts::audit;
use crate::db::schema::review_tasks;
use crate::error::AppError;
use crate::publishing::{Author, Tx};

/// Opens a task, or brings the open one for the same reason up to date.
///
/// # Errors
/// What the database refuses.
pub async fn open_task(tx: &mut Tx, task: &NewTask<'_>) -> Result<(), AppError> {
    open_tasks(tx, std::slice::from_ref(task)).await
}

/// Opens tasks, each of another entity, or brings those that are open for the same reason up to date.
///
/// # Errors
/// What the database refuses.
pub async fn open_tasks(tx: &mut Tx, tasks: &[NewTask<'_>]) -> Result<(), AppError> {
    let row = |task: &NewTask<'_>| {
        (
            review_tasks::id.eq(Uuid::now_v7()),
            review_tasks::reason.eq(task.reason),
            review_tasks::kind.eq(task.kind),
            review_tasks::entity_id.eq(task.entity_id),
            review_tasks::title.eq(task.title.to_owned()),
            review_tasks::detail.eq(task.detail.clone()),
        )
    };
    // PostgreSQL takes 65,535 parameters a statement; a task has six.
    for tasks in tasks.chunks(5_000) {
        diesel::insert_into(review_tasks::table)
            .values(tasks.iter().map(row).collect::<Vec<_>>())
            .on_conflict((review_tasks::entity_id, review_tasks::reason))
            .filter_target(review_tasks::resolved_at.is_null())
            .do_update()
            .set((
                review_tasks::title.eq(excluded(review_tasks::title)),
                review_tasks::detail.eq(excluded(review_tasks::detail)),
            ))
            .execute(tx.conn()?)
            .await?;
    }
    Ok(())
}

/// Closes the open tasks of entities for one reason, because what they asked for is done.
///
/// # Errors
/// What the database refuses.
pub async fn close_tasks(
    tx: &mut Tx,
    entities: &[Uuid],
    reason: TaskReason,
    resolution: &str,
    author: &Author,
) -> Result<(), AppError> {
    diesel::update(
        review_tasks::table
            .filter(review_tasks::entity_id.eq_any(entities))
            .filter(review_tasks::reason.eq(reason))
            .filter(review_tasks::resolved_at.is_null()),
    )
    .set((
        review_tasks::resolved_at.eq(diesel::dsl::now),
        review_tasks::resolved_by.eq(author.user_id),
        review_tasks::resolution.eq(resolution),
    ))
    .execute(tx.conn()?)
    .await?;
    Ok(())
}

/// Closes a task that a person has looked at.
///
/// # Errors
/// Not found, or closed already.
pub async fn resolve_task(
    tx: &mut Tx,
    id: Uuid,
    resolution: &str,
    author: &Author,
) -> Result<(), AppError> {
    let task = queries::open_task(tx.conn()?, id).await?;
    close_tasks(tx, &[task.entity_id], task.reason, resolution, author).await?;
    let detail = json!({ "reason": task.reason, "resolution": resolution, "detail": task.detail });
    audit::record(
        tx,
        author,
        "resolve review",
        task.kind.as_str(),
        Some(task.entity_id),
        detail,
    )
    .await
}
