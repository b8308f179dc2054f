//! Reads of autosaves.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::Kept;
use crate::db::schema::{autosaves, users};
use crate::publishing::Kind;

/// What a person has typed for an entity and not saved.
pub async fn kept(
    mut conn: &AsyncPgConnection,
    user: Uuid,
    entity_id: Uuid,
) -> QueryResult<Option<Kept>> {
    autosaves::table
        .find((user, entity_id))
        .select(Kept::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// Who else has typed something for an entity since a time and not saved it, the latest first, with when.
pub async fn others_typing(
    mut conn: &AsyncPgConnection,
    user: Uuid,
    entity_id: Uuid,
    since: DateTime<Utc>,
) -> QueryResult<Vec<(String, DateTime<Utc>)>> {
    let rows: Vec<(String, String, DateTime<Utc>)> = autosaves::table
        .inner_join(users::table)
        .filter(autosaves::entity_id.eq(entity_id))
        .filter(autosaves::user_id.ne(user))
        .filter(autosaves::saved_at.gt(since))
        .order(autosaves::saved_at.desc())
        .limit(5)
        .select((users::name, users::email, autosaves::saved_at))
        .load(&mut conn)
        .await?;
    let called = |(name, email, when): (String, String, DateTime<Utc>)| {
        (if name.is_empty() { email } else { name }, when)
    };
    Ok(rows.into_iter().map(called).collect())
}

/// Everything that a person has typed and not saved, newest first.
pub async fn all_kept(
    mut conn: &AsyncPgConnection,
    user: Uuid,
) -> QueryResult<Vec<(Kind, Uuid, Kept)>> {
    autosaves::table
        .filter(autosaves::user_id.eq(user))
        .order(autosaves::saved_at.desc())
        .limit(20)
        .select((autosaves::kind, autosaves::entity_id, Kept::as_select()))
        .load(&mut conn)
        .await
}
