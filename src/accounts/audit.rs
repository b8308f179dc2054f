//! The audit log: who did what and when.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use crate::db::schema::audit_log;
use crate::error::AppError;
use crate::publishing::{Author, Tx};

/// Appends to the audit log, in the transaction of what is recorded.
///
/// # Errors
/// What the database refuses.
pub async fn record(
    tx: &mut Tx,
    author: &Author,
    action: &str,
    kind: &str,
    entity_id: Option<Uuid>,
    detail: Value,
) -> Result<(), AppError> {
    diesel::insert_into(audit_log::table)
        .values((
            audit_log::id.eq(Uuid::now_v7()),
            audit_log::user_id.eq(author.user_id),
            audit_log::actor.eq(&author.name),
            audit_log::action.eq(action),
            audit_log::kind.eq(kind),
            audit_log::entity_id.eq(entity_id),
            audit_log::detail.eq(detail),
        ))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Whether a person has saved an entity in the admin, after a point in time or ever.
///
/// # Errors
/// No database.
pub async fn was_saved_by_a_person(
    tx: &mut Tx,
    entity_id: Uuid,
    since: Option<DateTime<Utc>>,
) -> Result<bool, AppError> {
    let saved = audit_log::table
        .filter(audit_log::entity_id.eq(entity_id))
        .filter(audit_log::action.eq("save"))
        .filter(audit_log::user_id.is_not_null())
        .filter(audit_log::happened_at.gt(since.unwrap_or(DateTime::UNIX_EPOCH)));
    Ok(diesel::select(diesel::dsl::exists(saved))
        .get_result(tx.conn()?)
        .await?)
}
