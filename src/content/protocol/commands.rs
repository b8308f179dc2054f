//! Writes of protocols.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

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
    let rows: Vec<_> = steps
        .iter()
        .zip(0i32..)
        .map(|(step, position)| {
            (
                protocol_steps::protocol_id.eq(row.id),
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
    let slug = Slug::parse(&slug)?;
    gate::publish(
        tx,
        Publishing {
            entity_id: id.0,
            slug: &slug,
            document: &document,
            author,
            note,
        },
        &[],
    )
    .await
}
