//! Reads of the edit tables of rules of lists.

use chrono::NaiveDate;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use rust_decimal::Decimal;

use super::document::{Boost, SearchRuleDocument, Targets};
use super::draft::{BoostDraft, SearchRuleDraft};
use super::model::{Effect, QueryMatch, SearchRuleId};
use crate::catalog::brand::model::BrandId;
use crate::catalog::category::model::CategoryId;
use crate::catalog::market::Market;
use crate::catalog::product::model::ProductId;
use crate::db::schema::{search_rule_boosts, search_rule_products, search_rules};
use crate::evidence::ingredient::model::IngredientId;
use crate::evidence::topic::model::TopicId;

#[derive(Queryable, Selectable)]
#[diesel(table_name = search_rules)]
struct Row {
    name: String,
    market: Option<Market>,
    query: String,
    query_match: QueryMatch,
    category_id: Option<CategoryId>,
    brand_id: Option<BrandId>,
    ingredient_id: Option<IngredientId>,
    topic_id: Option<TopicId>,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    leads_to: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = search_rule_boosts)]
struct BoostRow {
    category_id: Option<CategoryId>,
    brand_id: Option<BrandId>,
    ingredient_id: Option<IngredientId>,
    times: Decimal,
}

/// What is edited of a rule, as it is saved.
pub async fn draft(mut conn: &AsyncPgConnection, id: SearchRuleId) -> QueryResult<SearchRuleDraft> {
    let row: Row = search_rules::table
        .find(id)
        .select(Row::as_select())
        .first(&mut conn)
        .await?;
    let products: Vec<(Effect, ProductId)> = search_rule_products::table
        .filter(search_rule_products::rule_id.eq(id))
        .order(search_rule_products::position)
        .select((
            search_rule_products::effect,
            search_rule_products::product_id,
        ))
        .load(&mut conn)
        .await?;
    let boosts: Vec<BoostRow> = search_rule_boosts::table
        .filter(search_rule_boosts::rule_id.eq(id))
        .order(search_rule_boosts::position)
        .select(BoostRow::as_select())
        .load(&mut conn)
        .await?;
    let with = |effect: Effect| {
        let products = products.iter().filter(|(of, _)| *of == effect);
        products.map(|(_, product)| *product).collect()
    };
    Ok(SearchRuleDraft {
        name: row.name,
        market: row.market,
        query: row.query,
        query_match: row.query_match,
        category: row.category_id,
        brand: row.brand_id,
        ingredient: row.ingredient_id,
        topic: row.topic_id,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        pinned: with(Effect::Pin),
        hidden: with(Effect::Hide),
        boosts: boosts
            .into_iter()
            .map(|row| BoostDraft {
                brand: row.brand_id,
                category: row.category_id,
                ingredient: row.ingredient_id,
                times: row.times.normalize(),
            })
            .collect(),
        leads_to: row.leads_to,
    })
}

/// What would be published of a rule now.
pub async fn document(
    conn: &AsyncPgConnection,
    id: SearchRuleId,
) -> QueryResult<SearchRuleDocument> {
    let draft = draft(conn, id).await?;
    Ok(SearchRuleDocument {
        name: draft.name,
        market: draft.market,
        query: draft.query,
        query_match: draft.query_match,
        within: Targets {
            category: draft.category,
            brand: draft.brand,
            ingredient: draft.ingredient,
            topic: draft.topic,
        },
        starts_on: draft.starts_on,
        ends_on: draft.ends_on,
        pinned: draft.pinned,
        hidden: draft.hidden,
        boosts: draft
            .boosts
            .into_iter()
            .map(|boost| Boost {
                target: Targets {
                    category: boost.category,
                    brand: boost.brand,
                    ingredient: boost.ingredient,
                    topic: None,
                },
                times: boost.times,
            })
            .collect(),
        leads_to: Some(draft.leads_to).filter(|path| !path.is_empty()),
    })
}
