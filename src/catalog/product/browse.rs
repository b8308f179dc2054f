//! The product list with its filters.

use actix_web::{HttpRequest, web};
use askama::Template;
use futures_util::future::try_join;

use super::filters::{BrowseQuery, Facet, FacetValue, Selection};
use super::list::{ListedProduct, list_products};
use crate::catalog::market::Market;
use crate::catalog::market::page::page_in;
use crate::db::paging::PageRequest;
use crate::error::AppError;
use crate::publishing::Kind;
use crate::publishing::read::{self, Filter};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageCtx, PageResult, respond};

/// Most brands and categories that a filter offers.
const MOST: i64 = 500;

#[derive(Template)]
#[template(path = "catalog/products.html")]
struct ProductsPage {
    page: PageCtx,
    text: String,
    total: i64,
    facets: Vec<Facet>,
    chosen: Vec<FacetValue>,
    products: Vec<ListedProduct>,
    next: Option<String>,
    is_filtered: bool,
    hidden: Vec<(&'static str, String)>,
}

/// The front page of a market that has none of its own leads to its products.
///
/// # Errors
/// Always moved.
pub async fn to_product_list(market: Market) -> PageResult {
    Err(AppError::Moved(market.path("/products")).into())
}

/// Products with filters: `/products`.
///
/// # Errors
/// A malformed parameter, named.
pub async fn product_list_page(
    state: State,
    request: HttpRequest,
    query: web::Query<BrowseQuery>,
    market: Market,
) -> PageResult {
    let query = query.into_inner();
    let page_request = PageRequest::parse(query.cursor.as_deref(), query.limit.as_deref())?;
    let conn = state.db.read().await?;
    let everything = Filter::default();
    let all = PageRequest {
        after: None,
        limit: MOST,
    };
    let (brands, categories) = try_join(
        read::list(&conn, Kind::Brand, &everything, &all),
        read::list(&conn, Kind::Category, &everything, &all),
    )
    .await?;
    let selection = Selection::parse(&query, market, brands.items, categories.items)?;
    let filter = selection.filter(None);
    let (total, products) = tokio::try_join!(
        async { Ok::<_, AppError>(read::count(&conn, Kind::Product, &filter).await?) },
        list_products(&conn, &filter, &page_request, market),
    )?;
    let facets = selection.facets(&conn).await?;
    let is_filtered = !selection.chosen.is_empty() || selection.text.is_some();
    let mut page = page_in(&state.config.public_url, market, "/products", "All products", Market::ALL)
        .described("Every product in this catalog, with what is in it, what it costs and what its claims rest on.")
        .in_section("products")
        .under(&[]);
    if is_filtered || page_request.after.is_some() {
        // One address for the list in search engines; combinations of filters have no end.
        page.robots = Some("noindex, follow");
    }
    let page = ProductsPage {
        page,
        text: selection.text.clone().unwrap_or_default(),
        total,
        chosen: selection.chips(),
        hidden: selection
            .chosen
            .iter()
            .map(|(facet, value)| (*facet, value.clone()))
            .collect(),
        facets,
        products: products.items,
        next: products
            .next
            .map(|cursor| selection.address(&[], Some(&cursor.to_string()))),
        is_filtered,
    };
    respond(&request, &page, CachePolicy::Revalidate)
}
