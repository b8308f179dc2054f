//! Taking something from the public: a publication that says why, and an address that answers it.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::{Value, json};
use uuid::Uuid;

use super::changes::Action;
use super::publish::{STATE_LIVE, TEMPLATE_VERSION, checksum, current};
use super::{Author, Kind, Tx, links, routes};
use crate::db::schema::{current_publications, publications};
use crate::error::AppError;

/// Version of the small document that a withdrawal appends.
const WITHDRAWAL_VERSION: i32 = 1;

#[derive(Insertable)]
#[diesel(table_name = publications)]
struct NewPublication<'a> {
    id: Uuid,
    kind: Kind,
    entity_id: Uuid,
    revision: i32,
    action: &'a str,
    slug: &'a str,
    path: Option<String>,
    schema_version: i32,
    document: Value,
    card: Value,
    checksum: String,
    author_id: Option<Uuid>,
    author: &'a str,
    note: &'a str,
    template_version: &'a str,
    rule_pack_version: Option<&'a str>,
}

/// Takes an entity out of the public's sight. Its address says why, and what replaces it.
///
/// # Errors
/// Not found when the entity is not public.
pub async fn withdraw(
    tx: &mut Tx,
    kind: Kind,
    entity_id: Uuid,
    author: &Author,
    reason: &str,
    replacement: Option<Uuid>,
) -> Result<(), AppError> {
    let current = current(tx, &[entity_id])
        .await?
        .remove(&entity_id)
        .filter(|current| current.state == STATE_LIVE)
        .ok_or(AppError::NotFound)?;
    let card: Value = publications::table
        .inner_join(current_publications::table)
        .filter(current_publications::entity_id.eq(entity_id))
        .select(publications::card)
        .first(tx.conn()?)
        .await?;
    let revision = current.revision + 1;
    let publication_id = Uuid::now_v7();
    let document = json!({ "reason": reason, "replacement": replacement });
    let row = NewPublication {
        id: publication_id,
        kind,
        entity_id,
        revision,
        action: "withdraw",
        slug: &current.slug,
        path: kind.path(&current.slug),
        schema_version: WITHDRAWAL_VERSION,
        checksum: checksum(&json!([kind, current.slug, document, card]).to_string()),
        document,
        card,
        author_id: author.user_id,
        author: &author.name,
        note: reason,
        template_version: TEMPLATE_VERSION,
        rule_pack_version: None,
    };
    diesel::insert_into(publications::table)
        .values(row)
        .execute(tx.conn()?)
        .await?;
    diesel::update(current_publications::table.find(entity_id))
        .set((
            current_publications::state.eq("withdrawn"),
            current_publications::publication_id.eq(publication_id),
            current_publications::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await?;
    links::forget(tx, &[entity_id]).await?;
    routes::close(tx.conn()?, entity_id).await?;
    tx.published(
        (kind, entity_id, &current.slug),
        Action::Withdrawn,
        Vec::new(),
        (revision, publication_id),
    );
    Ok(())
}
