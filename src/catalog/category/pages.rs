//! Category pages.

use actix_web::{HttpRequest, web};

use super::document::CategoryDocument;
use crate::catalog::market::Market;
use crate::catalog::product::view::way_to;
use crate::catalog::shelf::{Shelf, shelf_page};
use crate::publishing::read::{self, Published};
use crate::publishing::resolve::{self, Wanted};
use crate::publishing::{Kind, Role, Slug};
use crate::search::list::page_request::{self, canonical};
use crate::search::shelf::facet::Facet;
use crate::search::shelf::scope::Scope;
use crate::state::State;
use crate::web::form::Sent;
use crate::web::page::{PageResult, see_other};

/// Most categories right below one.
const MOST: i64 = 100;

/// A category with the products of everything below it: `/categories/{slug}`.
///
/// # Errors
/// Moved, gone, not found, or a parameter that is not known or malformed.
pub async fn category_page(
    state: State,
    request: HttpRequest,
    slug: web::Path<String>,
    query: web::Query<Sent>,
    market: Market,
) -> PageResult {
    let slug = Slug::parse(&slug)?.to_string();
    let path = format!("/categories/{slug}");
    let scope = Scope::Value(Facet::Category, slug.clone());
    let conn = state.db.read().await?;
    let category: Published<CategoryDocument> = read::at_path(&conn, &path)
        .await
        .map_err(|error| error.in_prefix(market.prefix()))?;
    let wanted = page_request::read(query.pairs(), market, scope)?;
    if let Some(address) = canonical(&wanted, query.pairs()) {
        return Ok(see_other(&address));
    }
    let children = [Wanted {
        to: category.entity_id,
        kind: Kind::Category,
        role: Role::Category,
    }];
    let (resolved, below) = futures_util::future::try_join(
        resolve::resolve(&conn, &[category.entity_id]),
        resolve::referrers(&conn, &children, &[Kind::Category], MOST),
    )
    .await?;
    drop(conn);
    let way = way_to(category.document.parent_id, &resolved);
    let steps = way.into_iter().map(|card| {
        let path = card.path.as_deref().unwrap_or("/products");
        (card.card.title, market.path(path))
    });
    let below = below.iter().map(|link| link.stored.decode());
    let mut below: Vec<Published<CategoryDocument>> = below.collect::<Result<_, _>>()?;
    below.sort_by_key(|category| category.document.position);
    let below = below.into_iter().filter_map(|category| {
        let path = market.path(category.path.as_deref()?);
        Some((category.document.name, path))
    });
    let document = category.document;
    let shelf = Shelf {
        eyebrow: "Category",
        path,
        name: document.name,
        summary: document.summary,
        description: document.description,
        section: "products",
        markets: state.search.markets_with(Facet::Category, &slug),
        steps: steps.collect(),
        below: below.collect(),
        json_ld: Vec::new(),
    };
    shelf_page(&state, &request, shelf, &wanted)
}
