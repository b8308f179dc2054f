//! Writes of categories.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::document::CategoryDocument;
use super::draft::CategoryDraft;
use super::model::{CategoryId, CategoryRow};
use super::queries;
use crate::db::schema::categories;
use crate::error::{AppError, OnConstraint};
use crate::gate;
use crate::publishing::{Author, Outcome, Publishing, Slug, Tx};

/// Deepest level of the tree of categories.
const DEEPEST: usize = 20;

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
    publish_document(tx, id, &slug, &document, author, note).await
}

/// Publishes a category as a document says it is.
///
/// # Errors
/// A slug that another public category has, or words that its rule packs do not clear.
pub async fn publish_document(
    tx: &mut Tx,
    id: CategoryId,
    slug: &str,
    document: &CategoryDocument,
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

/// Saves a category, or makes it.
///
/// # Errors
/// A slug that is taken, or a category that would be part of itself.
pub async fn save_draft(
    tx: &mut Tx,
    id: CategoryId,
    draft: &CategoryDraft,
) -> Result<(), AppError> {
    let mut above = draft.parent_id;
    // A way up that comes back, or that is longer than any tree, has a circle.
    for _ in 0..DEEPEST {
        match above {
            None => break,
            Some(parent) if parent == id => above = Some(id),
            Some(parent) => above = queries::parent_of(tx.conn()?, parent).await?,
        }
    }
    if above.is_some() {
        return Err(AppError::field(
            "parent_id",
            "must not be the category itself or one within it",
        ));
    }
    let row = (
        categories::slug.eq(&draft.slug),
        categories::name.eq(&draft.name),
        categories::summary.eq(&draft.summary),
        categories::description.eq(&draft.description),
        categories::parent_id.eq(draft.parent_id),
        categories::position.eq(draft.position),
    );
    diesel::insert_into(categories::table)
        .values((categories::id.eq(id), row))
        .on_conflict(categories::id)
        .do_update()
        .set((
            row,
            categories::version.eq(categories::version + 1),
            categories::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await
        .on_constraints(&[("categories_slug_key", "slug", "belongs to another category")])?;
    Ok(())
}
