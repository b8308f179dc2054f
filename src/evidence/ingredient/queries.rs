//! Reads of the edit tables of ingredients.

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

/// The ingredient of a name, however it is capitalised: its own name first, then its synonyms.
pub async fn ingredient_by_name(
    mut conn: &AsyncPgConnection,
    name: &str,
) -> QueryResult<Option<IngredientId>> {
    let name = name.to_lowercase();
    let own = ingredients::table
        .filter(crate::db::lower(ingredients::name).eq(&name))
        .order(ingredients::id)
        .select(ingredients::id)
        .first(&mut conn)
        .await
        .optional()?;
    if own.is_some() {
        return Ok(own);
    }
    ingredient_synonyms::table
        .filter(crate::db::lower(ingredient_synonyms::name).eq(&name))
        .order(ingredient_synonyms::ingredient_id)
        .select(ingredient_synonyms::ingredient_id)
        .first(&mut conn)
        .await
        .optional()
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
