//! Reads of the edit tables of collections.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::document::{CollectionDocument, CollectionRule};
use super::draft::{CollectionDraft, RuleDraft};
use super::model::{Aspect, CollectionId, LeastUnit, MatchMode};
use crate::catalog::brand::model::BrandId;
use crate::catalog::category::model::CategoryId;
use crate::catalog::product::model::ProductId;
use crate::db::schema::{collection_products, collection_rules, collections};
use crate::evidence::ingredient::model::IngredientId;

type RuleRow = (
    Aspect,
    Option<Uuid>,
    Option<String>,
    Option<Decimal>,
    Option<LeastUnit>,
);

#[derive(Queryable, Selectable)]
#[diesel(table_name = collections)]
struct Row {
    slug: String,
    name: String,
    summary: String,
    description: String,
    match_mode: MatchMode,
}

/// What would be published of a collection now.
pub async fn document(
    mut conn: &AsyncPgConnection,
    id: CollectionId,
) -> QueryResult<(String, CollectionDocument)> {
    let row: Row = collections::table
        .find(id)
        .select(Row::as_select())
        .first(&mut conn)
        .await?;
    let products: Vec<ProductId> = collection_products::table
        .filter(collection_products::collection_id.eq(id))
        .order((
            collection_products::position,
            collection_products::product_id,
        ))
        .select(collection_products::product_id)
        .load(&mut conn)
        .await?;
    let rules: Vec<RuleRow> = collection_rules::table
        .filter(collection_rules::collection_id.eq(id))
        .order(collection_rules::position)
        .select((
            collection_rules::aspect,
            collection_rules::target_id,
            collection_rules::word,
            collection_rules::at_least,
            collection_rules::unit,
        ))
        .load(&mut conn)
        .await?;
    let document = CollectionDocument {
        name: row.name,
        summary: row.summary,
        description: row.description,
        products,
        match_mode: row.match_mode,
        rules: rules
            .into_iter()
            .map(|(aspect, target_id, word, least, unit)| CollectionRule {
                aspect,
                target_id,
                word,
                at_least: least.map(|least| least.normalize()),
                unit,
            })
            .collect(),
    };
    Ok((row.slug, document))
}

/// What is edited of a collection, as it is saved.
pub async fn draft(conn: &AsyncPgConnection, id: CollectionId) -> QueryResult<CollectionDraft> {
    let (slug, document) = document(conn, id).await?;
    let rule = |rule: CollectionRule| {
        let mut draft = RuleDraft::default();
        match rule.aspect {
            Aspect::Brand => draft.brand = rule.target_id.map(BrandId),
            Aspect::Category => draft.category = rule.target_id.map(CategoryId),
            Aspect::Ingredient => {
                draft.ingredient = rule.target_id.map(IngredientId);
                draft.at_least = rule.at_least;
                draft.unit = rule.unit;
            }
            Aspect::Form => draft.form = rule.word.and_then(|word| word.parse().ok()),
            Aspect::FreeFrom => draft.free_from = rule.word,
        }
        draft
    };
    Ok(CollectionDraft {
        slug,
        name: document.name,
        summary: document.summary,
        description: document.description,
        products: document.products,
        match_mode: document.match_mode,
        rules: document.rules.into_iter().map(rule).collect(),
    })
}

/// The collection with a slug.
pub async fn collection_by_slug(
    mut conn: &AsyncPgConnection,
    slug: &str,
) -> QueryResult<Option<Uuid>> {
    let id: Option<CollectionId> = collections::table
        .filter(collections::slug.eq(slug))
        .select(collections::id)
        .first(&mut conn)
        .await
        .optional()?;
    Ok(id.map(|id| id.0))
}
