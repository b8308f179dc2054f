//! Reads of schedules.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{Schedule, ScheduleState};
use crate::db::schema::schedules;

/// What is and was planned for an entity, the latest first.
pub async fn schedules_of(
    mut conn: &AsyncPgConnection,
    entity_id: Uuid,
) -> QueryResult<Vec<Schedule>> {
    schedules::table
        .filter(schedules::entity_id.eq(entity_id))
        .order((schedules::created_at.desc(), schedules::id))
        .limit(20)
        .select(Schedule::as_select())
        .load(&mut conn)
        .await
}

/// What is planned, the next first; then what failed.
pub async fn waiting(mut conn: &AsyncPgConnection) -> QueryResult<Vec<Schedule>> {
    schedules::table
        .filter(schedules::state.eq_any([ScheduleState::Pending, ScheduleState::Failed]))
        .order((schedules::state.desc(), schedules::runs_at))
        .limit(100)
        .select(Schedule::as_select())
        .load(&mut conn)
        .await
}

/// What is planned for a release.
pub async fn schedule_of_release(
    mut conn: &AsyncPgConnection,
    release: Uuid,
) -> QueryResult<Option<Schedule>> {
    schedules::table
        .filter(schedules::release_id.eq(release))
        .filter(schedules::state.eq(ScheduleState::Pending))
        .select(Schedule::as_select())
        .first(&mut conn)
        .await
        .optional()
}
