//! Reads of the edit tables of product types.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::document::ProductTypeDocument;
use super::draft::ProductTypeDraft;
use super::model::{ProductTypeId, TypeAttribute};
use crate::catalog::attribute::model::AttributeRow;
use crate::db::schema::{attributes, product_type_attributes, product_types};

/// What is edited of a product type, as it is saved.
pub async fn draft(
    mut conn: &AsyncPgConnection,
    id: ProductTypeId,
) -> QueryResult<ProductTypeDraft> {
    let (slug, name, description): (String, String, String) = product_types::table
        .find(id)
        .select((
            product_types::slug,
            product_types::name,
            product_types::description,
        ))
        .first(&mut conn)
        .await?;
    let attributes = product_type_attributes::table
        .filter(product_type_attributes::product_type_id.eq(id))
        .order((
            product_type_attributes::position,
            product_type_attributes::attribute_id,
        ))
        .select(TypeAttribute::as_select())
        .load(&mut conn)
        .await?;
    Ok(ProductTypeDraft {
        slug,
        name,
        description,
        attributes,
    })
}

/// What would be published of a product type now.
pub async fn document(
    conn: &AsyncPgConnection,
    id: ProductTypeId,
) -> QueryResult<(String, ProductTypeDocument)> {
    let draft = draft(conn, id).await?;
    let document = ProductTypeDocument {
        name: draft.name,
        attributes: draft.attributes,
    };
    Ok((draft.slug, document))
}

/// The attributes that products of a type state; none without a type.
pub async fn attributes_of_type(
    mut conn: &AsyncPgConnection,
    id: Option<ProductTypeId>,
) -> QueryResult<Vec<AttributeRow>> {
    product_type_attributes::table
        .inner_join(attributes::table)
        .filter(product_type_attributes::product_type_id.nullable().eq(id))
        .order(product_type_attributes::position)
        .select(AttributeRow::as_select())
        .load(&mut conn)
        .await
}

/// Names of the attributes that a product must state before it is published and does not.
pub async fn missing_attributes(
    mut conn: &AsyncPgConnection,
    id: ProductTypeId,
    stated: &[uuid::Uuid],
) -> QueryResult<Vec<String>> {
    product_type_attributes::table
        .inner_join(attributes::table)
        .filter(product_type_attributes::product_type_id.eq(id))
        .filter(product_type_attributes::is_required)
        .filter(attributes::id.ne_all(stated.to_vec()))
        .order(product_type_attributes::position)
        .select(attributes::name)
        .load(&mut conn)
        .await
}
