//! Reads of autosaves.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::Kept;
use crate::db::schema::autosaves;
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
