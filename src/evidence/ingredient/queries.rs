//! Reads of the edit tables of ingredients.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::document::IngredientDocument;
use super::draft::IngredientDraft;
use super::model::{Constituent, IngredientId, IngredientRow, Synonym};
use crate::compliance::rules::structure_function_sentences;
use crate::content::plain::plain;
use crate::db::schema::{ingredient_constituents, ingredient_synonyms, ingredients};

/// An ingredient by slug.
pub async fn ingredient_by_slug(
    mut conn: &AsyncPgConnection,
    slug: &str,
) -> QueryResult<Option<IngredientRow>> {
    ingredients::table
        .filter(ingredients::slug.eq(slug))
        .select(IngredientRow::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// The ingredient with a UNII.
pub async fn ingredient_by_unii(
    mut conn: &AsyncPgConnection,
    unii: &str,
) -> QueryResult<Option<IngredientId>> {
    ingredients::table
        .filter(ingredients::unii.eq(unii))
        .select(ingredients::id)
        .first(&mut conn)
        .await
        .optional()
}

/// Ingredients by UNII.
pub async fn ingredients_by_unii(
    mut conn: &AsyncPgConnection,
    codes: &[&str],
) -> QueryResult<HashMap<String, IngredientId>> {
    let rows: Vec<(String, IngredientId)> = ingredients::table
        .filter(ingredients::unii.eq_any(codes))
        .select((ingredients::unii.assume_not_null(), ingredients::id))
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Ingredients by names in lower case, however they are capitalised: their own names first, then synonyms.
pub async fn ingredients_by_name(
    mut conn: &AsyncPgConnection,
    names: &[String],
) -> QueryResult<HashMap<String, IngredientId>> {
    let synonym = crate::db::lower(ingredient_synonyms::name);
    let by_synonym: Vec<(String, IngredientId)> = ingredient_synonyms::table
        .filter(synonym.eq_any(names))
        .order(ingredient_synonyms::ingredient_id.desc())
        .select((synonym, ingredient_synonyms::ingredient_id))
        .load(&mut conn)
        .await?;
    let own = crate::db::lower(ingredients::name);
    let by_own: Vec<(String, IngredientId)> = ingredients::table
        .filter(own.eq_any(names))
        .order(ingredients::id.desc())
        .select((own, ingredients::id))
        .load(&mut conn)
        .await?;
    // What comes later takes the place: own names that of synonyms, the elder that of the younger.
    Ok(by_synonym.into_iter().chain(by_own).collect())
}

/// What would be published of an ingredient now.
pub async fn document(
    mut conn: &AsyncPgConnection,
    id: IngredientId,
) -> QueryResult<(String, IngredientDocument)> {
    let row: IngredientRow = ingredients::table
        .find(id)
        .select(IngredientRow::as_select())
        .first(&mut conn)
        .await?;
    let synonyms = synonyms_of(conn, id).await?;
    let constituents = constituents_of(conn, id).await?;
    let statements =
        structure_function_sentences(&format!("{}\n{}", row.summary, plain(&row.description)));
    let document = IngredientDocument {
        name: row.name,
        kind: row.kind,
        summary: row.summary,
        description: row.description,
        latin_name: row.latin_name,
        unii: row.unii,
        synonyms,
        constituents,
        statements,
    };
    Ok((row.slug, document))
}

/// What is edited of an ingredient, as it is saved.
pub async fn draft(mut conn: &AsyncPgConnection, id: IngredientId) -> QueryResult<IngredientDraft> {
    let row: IngredientRow = ingredients::table
        .find(id)
        .select(IngredientRow::as_select())
        .first(&mut conn)
        .await?;
    Ok(IngredientDraft {
        slug: row.slug,
        name: row.name,
        kind: row.kind,
        summary: row.summary,
        description: row.description,
        latin_name: row.latin_name,
        unii: row.unii,
        synonyms: synonyms_of(conn, id).await?,
        constituents: constituents_of(conn, id).await?,
    })
}

async fn synonyms_of(mut conn: &AsyncPgConnection, id: IngredientId) -> QueryResult<Vec<Synonym>> {
    ingredient_synonyms::table
        .filter(ingredient_synonyms::ingredient_id.eq(id))
        .order((ingredient_synonyms::position, ingredient_synonyms::id))
        .select(Synonym::as_select())
        .load(&mut conn)
        .await
}

async fn constituents_of(
    mut conn: &AsyncPgConnection,
    id: IngredientId,
) -> QueryResult<Vec<Constituent>> {
    ingredient_constituents::table
        .filter(ingredient_constituents::ingredient_id.eq(id))
        .order((
            ingredient_constituents::position,
            ingredient_constituents::constituent_id,
        ))
        .select(Constituent::as_select())
        .load(&mut conn)
        .await
}
