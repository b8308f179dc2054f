//! Brand pages.

use actix_web::{HttpRequest, web};
use askama::Template;

use super::document::BrandDocument;
use crate::catalog::market::Market;
use crate::catalog::market::page::page_in;
use crate::catalog::product::list::{ListedProduct, list_products, markets_of};
use crate::content::markdown;
use crate::publishing::read::{self, Filter, Published, Stored};
use crate::publishing::{Kind, Slug};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::html::SafeHtml;
use crate::web::page::{PageCtx, PageResult, respond};
use crate::web::query::CursorQuery;

#[derive(Template)]
#[template(path = "catalog/shelf.html")]
struct BrandPage {
    page: PageCtx,
    eyebrow: &'static str,
    name: String,
    summary: String,
    description: SafeHtml,
    shelves: Vec<Stored>,
    products: Vec<ListedProduct>,
    next: Option<String>,
}

/// A brand with its products: `/brands/{slug}`.
///
/// # Errors
/// Moved, gone or not found.
pub async fn brand_page(
    state: State,
    request: HttpRequest,
    slug: web::Path<String>,
    query: web::Query<CursorQuery>,
    market: Market,
) -> PageResult {
    let slug = Slug::parse(&slug)?;
    let page_request = query.page_request()?;
    let path = format!("/brands/{slug}");
    let conn = state.db.read().await?;
    let brand: Published<BrandDocument> = read::at_path(&conn, &path)
        .await
        .map_err(|error| error.in_prefix(market.prefix()))?;
    let shelf = Filter {
        any_of: vec![vec![format!("brand:{}", brand.entity_id)]],
        ..Filter::default()
    };
    let filter = Filter {
        all_of: market.listing_key().into_iter().collect(),
        ..shelf.clone()
    };
    let markets = markets_of(&conn, &shelf).await?;
    let products = list_products(&conn, &filter, &page_request, market).await?;
    // Texts of a brand are of the default market: elsewhere its name stands alone.
    let mut document = brand.document;
    if market != Market::Us {
        document.summary.clear();
        document.description.clear();
    }
    let site = &state.config.public_url;
    let page = page_in(site, market, &path, document.name.clone(), &markets)
        .described(document.summary.clone())
        .in_section("brands")
        .under(&[market.shelf("Brands", "/brands")])
        .with_json_ld(vec![
            serde_json::json!({ "@type": "Brand", "name": document.name }),
        ])?;
    let page = BrandPage {
        page,
        eyebrow: "Brand",
        name: document.name,
        summary: document.summary,
        description: markdown::render_plain(&document.description),
        shelves: Vec::new(),
        products: products.items,
        next: products
            .next
            .map(|cursor| format!("{}?cursor={cursor}", market.path(&path))),
    };
    respond(&request, &page, CachePolicy::Revalidate)
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
