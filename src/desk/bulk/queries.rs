//! Reads of changes of many.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{Job, JobRow, RowState};
use crate::db::schema::{bulk_jobs, bulk_rows};

/// One change.
pub async fn job(mut conn: &AsyncPgConnection, id: Uuid) -> QueryResult<Job> {
    bulk_jobs::table
        .find(id)
        .select(Job::as_select())
        .first(&mut conn)
        .await
}

/// The latest changes.
pub async fn jobs(mut conn: &AsyncPgConnection) -> QueryResult<Vec<Job>> {
    bulk_jobs::table
        .order((bulk_jobs::created_at.desc(), bulk_jobs::id))
        .limit(50)
        .select(Job::as_select())
        .load(&mut conn)
        .await
}

/// How many objects of a change stand where.
pub async fn counts(mut conn: &AsyncPgConnection, id: Uuid) -> QueryResult<Vec<(RowState, i64)>> {
    bulk_rows::table
        .filter(bulk_rows::job_id.eq(id))
        .group_by(bulk_rows::state)
        .order(bulk_rows::state)
        .select((bulk_rows::state, diesel::dsl::count_star()))
        .load(&mut conn)
        .await
}

/// A page of the objects of a change behind a place, those that would not change left out.
pub async fn rows(
    mut conn: &AsyncPgConnection,
    id: Uuid,
    after: i32,
    limit: i64,
) -> QueryResult<Vec<JobRow>> {
    bulk_rows::table
        .filter(bulk_rows::job_id.eq(id))
        .filter(bulk_rows::position.gt(after))
        .filter(bulk_rows::state.ne(RowState::Unchanged))
        .order(bulk_rows::position)
        .limit(limit)
        .select(JobRow::as_select())
        .load(&mut conn)
        .await
}
