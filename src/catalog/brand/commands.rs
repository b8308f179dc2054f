//! Writes of brands.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::document::BrandDocument;
use super::draft::BrandDraft;
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
    create_brands(tx, std::slice::from_ref(row)).await
}

/// Adds brands.
///
/// # Errors
/// A slug that is taken.
pub async fn create_brands(tx: &mut Tx, rows: &[BrandRow]) -> Result<(), AppError> {
    diesel::insert_into(brands::table)
        .values(rows)
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
    publish_document(tx, id, &slug, &document, author, note).await
}

/// Publishes a brand as a document says it is.
///
/// # Errors
/// A slug that another public brand has, or words that its rule packs do not clear.
pub async fn publish_document(
    tx: &mut Tx,
    id: BrandId,
    slug: &str,
    document: &BrandDocument,
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

/// Saves a brand, or makes it.
///
/// # Errors
/// A slug or a name that is taken.
pub async fn save_draft(tx: &mut Tx, id: BrandId, draft: &BrandDraft) -> Result<(), AppError> {
    let row = (
        brands::slug.eq(&draft.slug),
        brands::name.eq(&draft.name),
        brands::summary.eq(&draft.summary),
        brands::description.eq(&draft.description),
    );
    diesel::insert_into(brands::table)
        .values((brands::id.eq(id), row))
        .on_conflict(brands::id)
        .do_update()
        .set((
            row,
            brands::version.eq(brands::version + 1),
            brands::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await
        .on_constraints(&[
            ("brands_slug_key", "slug", "belongs to another brand"),
            ("brands_name_key", "name", "belongs to another brand"),
        ])?;
    Ok(())
}
