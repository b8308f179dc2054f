//! Writes of brands.

use diesel_async::RunQueryDsl;

use super::model::{BrandId, BrandRow};
use super::queries;
use crate::db::schema::brands;
use crate::error::{AppError, OnConstraint};
use crate::gate;
use crate::publishing::{Author, Outcome, Publishing, Slug, Tx};

/// Adds a brand.
///
/// # Errors
/// A slug or name that is taken.
pub async fn create_brand(tx: &mut Tx, row: &BrandRow) -> Result<(), AppError> {
    diesel::insert_into(brands::table)
        .values(row)
        .execute(tx.conn()?)
        .await
        .on_constraint("brands_slug_key", || {
            AppError::field("slug", "belongs to another brand")
        })?;
    Ok(())
}

/// Publishes a brand as it stands in the edit tables.
///
/// # Errors
/// Not found, or a slug that another public brand has.
pub async fn publish_brand(
    tx: &mut Tx,
    id: BrandId,
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
