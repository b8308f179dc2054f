//! Reads of review tasks.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::Task;
use crate::db::schema::review_tasks;

/// Most tasks on one page.
const MOST: i64 = 200;

/// The open tasks, oldest first.
pub async fn open_tasks(mut conn: &AsyncPgConnection) -> QueryResult<Vec<Task>> {
    review_tasks::table
        .filter(review_tasks::resolved_at.is_null())
        .order((review_tasks::created_at, review_tasks::id))
        .limit(MOST)
        .select(Task::as_select())
        .load(&mut conn)
        .await
}

/// How many tasks are open.
pub async fn open_count(mut conn: &AsyncPgConnection) -> QueryResult<i64> {
    review_tasks::table
        .filter(review_tasks::resolved_at.is_null())
        .count()
        .get_result(&mut conn)
        .await
}

/// A task that is open.
pub async fn open_task(mut conn: &AsyncPgConnection, id: Uuid) -> QueryResult<Task> {
    review_tasks::table
        .find(id)
        .filter(review_tasks::resolved_at.is_null())
        .select(Task::as_select())
        .first(&mut conn)
        .await
}
