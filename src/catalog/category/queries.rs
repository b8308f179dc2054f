//! Reads of the edit tables of categories.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

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
