//! Reads of the edit tables of categories.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::document::CategoryDocument;
use super::draft::CategoryDraft;
use super::model::{CategoryId, CategoryRow};
use crate::db::schema::categories;

/// A category by id.
pub async fn category(mut conn: &AsyncPgConnection, id: CategoryId) -> QueryResult<CategoryRow> {
    categories::table
        .find(id)
        .select(CategoryRow::as_select())
        .first(&mut conn)
        .await
}

/// A category by slug.
pub async fn category_by_slug(
    mut conn: &AsyncPgConnection,
    slug: &str,
) -> QueryResult<Option<CategoryRow>> {
    categories::table
        .filter(categories::slug.eq(slug))
        .select(CategoryRow::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// What would be published of a category now.
pub async fn document(
    conn: &AsyncPgConnection,
    id: CategoryId,
) -> QueryResult<(String, CategoryDocument)> {
    let row = category(conn, id).await?;
    let document = CategoryDocument {
        name: row.name,
        summary: row.summary,
        description: row.description,
        parent_id: row.parent_id,
        position: row.position,
    };
    Ok((row.slug, document))
}

/// The category that a category is part of.
pub async fn parent_of(
    mut conn: &AsyncPgConnection,
    id: CategoryId,
) -> QueryResult<Option<CategoryId>> {
    categories::table
        .find(id)
        .select(categories::parent_id)
        .first(&mut conn)
        .await
}

/// What is edited of a category, as it is saved.
pub async fn draft(conn: &AsyncPgConnection, id: CategoryId) -> QueryResult<CategoryDraft> {
    let row = category(conn, id).await?;
    Ok(CategoryDraft {
        slug: row.slug,
        name: row.name,
        parent_id: row.parent_id,
        position: row.position,
        summary: row.summary,
        description: row.description,
    })
}
