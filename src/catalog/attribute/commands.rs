//! Writes of attributes.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::document::AttributeDocument;
use super::draft::AttributeDraft;
use super::model::AttributeId;
use crate::db::schema::attributes;
use crate::error::{AppError, OnConstraint};
use crate::gate;
use crate::publishing::{Author, Outcome, Publishing, Slug, Tx};

/// Saves an attribute, or makes it.
///
/// # Errors
/// A slug that is taken.
pub async fn save_draft(
    tx: &mut Tx,
    id: AttributeId,
    draft: &AttributeDraft,
) -> Result<(), AppError> {
    let row = (
        attributes::slug.eq(&draft.slug),
        attributes::name.eq(&draft.name),
        attributes::hint.eq(&draft.hint),
        attributes::value_type.eq(draft.value_type),
        attributes::unit.eq(draft.unit.as_deref()),
        attributes::choices.eq(&draft.choices),
        attributes::is_public.eq(draft.is_public),
    );
    diesel::insert_into(attributes::table)
        .values((attributes::id.eq(id.0), row))
        .on_conflict(attributes::id)
        .do_update()
        .set((
            row,
            attributes::version.eq(attributes::version + 1),
            attributes::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await
        .on_constraints(&[(
            "attributes_slug_key",
            "slug",
            "belongs to another attribute",
        )])?;
    Ok(())
}

/// Publishes an attribute as a document says it is.
///
/// # Errors
/// A slug that is taken, or words that its rule packs do not clear.
pub async fn publish_document(
    tx: &mut Tx,
    id: AttributeId,
    slug: &str,
    document: &AttributeDocument,
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
