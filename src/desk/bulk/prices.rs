//! Changes of many prices: those of every variant in the default market, with what each is reduced from.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::commands::Outcome;
use super::model::{Job, JobRow, JobState, RowState};
use super::operation::Operation;
use crate::catalog::market::{Market, Money};
use crate::catalog::offer::commands::{Wanted, hold_offers, set_offers};
use crate::catalog::offer::model::{OfferRow, OfferTerms};
use crate::catalog::product::model::ProductId;
use crate::catalog::variant::model::VariantId;
use crate::editing::revision::commands::take_turn;
use crate::error::AppError;
use crate::publishing::Tx;

/// A price as a change of many keeps it, in major units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Priced {
    price: Decimal,
    /// What it is reduced from.
    list: Option<Decimal>,
}

type Prices = BTreeMap<VariantId, Priced>;

/// For people: `12.50, 20.00 (before 25.00)`.
pub fn in_words(value: &Value) -> String {
    let prices: Prices = serde_json::from_value(value.clone()).unwrap_or_default();
    let words = prices.values().map(|priced| match priced.list {
        Some(list) => format!("{} (before {list})", priced.price),
        None => priced.price.to_string(),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// Previews, changes or takes back the prices of one product.
///
/// # Errors
/// Prices that somebody changed since, or a result that is no price.
pub(super) async fn price(
    tx: &mut Tx,
    job: &Job,
    row: &JobRow,
    operation: &Operation,
) -> Result<Outcome, AppError> {
    let product = ProductId(row.entity_id);
    take_turn(tx, row.entity_id).await?;
    let offers = hold_offers(tx, product, Market::Us).await?;
    let now = json!(prices_of(&offers));
    let (expected, wanted, state) = match job.state {
        JobState::Preparing => return preview(&offers, operation),
        JobState::Running => (&row.before, &row.after, RowState::Done),
        _ => (&row.after, &row.before, RowState::Undone),
    };
    if expected.as_ref() != Some(&now) {
        return Err(AppError::Conflict(
            "somebody changed its prices since".to_owned(),
        ));
    }
    let wanted: Prices = serde_json::from_value(wanted.clone().unwrap_or_default())?;
    set_prices(tx, product, &offers, &wanted).await?;
    Ok(Outcome {
        state: Some(state),
        ..Outcome::default()
    })
}

fn preview(offers: &[OfferRow], operation: &Operation) -> Result<Outcome, AppError> {
    let before = prices_of(offers);
    let mut after = Prices::new();
    for (variant, priced) in &before {
        let new = operation
            .apply(&json!(priced.price))
            .map_err(AppError::Conflict)?;
        let price = rounded(&new)
            .ok_or_else(|| AppError::Conflict("the result is no price above zero".to_owned()))?;
        // A price that reaches the one it was reduced from is not reduced any more.
        let list = priced.list.filter(|list| *list > price);
        after.insert(*variant, Priced { price, list });
    }
    let state = if after == before {
        RowState::Unchanged
    } else {
        RowState::Pending
    };
    Ok(Outcome {
        state: Some(state),
        before: Some(json!(before)),
        after: Some(json!(after)),
        ..Outcome::default()
    })
}

/// Prices have the digits of their currency.
fn rounded(value: &Value) -> Option<Decimal> {
    let digits = Market::Us.currency().exponent();
    let mut price = value.as_str()?.parse::<Decimal>().ok()?.round_dp(digits);
    price.rescale(digits);
    (price > Decimal::ZERO).then_some(price)
}

fn prices_of(offers: &[OfferRow]) -> Prices {
    let priced = |row: &OfferRow| {
        let offer = row.offer()?;
        let list = offer.list_price.map(Money::decimal);
        let price = offer.price.decimal();
        Some((row.variant_id, Priced { price, list }))
    };
    offers.iter().filter_map(priced).collect()
}

async fn set_prices(
    tx: &mut Tx,
    product: ProductId,
    offers: &[OfferRow],
    wanted: &Prices,
) -> Result<(), AppError> {
    let mut changes = Vec::new();
    for row in offers {
        let (Some(offer), Some(priced)) = (row.offer(), wanted.get(&row.variant_id)) else {
            continue;
        };
        let money = |amount: Decimal| {
            Money::parse(&amount.to_string(), offer.price.currency)
                .map_err(|problem| AppError::field("price", problem))
        };
        let terms = OfferTerms {
            price: money(priced.price)?,
            list_minor: priced.list.map(money).transpose()?.map(|list| list.minor),
            availability: offer.availability,
        };
        changes.push(Wanted {
            product,
            variant: row.variant_id,
            terms: Some(terms),
        });
    }
    set_offers(tx, Market::Us, &changes).await?;
    Ok(())
}
