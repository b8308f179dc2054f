//! Reads of the edit tables of brands.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::document::BrandDocument;
use super::draft::BrandDraft;
use super::model::{BrandId, BrandRow};
use crate::db::schema::brands;

/// A brand by id.
pub async fn brand(mut conn: &AsyncPgConnection, id: BrandId) -> QueryResult<BrandRow> {
    brands::table
        .find(id)
        .select(BrandRow::as_select())
        .first(&mut conn)
        .await
}

/// A brand by slug.
pub async fn brand_by_slug(
    mut conn: &AsyncPgConnection,
    slug: &str,
) -> QueryResult<Option<BrandRow>> {
    brands::table
        .filter(brands::slug.eq(slug))
        .select(BrandRow::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// A brand by name, however it is capitalised.
pub async fn brand_by_name(
    mut conn: &AsyncPgConnection,
    name: &str,
) -> QueryResult<Option<BrandRow>> {
    brands::table
        .filter(crate::db::lower(brands::name).eq(crate::db::lower(name)))
        .select(BrandRow::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// What would be published of a brand now.
pub async fn document(
    conn: &AsyncPgConnection,
    id: BrandId,
) -> QueryResult<(String, BrandDocument)> {
    let row = brand(conn, id).await?;
    let document = BrandDocument {
        name: row.name,
        summary: row.summary,
        description: row.description,
    };
    Ok((row.slug, document))
}

/// What is edited of a brand, as it is saved.
pub async fn draft(conn: &AsyncPgConnection, id: BrandId) -> QueryResult<BrandDraft> {
    let row = brand(conn, id).await?;
    Ok(BrandDraft {
        slug: row.slug,
        name: row.name,
        summary: row.summary,
        description: row.description,
    })
}
