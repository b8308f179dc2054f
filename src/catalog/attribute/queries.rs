//! Reads of the edit tables of attributes.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::document::AttributeDocument;
use super::draft::AttributeDraft;
use super::model::{AttributeId, AttributeRow};
use crate::db::schema::attributes;

async fn attribute(mut conn: &AsyncPgConnection, id: AttributeId) -> QueryResult<AttributeRow> {
    attributes::table
        .find(id.0)
        .select(AttributeRow::as_select())
        .first(&mut conn)
        .await
}

/// What is edited of an attribute, as it is saved.
pub async fn draft(conn: &AsyncPgConnection, id: AttributeId) -> QueryResult<AttributeDraft> {
    let row = attribute(conn, id).await?;
    Ok(AttributeDraft {
        slug: row.slug,
        name: row.name,
        value_type: row.value_type,
        unit: row.unit,
        choices: row.choices,
        hint: row.hint,
        is_public: row.is_public,
    })
}

/// What would be published of an attribute now.
pub async fn document(
    conn: &AsyncPgConnection,
    id: AttributeId,
) -> QueryResult<(String, AttributeDocument)> {
    let row = attribute(conn, id).await?;
    let document = AttributeDocument {
        name: row.name,
        value_type: row.value_type,
        unit: row.unit,
        choices: row.choices,
        is_public: row.is_public,
    };
    Ok((row.slug, document))
}
