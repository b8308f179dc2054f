//! Reads of the edit tables of categories.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::document::CategoryDocument;
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
