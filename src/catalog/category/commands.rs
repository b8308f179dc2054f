//! Writes of categories.

use diesel_async::RunQueryDsl;

use super::model::{CategoryId, CategoryRow};
use super::queries;
use crate::db::schema::categories;
use crate::error::{AppError, OnConstraint};
use crate::gate;
use crate::publishing::{Author, Outcome, Publishing, Slug, Tx};

/// Adds a category.
///
/// # Errors
/// A slug that is taken.
pub async fn create_category(tx: &mut Tx, row: &CategoryRow) -> Result<(), AppError> {
    diesel::insert_into(categories::table)
        .values(row)
        .execute(tx.conn()?)
        .await
        .on_constraint("categories_slug_key", || {
            AppError::field("slug", "belongs to another category")
        })?;
    Ok(())
}

/// Publishes a category as it stands in the edit tables.
///
/// # Errors
/// Not found, or a slug that another public category has.
pub async fn publish_category(
    tx: &mut Tx,
    id: CategoryId,
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
