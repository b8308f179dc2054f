//! Collection pages.

use std::sync::Arc;

use actix_web::{HttpRequest, web};
use uuid::Uuid;

use super::document::CollectionDocument;
use crate::catalog::market::Market;
use crate::catalog::shelf::{Shelf, shelf_page};
use crate::publishing::read::{self, Published};
use crate::publishing::{Slug, resolve};
use crate::search::list::page_request::{self, canonical};
use crate::search::shelf::scope::Scope;
use crate::state::State;
use crate::web::form::Sent;
use crate::web::page::{PageResult, see_other};

/// A collection with its products, those that were picked by hand first: `/collections/{slug}`.
///
/// # Errors
/// Moved, gone, not found, or a parameter that is not known or malformed.
pub async fn collection_page(
    state: State,
    request: HttpRequest,
    slug: web::Path<String>,
    query: web::Query<Sent>,
) -> PageResult {
    let slug = Slug::parse(&slug)?.to_string();
    let path = format!("/collections/{slug}");
    let conn = state.db.read().await?;
    let collection: Published<CollectionDocument> = read::at_path(&conn, &path).await?;
    let named = resolve::resolve(&conn, &[collection.entity_id]).await?;
    drop(conn);
    let document = collection.document;
    let slug_of = |id: Uuid| named.card(id).map(|card| card.slug);
    let scope = Scope::Collection(slug, Arc::new(document.members(&slug_of)));
    let wanted = page_request::read(query.pairs(), Market::Us, scope)?;
    if let Some(address) = canonical(&wanted, query.pairs()) {
        return Ok(see_other(&address));
    }
    let json_ld = serde_json::json!({ "@type": "CollectionPage", "name": document.name });
    let shelf = Shelf {
        eyebrow: "Collection",
        path,
        name: document.name,
        summary: document.summary,
        description: document.description,
        section: "products",
        markets: vec![Market::Us],
        steps: vec![("Products".to_owned(), "/products".to_owned())],
        below: Vec::new(),
        json_ld: vec![json_ld],
    };
    shelf_page(&state, &request, shelf, &wanted)
}
