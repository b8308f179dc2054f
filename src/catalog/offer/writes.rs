//! Prices and availability over the API, by SKU: what the system that owns the stock sends.

use std::collections::HashMap;

use actix_web::web;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use super::commands::{Wanted, set_offers};
use super::model::{Availability, OfferTerms};
use crate::accounts::api_key::ApiClient;
use crate::accounts::api_key::model::Scope;
use crate::catalog::market::{Market, Money};
use crate::catalog::variant::queries::{Coded, coded};
use crate::error::{AppError, Flaw};
use crate::publishing::{Tx, transaction};
use crate::state::State;
use crate::web::json::{ApiResult, Problem, respond_now};

/// Most offers in one request.
const MOST: usize = 500;

/// Offers to set in one market.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OffersBody {
    /// Where they hold, which is also whose currency the prices are in.
    pub market: Market,
    /// At most 500, each variant once.
    #[schema(min_items = 1, max_items = 500)]
    pub items: Vec<OfferItem>,
}

/// The offer of one variant from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferItem {
    /// The variant.
    pub sku: String,
    /// The price in units of the currency, as a text such as `14.50`; `null` ends the offer. It must be said, so that nobody ends one
    /// by leaving it out.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    pub price: Option<Option<String>>,
    /// The price it is reduced from.
    #[serde(default)]
    pub list_price: Option<String>,
    /// Whether it can be bought; `in_stock` unless said.
    #[serde(default)]
    pub availability: Option<Availability>,
}

/// What was said, `null` too.
fn said<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(value).map(Some)
}

/// What became of offers.
#[derive(Debug, Serialize, ToSchema)]
pub struct OffersResult {
    /// Each in the order in which it was sent.
    pub items: Vec<OfferResult>,
    /// How many changed.
    pub updated: usize,
    /// How many were so already.
    pub unchanged: usize,
    /// How many were not set.
    pub failed: usize,
}

/// What became of one offer.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferResult {
    /// The variant.
    pub sku: String,
    /// What became of it.
    pub status: OfferStatus,
    /// Why it was not set.
    pub problem: Option<String>,
}

/// What became of one offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OfferStatus {
    /// It is another than before.
    Updated,
    /// It was so already.
    Unchanged,
    /// It was not set.
    Failed,
}

/// Sets prices and availability, which are live at once. What was read is set in one transaction; a variant that nobody knows or
/// a price that is none is told and keeps no other.
///
/// # Errors
/// A key without the scope, or a body that cannot be read.
#[utoipa::path(
    put,
    path = "/api/v1/offers",
    tag = "offers",
    security(("api_key" = ["offers:write"])),
    request_body = OffersBody,
    responses(
        (status = 200, body = OffersResult), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem), (status = 503, body = Problem),
    ),
)]
pub async fn put_offers(state: State, client: ApiClient, body: web::Json<OffersBody>) -> ApiResult {
    client.needs(Scope::OffersWrite)?;
    if body.items.is_empty() || body.items.len() > MOST {
        return Err(AppError::field("items", format!("must be 1 to {MOST}")).into());
    }
    if let Some(at) = second_of_a_variant(&body.items) {
        return Err(AppError::Unfit(vec![Flaw {
            pointer: format!("/items/{at}/sku"),
            detail: "stands in the list twice: send each variant once".to_owned(),
        }])
        .into());
    }
    let items = transaction(&state.db, async |tx| set(tx, &body).await).await?;
    let count = |status: OfferStatus| items.iter().filter(|item| item.status == status).count();
    respond_now(&OffersResult {
        updated: count(OfferStatus::Updated),
        unchanged: count(OfferStatus::Unchanged),
        failed: count(OfferStatus::Failed),
        items,
    })
}

fn second_of_a_variant(items: &[OfferItem]) -> Option<usize> {
    let mut seen = std::collections::HashSet::new();
    items.iter().position(|item| !seen.insert(&item.sku))
}

async fn set(tx: &mut Tx, body: &OffersBody) -> Result<Vec<OfferResult>, AppError> {
    let skus: Vec<&str> = body.items.iter().map(|item| item.sku.as_str()).collect();
    let known = coded(tx.conn()?, &skus, &[]).await?;
    let known: HashMap<&str, &Coded> = known.iter().map(|coded| (&*coded.sku, coded)).collect();
    let read: Vec<Result<Wanted, String>> = body
        .items
        .iter()
        .map(|item| wanted(item, known.get(item.sku.as_str()).copied(), body.market))
        .collect();
    let wishes: Vec<Wanted> = read
        .iter()
        .filter_map(|read| read.as_ref().ok())
        .copied()
        .collect();
    let changed = set_offers(tx, body.market, &wishes).await?;
    let result = |(item, read): (&OfferItem, Result<Wanted, String>)| OfferResult {
        sku: item.sku.clone(),
        status: match &read {
            Ok(wanted) if changed.contains(&wanted.variant) => OfferStatus::Updated,
            Ok(_) => OfferStatus::Unchanged,
            Err(_) => OfferStatus::Failed,
        },
        problem: read.err(),
    };
    Ok(body.items.iter().zip(read).map(result).collect())
}

fn wanted(item: &OfferItem, coded: Option<&Coded>, market: Market) -> Result<Wanted, String> {
    let coded = coded.ok_or("no variant has this SKU: add it to its product first")?;
    let money = |name: &str, text: &str| {
        Money::parse(text, market.currency()).map_err(|problem| format!("{name} {problem}"))
    };
    let price = item
        .price
        .as_ref()
        .ok_or("price is missing: send the price, or null to end the offer")?;
    let terms = match price {
        None => None,
        Some(price) => {
            let price = money("price", price)?;
            let list = item.list_price.as_deref();
            let list = list.map(|text| money("list_price", text)).transpose()?;
            if list.is_some_and(|list| list.minor <= price.minor) {
                return Err(
                    "list_price must be above the price; leave it out when nothing is reduced"
                        .to_owned(),
                );
            }
            Some(OfferTerms {
                price,
                list_minor: list.map(|list| list.minor),
                availability: item.availability.unwrap_or(Availability::InStock),
            })
        }
    };
    Ok(Wanted {
        product: coded.product_id,
        variant: coded.id,
        terms,
    })
}
