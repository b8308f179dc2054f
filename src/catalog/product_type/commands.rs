//! Writes of product types.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::document::ProductTypeDocument;
use super::draft::ProductTypeDraft;
use super::model::ProductTypeId;
use crate::db::schema::{product_type_attributes, product_types};
use crate::error::{AppError, OnConstraint};
use crate::gate;
use crate::publishing::{Author, Outcome, Publishing, Slug, Tx};

/// Saves a product type with its attributes, or makes it.
///
/// # Errors
/// A slug that is taken.
pub async fn save_draft(
    tx: &mut Tx,
    id: ProductTypeId,
    draft: &ProductTypeDraft,
) -> Result<(), AppError> {
    let row = (
        product_types::slug.eq(&draft.slug),
        product_types::name.eq(&draft.name),
        product_types::description.eq(&draft.description),
    );
    diesel::insert_into(product_types::table)
        .values((product_types::id.eq(id), row))
        .on_conflict(product_types::id)
        .do_update()
        .set((
            row,
            product_types::version.eq(product_types::version + 1),
            product_types::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await
        .on_constraints(&[(
            "product_types_slug_key",
            "slug",
            "belongs to another product type",
        )])?;
    diesel::delete(
        product_type_attributes::table.filter(product_type_attributes::product_type_id.eq(id)),
    )
    .execute(tx.conn()?)
    .await?;
    let rows: Vec<_> = draft
        .attributes
        .iter()
        .zip(0i32..)
        .map(|(attribute, position)| {
            (
                product_type_attributes::product_type_id.eq(id),
                product_type_attributes::attribute_id.eq(attribute.attribute_id),
                product_type_attributes::position.eq(position),
                product_type_attributes::is_required.eq(attribute.is_required),
            )
        })
        .collect();
    diesel::insert_into(product_type_attributes::table)
        .values(rows)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Publishes a product type as a document says it is.
///
/// # Errors
/// A slug that is taken, or words that its rule packs do not clear.
pub async fn publish_document(
    tx: &mut Tx,
    id: ProductTypeId,
    slug: &str,
    document: &ProductTypeDocument,
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
