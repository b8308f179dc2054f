//! Writes of protocols.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::document::ProtocolDocument;
use super::draft::ProtocolDraft;
use super::model::{ProtocolId, ProtocolRow, Step};
use super::queries;
use crate::db::schema::{protocol_steps, protocols};
use crate::error::{AppError, OnConstraint};
use crate::gate;
use crate::publishing::{Author, Outcome, Publishing, Slug, Tx};

/// Adds a protocol with its steps in order.
///
/// # Errors
/// A slug that is taken.
pub async fn create_protocol(
    tx: &mut Tx,
    row: &ProtocolRow,
    steps: &[Step],
) -> Result<(), AppError> {
    diesel::insert_into(protocols::table)
        .values(row)
        .execute(tx.conn()?)
        .await
        .on_constraint("protocols_slug_key", || {
            AppError::field("slug", "belongs to another protocol")
        })?;
    add_steps(tx, row.id, steps).await
}

async fn add_steps(tx: &mut Tx, id: ProtocolId, steps: &[Step]) -> Result<(), AppError> {
    let rows: Vec<_> = steps
        .iter()
        .zip(0i32..)
        .map(|(step, position)| {
            (
                protocol_steps::protocol_id.eq(id),
                protocol_steps::position.eq(position),
                protocol_steps::product_id.eq(step.product_id),
                protocol_steps::amount.eq(&step.amount),
                protocol_steps::timing.eq(&step.timing),
                protocol_steps::note.eq(step.note.as_deref()),
            )
        })
        .collect();
    diesel::insert_into(protocol_steps::table)
        .values(rows)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Publishes a protocol as it stands in the edit tables.
///
/// # Errors
/// Not found, or a slug that another public protocol has.
pub async fn publish_protocol(
    tx: &mut Tx,
    id: ProtocolId,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    let (slug, document) = queries::document(tx.conn()?, id).await?;
    publish_document(tx, id, &slug, &document, author, note).await
}

/// Publishes a protocol as a document says it is.
///
/// # Errors
/// A slug that another public protocol has, or words that its rule packs do not clear.
pub async fn publish_document(
    tx: &mut Tx,
    id: ProtocolId,
    slug: &str,
    document: &ProtocolDocument,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    let slug = Slug::parse(slug)?;
    gate::publish(
        tx,
        Publishing {
            entity_id: id.0,
            slug: &slug,
            document,
            author,
            note,
        },
        &[],
    )
    .await
}

/// Saves a protocol with its steps, or makes it.
///
/// # Errors
/// A slug that is taken.
pub async fn save_draft(
    tx: &mut Tx,
    id: ProtocolId,
    draft: &ProtocolDraft,
) -> Result<(), AppError> {
    let row = (
        protocols::slug.eq(&draft.slug),
        protocols::title.eq(&draft.title),
        protocols::summary.eq(&draft.summary),
        protocols::description.eq(&draft.description),
        protocols::topic_id.eq(draft.topic_id),
        protocols::article_id.eq(draft.article_id),
    );
    diesel::insert_into(protocols::table)
        .values((protocols::id.eq(id), row))
        .on_conflict(protocols::id)
        .do_update()
        .set((
            row,
            protocols::version.eq(protocols::version + 1),
            protocols::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await
        .on_constraints(&[("protocols_slug_key", "slug", "belongs to another protocol")])?;
    diesel::delete(protocol_steps::table.filter(protocol_steps::protocol_id.eq(id)))
        .execute(tx.conn()?)
        .await?;
    add_steps(tx, id, &draft.steps).await
}
