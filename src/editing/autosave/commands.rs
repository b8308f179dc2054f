//! Writes of autosaves.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use crate::db::schema::autosaves;
use crate::error::AppError;
use crate::publishing::{Kind, Tx};

/// Names of fields that are not kept: they belong to the page and not to what was typed.
const NOT_KEPT: &[&str] = &["csrf", "do", "then"];

/// Keeps what a person has typed, in place of what was kept before.
///
/// # Errors
/// What the database refuses.
pub async fn keep(
    tx: &mut Tx,
    user: Uuid,
    (kind, entity_id): (Kind, Uuid),
    revision: i32,
    pairs: &[(String, String)],
) -> Result<(), AppError> {
    let kept: Vec<_> = pairs
        .iter()
        .filter(|(name, _)| !NOT_KEPT.contains(&name.as_str()))
        .collect();
    let row = (
        autosaves::revision.eq(revision),
        autosaves::form.eq(json!(kept)),
        autosaves::saved_at.eq(diesel::dsl::now),
    );
    diesel::insert_into(autosaves::table)
        .values((
            autosaves::user_id.eq(user),
            autosaves::entity_id.eq(entity_id),
            autosaves::kind.eq(kind),
            row.clone(),
        ))
        .on_conflict((autosaves::user_id, autosaves::entity_id))
        .do_update()
        .set(row)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Forgets what a person has typed for an entity.
///
/// # Errors
/// What the database refuses.
pub async fn discard(tx: &mut Tx, user: Uuid, entity_id: Uuid) -> Result<(), AppError> {
    diesel::delete(autosaves::table.find((user, entity_id)))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}
