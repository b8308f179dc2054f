//! Writes of rules of lists.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::document::SearchRuleDocument;
use super::draft::SearchRuleDraft;
use super::model::{Effect, SearchRuleId};
use crate::db::schema::{search_rule_boosts, search_rule_products, search_rules};
use crate::error::AppError;
use crate::gate;
use crate::publishing::{Author, Outcome, Publishing, Slug, Tx};

/// Saves a rule, or makes it.
///
/// # Errors
/// What the database refuses.
pub async fn save_draft(
    tx: &mut Tx,
    id: SearchRuleId,
    draft: &SearchRuleDraft,
) -> Result<(), AppError> {
    let row = (
        search_rules::name.eq(&draft.name),
        search_rules::market.eq(draft.market),
        search_rules::query.eq(&draft.query),
        search_rules::query_match.eq(draft.query_match),
        search_rules::category_id.eq(draft.category),
        search_rules::brand_id.eq(draft.brand),
        search_rules::ingredient_id.eq(draft.ingredient),
        search_rules::topic_id.eq(draft.topic),
        search_rules::starts_on.eq(draft.starts_on),
        search_rules::ends_on.eq(draft.ends_on),
        search_rules::leads_to.eq(&draft.leads_to),
    );
    diesel::insert_into(search_rules::table)
        .values((search_rules::id.eq(id), row))
        .on_conflict(search_rules::id)
        .do_update()
        .set((
            row,
            search_rules::version.eq(search_rules::version + 1),
            search_rules::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await?;
    save_products(tx, id, draft).await?;
    save_boosts(tx, id, draft).await
}

async fn save_products(
    tx: &mut Tx,
    id: SearchRuleId,
    draft: &SearchRuleDraft,
) -> Result<(), AppError> {
    diesel::delete(search_rule_products::table.filter(search_rule_products::rule_id.eq(id)))
        .execute(tx.conn()?)
        .await?;
    let pinned = draft.pinned.iter().map(|product| (Effect::Pin, product));
    let hidden = draft.hidden.iter().map(|product| (Effect::Hide, product));
    let rows: Vec<_> = pinned
        .chain(hidden)
        .zip(0i32..)
        .map(|((effect, product), position)| {
            (
                search_rule_products::rule_id.eq(id),
                search_rule_products::product_id.eq(*product),
                search_rule_products::effect.eq(effect),
                search_rule_products::position.eq(position),
            )
        })
        .collect();
    diesel::insert_into(search_rule_products::table)
        .values(rows)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

async fn save_boosts(
    tx: &mut Tx,
    id: SearchRuleId,
    draft: &SearchRuleDraft,
) -> Result<(), AppError> {
    diesel::delete(search_rule_boosts::table.filter(search_rule_boosts::rule_id.eq(id)))
        .execute(tx.conn()?)
        .await?;
    let rows: Vec<_> = draft
        .boosts
        .iter()
        .zip(0i32..)
        .map(|(boost, position)| {
            (
                search_rule_boosts::rule_id.eq(id),
                search_rule_boosts::position.eq(position),
                search_rule_boosts::category_id.eq(boost.category),
                search_rule_boosts::brand_id.eq(boost.brand),
                search_rule_boosts::ingredient_id.eq(boost.ingredient),
                search_rule_boosts::times.eq(boost.times),
            )
        })
        .collect();
    diesel::insert_into(search_rule_boosts::table)
        .values(rows)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Lets a rule arrange lists from now on.
///
/// # Errors
/// What publishing refuses.
pub async fn publish_document(
    tx: &mut Tx,
    id: SearchRuleId,
    document: &SearchRuleDocument,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    // Nobody sees the slug.
    let slug = Slug::from_name(&format!("rule {id}"), "rule");
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
