//! Search and suggestions as JSON.

use actix_web::{HttpRequest, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalog::market::Market;
use crate::error::AppError;
use crate::search::ask::answer::{Answer, answer};
use crate::search::ask::request::{self, Request};
use crate::search::ask::suggest::{Suggestion, suggest};
use crate::state::State;
use crate::web::form::Sent;
use crate::web::json::{ApiResult, Problem, respond};

/// Searches products and counts what each further choice would leave.
///
/// # Errors
/// A parameter that is not known, empty or malformed; unavailable before the first index is ready.
#[utoipa::path(
    get,
    path = "/api/v1/search",
    tag = "search",
    params(
        ("q" = Option<String>, Query, description = "Words; the last one may be the beginning of one. A SKU or GTIN finds its product."),
        ("f[FACET]" = Option<Vec<String>>, Query, description = "A value of a facet: category, brand, form, free_from, ingredient or topic. May be repeated."),
        ("price" = Option<String>, Query, description = "Lowest and highest price, such as 10..40, 10.. or ..40"),
        ("amount[INGREDIENT]" = Option<String>, Query, description = "How much of an ingredient a serving holds, such as 100mg.."),
        ("sort" = Option<String>, Query, description = "relevance, price, -price, unit_price, newest or name"),
        ("cursor" = Option<String>, Query, description = "Where the page begins: the cursor of the page before"),
        ("limit" = Option<i64>, Query, description = "Products of a page, 1 to 100; 24 by default"),
        ("market" = Option<String>, Query, description = "us or eu"),
    ),
    responses(
        (status = 200, body = Answer),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn search(state: State, request: HttpRequest, query: web::Query<Sent>) -> ApiResult {
    let wanted = Request::parse(query.pairs())?;
    let snapshot = state
        .search
        .snapshot(wanted.market)
        .ok_or(AppError::Unavailable)?;
    let mut answered = answer(&snapshot, &wanted)?;
    if wanted.is_plain_search() {
        let searches = &state.searches;
        searches.searched(wanted.market, &wanted.text, answered.total);
    }
    let site = &state.config.public_url;
    answered.hits = answered.hits.into_iter().map(|hit| hit.on(site)).collect();
    let addresses = answered.education.iter_mut().map(|guide| &mut guide.url);
    for address in addresses.chain(answered.redirect.as_mut()) {
        address.insert_str(0, site);
    }
    respond(&request, &answered)
}

/// What was typed so far.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuggestQuery {
    #[serde(default)]
    q: String,
    #[serde(default = "home")]
    market: Market,
}

const fn home() -> Market {
    Market::Us
}

/// Names that go on from what was typed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Suggestions {
    /// Those of ingredients, goals, brands and categories with the most products first, then products.
    pub suggestions: Vec<Suggestion>,
}

/// Suggests names while somebody types.
///
/// # Errors
/// Too long a text; unavailable before the first index is ready.
#[utoipa::path(
    get,
    path = "/api/v1/suggest",
    tag = "search",
    params(
        ("q" = String, Query, description = "What was typed so far"),
        ("market" = Option<String>, Query, description = "us or eu"),
    ),
    responses(
        (status = 200, body = Suggestions),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn suggestions(
    state: State,
    request: HttpRequest,
    query: web::Query<SuggestQuery>,
) -> ApiResult {
    let typed = request::text(&query.q)?;
    let snapshot = state
        .search
        .snapshot(query.market)
        .ok_or(AppError::Unavailable)?;
    let mut suggestions = suggest(&snapshot, &state.searches, &typed, query.market)?;
    for suggestion in &mut suggestions {
        suggestion.url.insert_str(0, &state.config.public_url);
    }
    respond(&request, &Suggestions { suggestions })
}
