//! Category pages.

use std::collections::HashMap;

use actix_web::{HttpRequest, web};
use askama::Template;
use uuid::Uuid;

use super::document::CategoryDocument;
use super::model::CategoryId;
use crate::catalog::market::Market;
use crate::catalog::market::page::page_in;
use crate::catalog::product::list::{ListedProduct, list_products, markets_of};
use crate::catalog::product::view::way_to;
use crate::content::markdown;
use crate::db::paging::PageRequest;
use crate::publishing::read::{self, Filter, Published, Stored};
use crate::publishing::{Kind, Slug, resolve};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::html::SafeHtml;
use crate::web::page::{PageCtx, PageResult, respond};
use crate::web::query::CursorQuery;

#[derive(Template)]
#[template(path = "catalog/shelf.html")]
struct CategoryPage {
    page: PageCtx,
    eyebrow: &'static str,
    name: String,
    summary: String,
    description: SafeHtml,
    shelves: Vec<Stored>,
    products: Vec<ListedProduct>,
    next: Option<String>,
}

/// A category with the products of everything below it: `/categories/{slug}`.
///
/// # Errors
/// Moved, gone or not found.
pub async fn category_page(
    state: State,
    request: HttpRequest,
    slug: web::Path<String>,
    query: web::Query<CursorQuery>,
    market: Market,
) -> PageResult {
    let slug = Slug::parse(&slug)?;
    let page_request = query.page_request()?;
    let path = format!("/categories/{slug}");
    let conn = state.db.read().await?;
    let category: Published<CategoryDocument> = read::at_path(&conn, &path)
        .await
        .map_err(|error| error.in_prefix(market.prefix()))?;
    let all = PageRequest {
        after: None,
        limit: 1_000,
    };
    let everything = Filter::default();
    let (resolved, categories) = futures_util::future::try_join(
        resolve::resolve(&conn, &[category.entity_id]),
        read::list(&conn, Kind::Category, &everything, &all),
    )
    .await?;
    let below = with_descendants(&categories.items)
        .remove(slug.as_str())
        .unwrap_or_default();
    let shelf = Filter {
        any_of: vec![below.iter().map(|id| format!("category:{id}")).collect()],
        ..Filter::default()
    };
    let filter = Filter {
        all_of: market.listing_key().into_iter().collect(),
        ..shelf.clone()
    };
    let markets = markets_of(&conn, &shelf).await?;
    let products = list_products(&conn, &filter, &page_request, market).await?;
    let way = way_to(category.document.parent_id, &resolved);
    let steps: Vec<(String, String)> = way
        .iter()
        .map(|card| {
            let path = card.path.as_deref().unwrap_or("/products");
            (card.card.title.clone(), market.path(path))
        })
        .collect();
    let steps: Vec<(&str, &str)> = steps
        .iter()
        .map(|(name, path)| (name.as_str(), path.as_str()))
        .collect();
    // Texts of a category are of the default market: elsewhere its name stands alone.
    let mut document = category.document.clone();
    if market != Market::Us {
        document.summary.clear();
        document.description.clear();
    }
    let site = &state.config.public_url;
    let page = page_in(site, market, &path, document.name.clone(), &markets)
        .described(document.summary.clone())
        .in_section("products")
        .under(&steps)
        .with_json_ld(Vec::<serde_json::Value>::new())?;
    let mut shelves: Vec<Stored> = categories
        .items
        .into_iter()
        .filter(|stored| parent_of(stored) == Some(CategoryId(category.entity_id)))
        .collect();
    for shelf in &mut shelves {
        shelf.path = shelf.path.as_deref().map(|path| market.path(path));
    }
    shelves.sort_by_key(|stored| {
        stored
            .document
            .get("position")
            .and_then(serde_json::Value::as_i64)
    });
    let page = CategoryPage {
        page,
        eyebrow: "Category",
        name: document.name,
        summary: document.summary,
        description: markdown::render_plain(&document.description),
        shelves,
        products: products.items,
        next: products
            .next
            .map(|cursor| format!("{}?cursor={cursor}", market.path(&path))),
    };
    respond(&request, &page, CachePolicy::Revalidate)
}

fn parent_of(stored: &Stored) -> Option<CategoryId> {
    serde_json::from_value(stored.document.get("parent_id")?.clone()).ok()
}

/// Each category with everything below it and itself, by slug.
pub fn with_descendants(categories: &[Stored]) -> HashMap<String, Vec<Uuid>> {
    let mut children: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for stored in categories {
        if let Some(parent) = parent_of(stored) {
            children.entry(parent.0).or_default().push(stored.entity_id);
        }
    }
    categories
        .iter()
        .map(|stored| {
            let mut found = vec![stored.entity_id];
            let mut at = 0;
            while let Some(id) = found.get(at).copied() {
                let new: Vec<Uuid> = children
                    .get(&id)
                    .into_iter()
                    .flatten()
                    .copied()
                    .filter(|child| !found.contains(child))
                    .collect();
                found.extend(new);
                at += 1;
            }
            (stored.slug.clone(), found)
        })
        .collect()
}
