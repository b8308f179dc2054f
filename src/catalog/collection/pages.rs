//! Collection pages.

use actix_web::{HttpRequest, web};
use askama::Template;
use uuid::Uuid;

use super::document::CollectionDocument;
use crate::catalog::market::Market;
use crate::catalog::product::list::{ListedProduct, list_products, picked_products};
use crate::content::markdown;
use crate::publishing::Slug;
use crate::publishing::read::{self, Published, Stored};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::html::SafeHtml;
use crate::web::page::{PageCtx, PageResult, respond};
use crate::web::query::CursorQuery;

#[derive(Template)]
#[template(path = "catalog/shelf.html")]
struct CollectionPage {
    page: PageCtx,
    eyebrow: &'static str,
    name: String,
    summary: String,
    description: SafeHtml,
    shelves: Vec<Stored>,
    products: Vec<ListedProduct>,
    next: Option<String>,
}

/// A collection with its products: `/collections/{slug}`.
///
/// # Errors
/// Moved, gone or not found.
pub async fn collection_page(
    state: State,
    request: HttpRequest,
    slug: web::Path<String>,
    query: web::Query<CursorQuery>,
) -> PageResult {
    let slug = Slug::parse(&slug)?;
    let page_request = query.page_request()?;
    let path = format!("/collections/{slug}");
    let conn = state.db.read().await?;
    let collection: Published<CollectionDocument> = read::at_path(&conn, &path).await?;
    let document = collection.document;
    // What was chosen by hand stands on the first page; what meets the rules follows, page by page.
    let mut products = if page_request.after.is_none() {
        picked_products(&conn, &document.products, Market::Us).await?
    } else {
        Vec::new()
    };
    let mut next = None;
    if let Some(filter) = document.filter() {
        let list = list_products(&conn, &filter, &page_request, Market::Us).await?;
        let is_chosen = |id: Uuid| document.products.iter().any(|chosen| chosen.0 == id);
        products.extend(
            list.items
                .into_iter()
                .filter(|product| !is_chosen(product.id)),
        );
        next = list.next.map(|cursor| format!("{path}?cursor={cursor}"));
    }
    drop(conn);
    let page = PageCtx::new(&state.config.public_url, &path, document.name.clone())
        .described(document.summary.clone())
        .in_section("products")
        .under(&[("Products", "/products")])
        .with_json_ld(vec![
            serde_json::json!({ "@type": "CollectionPage", "name": document.name }),
        ])?;
    let page = CollectionPage {
        page,
        eyebrow: "Collection",
        name: document.name,
        summary: document.summary,
        description: markdown::render_plain(&document.description),
        shelves: Vec::new(),
        products,
        next,
    };
    respond(&request, &page, CachePolicy::Revalidate)
}
