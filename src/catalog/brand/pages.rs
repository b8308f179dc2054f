//! Brand pages.

use actix_web::{HttpRequest, web};
use askama::Template;

use super::document::BrandDocument;
use crate::catalog::market::Market;
use crate::catalog::shelf::{Shelf, shelf_page};
use crate::publishing::read::{self, Filter, Published, Stored};
use crate::publishing::{Kind, Slug};
use crate::search::list::page_request::{self, canonical};
use crate::search::shelf::facet::Facet;
use crate::search::shelf::scope::Scope;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::form::Sent;
use crate::web::page::{PageCtx, PageResult, respond, see_other};
use crate::web::query::CursorQuery;

/// A brand with its products: `/brands/{slug}`.
///
/// # Errors
/// Moved, gone, not found, or a parameter that is not known or malformed.
pub async fn brand_page(
    state: State,
    request: HttpRequest,
    slug: web::Path<String>,
    query: web::Query<Sent>,
    market: Market,
) -> PageResult {
    let slug = Slug::parse(&slug)?.to_string();
    let path = format!("/brands/{slug}");
    let conn = state.db.read().await?;
    let brand: Published<BrandDocument> = read::at_path(&conn, &path)
        .await
        .map_err(|error| error.in_prefix(market.prefix()))?;
    drop(conn);
    let scope = Scope::Value(Facet::Brand, slug.clone());
    let wanted = page_request::read(query.pairs(), market, scope)?;
    if let Some(address) = canonical(&wanted, query.pairs()) {
        return Ok(see_other(&address));
    }
    let document = brand.document;
    let (step, above) = market.shelf("Brands", "/brands");
    let json_ld = serde_json::json!({ "@type": "Brand", "name": document.name });
    let shelf = Shelf {
        eyebrow: "Brand",
        path,
        name: document.name,
        summary: document.summary,
        description: document.description,
        section: "brands",
        markets: state.search.markets_with(Facet::Brand, &slug),
        steps: vec![(step.to_owned(), above.to_owned())],
        below: Vec::new(),
        json_ld: vec![json_ld],
    };
    shelf_page(&state, &request, shelf, &wanted)
}

#[derive(Template)]
#[template(path = "directory.html")]
struct BrandsPage {
    page: PageCtx,
    heading: &'static str,
    intro: &'static str,
    groups: Vec<(String, Vec<Stored>)>,
    next: Option<String>,
}

/// All brands by name: `/brands`.
///
/// # Errors
/// A malformed cursor.
pub async fn brand_list_page(
    state: State,
    request: HttpRequest,
    query: web::Query<CursorQuery>,
) -> PageResult {
    let page_request = query.page_request()?;
    let conn = state.db.read().await?;
    let list = read::list(&conn, Kind::Brand, &Filter::default(), &page_request).await?;
    let page = PageCtx::new(&state.config.public_url, "/brands", "Brands")
        .described("The brands in this catalog.")
        .in_section("brands")
        .under(&[])
        .with_json_ld(Vec::<serde_json::Value>::new())?;
    let page = BrandsPage {
        page,
        heading: "Brands",
        intro: "Who makes what is listed here.",
        groups: vec![(String::new(), list.items)],
        next: list.next.map(|cursor| format!("/brands?cursor={cursor}")),
    };
    respond(&request, &page, CachePolicy::Revalidate)
}
