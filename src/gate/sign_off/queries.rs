//! Reads of signatures.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::SignOff;
use crate::db::schema::sign_offs;

/// Every signature for texts of some entities, newest first.
pub async fn sign_offs_of(
    mut conn: &AsyncPgConnection,
    entities: &[Uuid],
) -> QueryResult<Vec<SignOff>> {
    sign_offs::table
        .filter(sign_offs::entity_id.eq_any(entities))
        .order((sign_offs::signed_at.desc(), sign_offs::id.desc()))
        .select(SignOff::as_select())
        .load(&mut conn)
        .await
}
