//! Reads of the edit tables of brands.

use std::collections::HashMap;

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

/// Brands by names in lower case, however they are capitalised.
pub async fn brands_by_names(
    mut conn: &AsyncPgConnection,
    names: &[String],
) -> QueryResult<HashMap<String, BrandId>> {
    let name = crate::db::lower(brands::name);
    let rows: Vec<(String, BrandId)> = brands::table
        .filter(name.eq_any(names))
        .order(brands::id.desc())
        .select((name, brands::id))
        .load(&mut conn)
        .await?;
    // Of two the elder counts.
    Ok(rows.into_iter().collect())
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
