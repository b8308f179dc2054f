//! Writes of ingredients.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

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
    diesel::insert_into(ingredients::table)
        .values(row)
        .execute(tx.conn()?)
        .await
        .on_constraint("ingredients_slug_key", || {
            AppError::field("slug", "belongs to another ingredient")
        })?;
    let rows: Vec<_> = synonyms
        .iter()
        .zip(0i32..)
        .map(|(synonym, position)| {
            (
                ingredient_synonyms::id.eq(Uuid::now_v7()),
                ingredient_synonyms::ingredient_id.eq(row.id),
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
    let slug = Slug::parse(&slug)?;
    gate::publish(
        tx,
        Publishing {
            entity_id: id.0,
            slug: &slug,
            document: &document,
            author,
            note,
        },
        &[],
    )
    .await
}
