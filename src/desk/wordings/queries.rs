//! Sentences that were approved for what a page sells, to be taken in place of one that a rule objects to.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use crate::catalog::market::Market;
use crate::compliance::surface::Surface;
use crate::db::schema::{claim_wordings, claims, formula_rows, formulas, product_claims};
use crate::evidence::claim::model::WordingStatus;
use crate::publishing::Kind;

diesel::allow_tables_to_appear_in_same_query!(claim_wordings, claims);
diesel::allow_tables_to_appear_in_same_query!(formula_rows, formulas);

/// Most sentences that are offered.
const MOST: i64 = 12;

/// The approved sentences for the default market: of a product those of its claims and of the ingredients in its formula, of an
/// ingredient those of its claims, of everything else none.
pub async fn approved_wordings(
    mut conn: &AsyncPgConnection,
    kind: Kind,
    id: Uuid,
) -> QueryResult<Vec<String>> {
    let ingredients: Vec<Option<Uuid>> = match kind {
        Kind::Ingredient => vec![Some(id)],
        Kind::Product => {
            formula_rows::table
                .inner_join(formulas::table)
                .filter(formulas::product_id.eq(id))
                .filter(formulas::is_current)
                .filter(formula_rows::ingredient_id.is_not_null())
                .select(formula_rows::ingredient_id)
                .load(&mut conn)
                .await?
        }
        _ => return Ok(Vec::new()),
    };
    let ingredients: Vec<Uuid> = ingredients.into_iter().flatten().collect();
    let of_product: Vec<Uuid> = product_claims::table
        .filter(product_claims::product_id.eq(id))
        .select(product_claims::claim_id)
        .load(&mut conn)
        .await?;
    claim_wordings::table
        .inner_join(claims::table)
        .filter(claim_wordings::market.eq(Market::Us))
        .filter(claim_wordings::surface.eq(Surface::Product))
        .filter(claim_wordings::status.eq(WordingStatus::Approved))
        .filter(
            claims::ingredient_id
                .eq_any(ingredients)
                .or(claims::id.eq_any(of_product)),
        )
        .order((claims::slug, claim_wordings::position))
        .limit(MOST)
        .select(claim_wordings::text)
        .load(&mut conn)
        .await
}
