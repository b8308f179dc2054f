//! Writes of collections.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::document::CollectionDocument;
use super::draft::{CollectionDraft, RuleDraft};
use super::model::{Aspect, CollectionId};
use crate::db::schema::{collection_products, collection_rules, collections};
use crate::error::{AppError, OnConstraint};
use crate::gate;
use crate::publishing::{Author, Outcome, Publishing, Slug, Tx};

/// Saves a collection, or makes it.
///
/// # Errors
/// A slug that is taken.
pub async fn save_draft(
    tx: &mut Tx,
    id: CollectionId,
    draft: &CollectionDraft,
) -> Result<(), AppError> {
    let row = (
        collections::slug.eq(&draft.slug),
        collections::name.eq(&draft.name),
        collections::summary.eq(&draft.summary),
        collections::description.eq(&draft.description),
        collections::match_mode.eq(draft.match_mode),
    );
    diesel::insert_into(collections::table)
        .values((collections::id.eq(id), row))
        .on_conflict(collections::id)
        .do_update()
        .set((
            row,
            collections::version.eq(collections::version + 1),
            collections::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await
        .on_constraints(&[(
            "collections_slug_key",
            "slug",
            "belongs to another collection",
        )])?;
    save_products(tx, id, draft).await?;
    save_rules(tx, id, &draft.rules).await
}

async fn save_products(
    tx: &mut Tx,
    id: CollectionId,
    draft: &CollectionDraft,
) -> Result<(), AppError> {
    diesel::delete(collection_products::table.filter(collection_products::collection_id.eq(id)))
        .execute(tx.conn()?)
        .await?;
    let rows: Vec<_> = draft
        .products
        .iter()
        .zip(0i32..)
        .map(|(product, position)| {
            (
                collection_products::collection_id.eq(id),
                collection_products::product_id.eq(*product),
                collection_products::position.eq(position),
            )
        })
        .collect();
    diesel::insert_into(collection_products::table)
        .values(rows)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

async fn save_rules(tx: &mut Tx, id: CollectionId, rules: &[RuleDraft]) -> Result<(), AppError> {
    diesel::delete(collection_rules::table.filter(collection_rules::collection_id.eq(id)))
        .execute(tx.conn()?)
        .await?;
    let rows: Vec<_> = rules
        .iter()
        .zip(0i32..)
        .filter_map(|(rule, position)| {
            let (aspect, target, word) = stored(rule)?;
            Some((
                collection_rules::collection_id.eq(id),
                collection_rules::position.eq(position),
                collection_rules::aspect.eq(aspect),
                collection_rules::target_id.eq(target),
                collection_rules::word.eq(word),
                collection_rules::at_least.eq(rule.at_least),
                collection_rules::unit.eq(rule.at_least.and(rule.unit)),
            ))
        })
        .collect();
    diesel::insert_into(collection_rules::table)
        .values(rows)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

fn stored(rule: &RuleDraft) -> Option<(Aspect, Option<Uuid>, Option<String>)> {
    let target = |aspect, id| Some((aspect, Some(id), None));
    if let Some(id) = rule.brand {
        return target(Aspect::Brand, id.0);
    }
    if let Some(id) = rule.category {
        return target(Aspect::Category, id.0);
    }
    if let Some(id) = rule.ingredient {
        return target(Aspect::Ingredient, id.0);
    }
    if let Some(form) = rule.form {
        return Some((Aspect::Form, None, Some(form.as_str().to_owned())));
    }
    let substance = rule.free_from.clone()?;
    Some((Aspect::FreeFrom, None, Some(substance)))
}

/// Publishes a collection as a document says it is.
///
/// # Errors
/// A slug that is taken, or words that its rule packs do not clear.
pub async fn publish_document(
    tx: &mut Tx,
    id: CollectionId,
    slug: &str,
    document: &CollectionDocument,
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
