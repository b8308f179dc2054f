//! The product list with its filters: `/products`. Every state of it is an address, in one spelling.

use actix_web::{HttpRequest, web};
use askama::Template;

use super::ListView;
use super::page_request::{canonical, read};
use crate::catalog::market::Market;
use crate::catalog::market::page::page_in;
use crate::error::AppError;
use crate::search::ask::answer::answer;
use crate::search::shelf::scope::Scope;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::form::Sent;
use crate::web::page::{PageCtx, PageResult, respond, see_other};

/// The front page of a market that has none of its own leads to its products.
///
/// # Errors
/// Always moved.
pub async fn to_product_list(market: Market) -> PageResult {
    Err(AppError::Moved(market.path("/products")).into())
}

#[derive(Template)]
#[template(path = "search/products.html")]
struct ProductsPage {
    page: PageCtx,
    list: ListView,
}

/// Products with filters: `/products`.
///
/// # Errors
/// A parameter that is not known or malformed, named; unavailable before the first index is ready.
pub async fn product_list_page(
    state: State,
    request: HttpRequest,
    query: web::Query<Sent>,
    market: Market,
) -> PageResult {
    let wanted = read(query.pairs(), market, Scope::Everything)?;
    if let Some(address) = canonical(&wanted, query.pairs()) {
        return Ok(see_other(&address));
    }
    let snapshot = state.search.snapshot(market).ok_or(AppError::Unavailable)?;
    let mut answered = answer(&snapshot, &wanted)?;
    if wanted.is_plain_search() {
        let searches = &state.searches;
        let found = answered.total + usize::from(answered.redirect.is_some());
        searches.searched(market, &wanted.text, found);
    }
    if let Some(path) = answered
        .redirect
        .take()
        .filter(|_| wanted.is_plain_search())
    {
        return Ok(see_other(&path));
    }
    let list = ListView::new(&snapshot, &wanted, answered)?;
    let site = &state.config.public_url;
    let mut page = page_in(site, market, "/products", "All products", Market::ALL)
        .described("Every product in this catalog, with what is in it, what it costs and what its claims rest on.")
        .in_section("products")
        .under(&[]);
    if list.is_variant {
        page.robots = Some("noindex, follow");
    }
    respond(
        &request,
        &ProductsPage { page, list },
        CachePolicy::Revalidate,
    )
}
