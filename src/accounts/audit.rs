//! The audit log: who did what and when.

use std::collections::HashMap;

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
    let line = Line {
        author,
        action,
        kind,
        entity_id,
        detail,
    };
    record_many(tx, &[line]).await
}

/// A line that is to be appended.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// Who did it.
    pub author: &'a Author,
    /// What was done.
    pub action: &'a str,
    /// With what kind of thing.
    pub kind: &'a str,
    /// With which.
    pub entity_id: Option<Uuid>,
    /// More.
    pub detail: Value,
}

/// Appends lines to the audit log, in the transaction of what is recorded.
///
/// # Errors
/// What the database refuses.
pub async fn record_many(tx: &mut Tx, lines: &[Line<'_>]) -> Result<(), AppError> {
    let row = |line: &Line<'_>| {
        (
            audit_log::id.eq(Uuid::now_v7()),
            audit_log::user_id.eq(line.author.user_id),
            audit_log::actor.eq(line.author.name.clone()),
            audit_log::action.eq(line.action.to_owned()),
            audit_log::kind.eq(line.kind.to_owned()),
            audit_log::entity_id.eq(line.entity_id),
            audit_log::detail.eq(line.detail.clone()),
        )
    };
    // PostgreSQL takes 65,535 parameters a statement; a line has seven.
    for lines in lines.chunks(5_000) {
        diesel::insert_into(audit_log::table)
            .values(lines.iter().map(row).collect::<Vec<_>>())
            .execute(tx.conn()?)
            .await?;
    }
    Ok(())
}

/// Those of some entities that people have saved in the admin, with when they last did.
///
/// # Errors
/// No database.
pub async fn last_saved_by_people(
    tx: &mut Tx,
    entities: &[Uuid],
) -> Result<HashMap<Uuid, DateTime<Utc>>, AppError> {
    let rows: Vec<(Option<Uuid>, Option<DateTime<Utc>>)> = audit_log::table
        .filter(audit_log::entity_id.eq_any(entities))
        .filter(audit_log::action.eq("save"))
        .filter(audit_log::user_id.is_not_null())
        .group_by(audit_log::entity_id)
        .select((
            audit_log::entity_id,
            diesel::dsl::max(audit_log::happened_at),
        ))
        .load(tx.conn()?)
        .await?;
    let saved = rows.into_iter().filter_map(|(entity, at)| entity.zip(at));
    Ok(saved.collect())
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
