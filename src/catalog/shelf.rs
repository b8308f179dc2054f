//! What pages of categories, brands and collections have in common: words about a part of the catalog, and its products.

use actix_web::HttpRequest;
use askama::Template;

use super::market::Market;
use super::market::page::page_in;
use crate::content::markdown;
use crate::error::AppError;
use crate::search::ask::answer::answer;
use crate::search::ask::request::Request;
use crate::search::list::ListView;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::html::SafeHtml;
use crate::web::page::{PageCtx, PageResult, respond};

#[derive(Template)]
#[template(path = "catalog/shelf.html")]
struct ShelfPage {
    page: PageCtx,
    eyebrow: &'static str,
    name: String,
    summary: String,
    description: SafeHtml,
    shelves: Vec<(String, String)>,
    list: ListView,
}

/// What is written about a part of the catalog.
pub struct Shelf {
    /// What it is: a category, a brand.
    pub eyebrow: &'static str,
    /// Its address in the default market.
    pub path: String,
    /// Its name.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// The section of the site.
    pub section: &'static str,
    /// Where it has products.
    pub markets: Vec<Market>,
    /// Name and path of what leads to it.
    pub steps: Vec<(String, String)>,
    /// Title and path of what lies below it.
    pub below: Vec<(String, String)>,
    /// For search engines.
    pub json_ld: Vec<serde_json::Value>,
}

/// The page of a part of the catalog with the products that are asked for.
///
/// # Errors
/// Unavailable before the first index is ready.
pub fn shelf_page(
    state: &State,
    request: &HttpRequest,
    mut shelf: Shelf,
    wanted: &Request,
) -> PageResult {
    let market = wanted.market;
    // Texts are of the default market: elsewhere its name stands alone.
    if market != Market::Us {
        shelf.summary.clear();
        shelf.description.clear();
    }
    let snapshot = state.search.snapshot(market).ok_or(AppError::Unavailable)?;
    let list = ListView::new(&snapshot, wanted, answer(&snapshot, wanted)?)?;
    let steps = shelf.steps.iter();
    let steps: Vec<(&str, &str)> = steps
        .map(|(name, path)| (name.as_str(), path.as_str()))
        .collect();
    let site = &state.config.public_url;
    let mut page = page_in(
        site,
        market,
        &shelf.path,
        shelf.name.clone(),
        &shelf.markets,
    )
    .described(shelf.summary.clone())
    .in_section(shelf.section)
    .under(&steps)
    .with_json_ld(shelf.json_ld)?;
    if list.is_variant {
        page.robots = Some("noindex, follow");
    }
    let page = ShelfPage {
        page,
        eyebrow: shelf.eyebrow,
        name: shelf.name,
        summary: shelf.summary,
        description: markdown::render_plain(&shelf.description),
        shelves: shelf.below,
        list,
    };
    respond(request, &page, CachePolicy::Revalidate)
}
