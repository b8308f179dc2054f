//! Writes of ingredients.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::document::IngredientDocument;
use super::draft::IngredientDraft;
use super::model::{IngredientId, IngredientRow, Synonym};
use super::queries;
use crate::db::schema::{ingredient_constituents, ingredient_synonyms, ingredients};
use crate::error::{AppError, OnConstraint};
use crate::gate;
use crate::publishing::{Author, Outcome, Publishing, Slug, Tx};

/// Adds an ingredient with its other names.
///
/// # Errors
/// A slug or UNII that is taken.
pub async fn create_ingredient(
    tx: &mut Tx,
    row: &IngredientRow,
    synonyms: &[Synonym],
) -> Result<(), AppError> {
    create_ingredients(tx, std::slice::from_ref(row)).await?;
    add_synonyms(tx, row.id, synonyms).await
}

/// Adds ingredients without synonyms.
///
/// # Errors
/// A slug that is taken.
pub async fn create_ingredients(tx: &mut Tx, rows: &[IngredientRow]) -> Result<(), AppError> {
    diesel::insert_into(ingredients::table)
        .values(rows)
        .execute(tx.conn()?)
        .await
        .on_constraint("ingredients_slug_key", || {
            AppError::field("slug", "belongs to another ingredient")
        })?;
    Ok(())
}

async fn add_synonyms(tx: &mut Tx, id: IngredientId, synonyms: &[Synonym]) -> Result<(), AppError> {
    let rows: Vec<_> = synonyms
        .iter()
        .zip(0i32..)
        .map(|(synonym, position)| {
            (
                ingredient_synonyms::id.eq(Uuid::now_v7()),
                ingredient_synonyms::ingredient_id.eq(id),
                ingredient_synonyms::name.eq(&synonym.name),
                ingredient_synonyms::kind.eq(synonym.kind),
                ingredient_synonyms::position.eq(position),
            )
        })
        .collect();
    diesel::insert_into(ingredient_synonyms::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Notes that an ingredient holds another.
///
/// # Errors
/// What the database refuses.
pub async fn add_constituent(
    tx: &mut Tx,
    ingredient: IngredientId,
    constituent: IngredientId,
    position: i32,
    note: Option<&str>,
) -> Result<(), AppError> {
    diesel::insert_into(ingredient_constituents::table)
        .values((
            ingredient_constituents::ingredient_id.eq(ingredient),
            ingredient_constituents::constituent_id.eq(constituent),
            ingredient_constituents::position.eq(position),
            ingredient_constituents::note.eq(note),
        ))
        .on_conflict_do_nothing()
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Publishes an ingredient as it stands in the edit tables.
///
/// # Errors
/// Not found, or a slug that another public ingredient has.
pub async fn publish_ingredient(
    tx: &mut Tx,
    id: IngredientId,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    let (slug, document) = queries::document(tx.conn()?, id).await?;
    publish_document(tx, id, &slug, &document, author, note).await
}

/// Publishes an ingredient as a document says it is.
///
/// # Errors
/// A slug that another public ingredient has, or words that its rule packs do not clear.
pub async fn publish_document(
    tx: &mut Tx,
    id: IngredientId,
    slug: &str,
    document: &IngredientDocument,
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

/// Saves an ingredient with its other names and what it holds, or makes it.
///
/// # Errors
/// A slug or UNII that is taken, or an ingredient that would hold itself.
pub async fn save_draft(
    tx: &mut Tx,
    id: IngredientId,
    draft: &IngredientDraft,
) -> Result<(), AppError> {
    let row = (
        ingredients::slug.eq(&draft.slug),
        ingredients::name.eq(&draft.name),
        ingredients::kind.eq(draft.kind),
        ingredients::summary.eq(&draft.summary),
        ingredients::description.eq(&draft.description),
        ingredients::latin_name.eq(draft.latin_name.as_deref()),
        ingredients::unii.eq(draft.unii.as_deref()),
    );
    diesel::insert_into(ingredients::table)
        .values((ingredients::id.eq(id), row))
        .on_conflict(ingredients::id)
        .do_update()
        .set((
            row,
            ingredients::version.eq(ingredients::version + 1),
            ingredients::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await
        .on_constraints(&[
            (
                "ingredients_slug_key",
                "slug",
                "belongs to another ingredient",
            ),
            (
                "ingredients_unii_key",
                "unii",
                "belongs to another ingredient",
            ),
        ])?;
    diesel::delete(ingredient_synonyms::table.filter(ingredient_synonyms::ingredient_id.eq(id)))
        .execute(tx.conn()?)
        .await?;
    add_synonyms(tx, id, &draft.synonyms).await?;
    diesel::delete(
        ingredient_constituents::table.filter(ingredient_constituents::ingredient_id.eq(id)),
    )
    .execute(tx.conn()?)
    .await?;
    for (constituent, position) in draft.constituents.iter().zip(0..) {
        if constituent.ingredient_id == id {
            return Err(AppError::field(
                "constituents",
                "must not hold the ingredient itself",
            ));
        }
        add_constituent(
            tx,
            id,
            constituent.ingredient_id,
            position,
            constituent.note.as_deref(),
        )
        .await?;
    }
    Ok(())
}
