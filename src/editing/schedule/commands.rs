//! Writes of schedules.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::model::{PlannedAction, Schedule, ScheduleState};
use crate::accounts::audit;
use crate::db::schema::schedules;
use crate::error::{AppError, OnConstraint};
use crate::publishing::{Author, Kind, Tx};

/// What something is planned for.
#[derive(Debug, Clone, Copy)]
pub enum Target {
    /// A saved draft of an entity.
    Entity(Kind, Uuid, i32),
    /// Everything in a release.
    Release(Uuid),
}

/// Something to plan.
pub struct Plan<'a> {
    /// For what.
    pub target: Target,
    /// What happens.
    pub action: PlannedAction,
    /// Why it is withdrawn, for visitors.
    pub reason: &'a str,
    /// When.
    pub runs_at: DateTime<Utc>,
    /// In which zone the person named the time.
    pub zone: &'a str,
    /// Who plans it.
    pub author: &'a Author,
}

/// Plans something.
///
/// # Errors
/// A time that is past, or the same planned already.
pub async fn plan(tx: &mut Tx, plan: &Plan<'_>) -> Result<(), AppError> {
    if plan.runs_at <= Utc::now() {
        return Err(AppError::field("at", "must be in the future"));
    }
    let (entity, release) = match plan.target {
        Target::Entity(kind, id, revision) => (Some((kind, id, revision)), None),
        Target::Release(id) => (None, Some(id)),
    };
    let twice = "is planned already: cancel that first";
    diesel::insert_into(schedules::table)
        .values((
            schedules::id.eq(Uuid::now_v7()),
            schedules::entity_id.eq(entity.map(|(_, id, _)| id)),
            schedules::kind.eq(entity.map(|(kind, ..)| kind)),
            schedules::revision.eq(entity.map(|(.., revision)| revision)),
            schedules::release_id.eq(release),
            schedules::action.eq(plan.action),
            schedules::reason.eq(plan.reason),
            schedules::runs_at.eq(plan.runs_at),
            schedules::zone.eq(plan.zone),
            schedules::author_id.eq(plan.author.user_id),
            schedules::author.eq(&plan.author.name),
        ))
        .execute(tx.conn()?)
        .await
        .on_constraints(&[
            ("schedules_one_pending_key", "at", twice),
            ("schedules_one_pending_release_key", "at", twice),
        ])?;
    let (kind, id) = match plan.target {
        Target::Entity(kind, id, _) => (kind.as_str(), id),
        Target::Release(id) => ("release", id),
    };
    let detail = json!({ "action": plan.action, "at": plan.runs_at });
    audit::record(tx, plan.author, "schedule", kind, Some(id), detail).await
}

/// Takes back what is planned.
///
/// # Errors
/// A conflict when it was carried out or taken back already.
pub async fn cancel(tx: &mut Tx, id: Uuid, author: &Author) -> Result<(), AppError> {
    let cancelled: Option<Schedule> = diesel::update(
        schedules::table
            .find(id)
            .filter(schedules::state.eq(ScheduleState::Pending)),
    )
    .set(schedules::state.eq(ScheduleState::Cancelled))
    .returning(Schedule::as_returning())
    .get_result(tx.conn()?)
    .await
    .optional()?;
    let cancelled = cancelled.ok_or_else(|| {
        AppError::Conflict("it was carried out or cancelled already: reload the page".to_owned())
    })?;
    let kind = cancelled.kind.map_or("release", Kind::as_str);
    let entity = cancelled.entity_id.or(cancelled.release_id);
    let detail = json!({ "at": cancelled.runs_at });
    audit::record(tx, author, "cancel schedule", kind, entity, detail).await
}

/// Takes back what is planned for a release that was published by hand or given up.
///
/// # Errors
/// What the database refuses.
pub async fn cancel_for_release(tx: &mut Tx, release: Uuid) -> Result<(), AppError> {
    diesel::update(
        schedules::table
            .filter(schedules::release_id.eq(release))
            .filter(schedules::state.eq(ScheduleState::Pending)),
    )
    .set(schedules::state.eq(ScheduleState::Cancelled))
    .execute(tx.conn()?)
    .await?;
    Ok(())
}

/// Takes back what is planned to publish an entity that was withdrawn: nobody meant it to come back by itself. Says so in its
/// outcome and in the audit log.
///
/// # Errors
/// What the database refuses.
pub async fn cancel_publications(
    tx: &mut Tx,
    entity: Uuid,
    author: &Author,
) -> Result<(), AppError> {
    let cancelled: Vec<Schedule> = diesel::update(
        schedules::table
            .filter(schedules::entity_id.eq(entity))
            .filter(schedules::action.eq(PlannedAction::Publish))
            .filter(schedules::state.eq(ScheduleState::Pending)),
    )
    .set((
        schedules::state.eq(ScheduleState::Cancelled),
        schedules::outcome.eq("Cancelled, because it was withdrawn in the meantime."),
    ))
    .returning(Schedule::as_returning())
    .get_results(tx.conn()?)
    .await?;
    for schedule in cancelled {
        let kind = schedule.kind.map_or("release", Kind::as_str);
        let detail = json!({ "at": schedule.runs_at, "because": "withdrawn" });
        audit::record(tx, author, "cancel schedule", kind, Some(entity), detail).await?;
    }
    Ok(())
}

/// The next schedule whose time has come, locked until the end of the transaction: other processes pass it over.
///
/// # Errors
/// What the database refuses.
pub async fn claim_due(tx: &mut Tx, now: DateTime<Utc>) -> Result<Option<Schedule>, AppError> {
    Ok(schedules::table
        .filter(schedules::state.eq(ScheduleState::Pending))
        .filter(schedules::runs_at.le(now))
        .order((schedules::runs_at, schedules::id))
        .select(Schedule::as_select())
        .for_update()
        .skip_locked()
        .first(tx.conn()?)
        .await
        .optional()?)
}

/// Notes what came of a schedule that still waited.
///
/// # Errors
/// What the database refuses.
pub async fn finish(
    tx: &mut Tx,
    id: Uuid,
    state: ScheduleState,
    outcome: &str,
) -> Result<(), AppError> {
    diesel::update(
        schedules::table
            .find(id)
            .filter(schedules::state.eq(ScheduleState::Pending)),
    )
    .set((
        schedules::state.eq(state),
        schedules::outcome.eq(outcome),
        schedules::ran_at.eq(diesel::dsl::now),
    ))
    .execute(tx.conn()?)
    .await?;
    Ok(())
}
