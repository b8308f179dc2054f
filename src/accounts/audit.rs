//! The audit log: who did what and when.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde_json::Value;
use uuid::Uuid;

use crate::db::like_literal;
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

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = audit_log)]
pub struct Entry {
    /// Its id, which grows with time.
    pub id: Uuid,
    /// When.
    pub happened_at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// With what kind of thing.
    pub kind: String,
    /// With which.
    pub entity_id: Option<Uuid>,
    /// More of it.
    pub detail: Value,
}

/// Which lines are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Only what somebody did whose name holds this.
    pub actor: Option<String>,
    /// Only this.
    pub action: Option<String>,
    /// Only with this kind of thing.
    pub kind: Option<String>,
    /// Only what happened before this line.
    pub before: Option<Uuid>,
}

/// A page of the log, newest first.
///
/// # Errors
/// What the database refuses.
pub async fn entries(
    mut conn: &AsyncPgConnection,
    question: &Question,
    limit: i64,
) -> QueryResult<Vec<Entry>> {
    let mut query = audit_log::table.into_boxed();
    if let Some(actor) = &question.actor {
        query = query.filter(audit_log::actor.ilike(format!("%{}%", like_literal(actor))));
    }
    if let Some(action) = &question.action {
        query = query.filter(audit_log::action.eq(action));
    }
    if let Some(kind) = &question.kind {
        query = query.filter(audit_log::kind.eq(kind));
    }
    if let Some(before) = question.before {
        query = query.filter(audit_log::id.lt(before));
    }
    query
        .order(audit_log::id.desc())
        .limit(limit)
        .select(Entry::as_select())
        .load(&mut conn)
        .await
}

/// Every action and kind that the log holds, for filters.
///
/// # Errors
/// What the database refuses.
pub async fn words(mut conn: &AsyncPgConnection) -> QueryResult<(Vec<String>, Vec<String>)> {
    let actions = audit_log::table
        .select(audit_log::action)
        .distinct()
        .order(audit_log::action)
        .load(&mut conn)
        .await?;
    let kinds = audit_log::table
        .select(audit_log::kind)
        .distinct()
        .order(audit_log::kind)
        .load(&mut conn)
        .await?;
    Ok((actions, kinds))
}
