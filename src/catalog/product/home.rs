//! The front page.

use actix_web::HttpRequest;
use askama::Template;

use super::list::{ListedProduct, cards_of};
use crate::catalog::category::document::CategoryDocument;
use crate::catalog::market::Market;
use crate::db::paging::PageRequest;
use crate::error::AppError;
use crate::publishing::Kind;
use crate::publishing::read::{self, Filter, Stored};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageCtx, PageResult, respond};

/// Most topics, brands and categories on it.
const MOST: i64 = 500;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    page: PageCtx,
    products: Vec<ListedProduct>,
    categories: Vec<Stored>,
    topics: Vec<Stored>,
    articles: Vec<Stored>,
    brands: Vec<Stored>,
    total: i64,
}

/// The categories that are part of no other, in their order.
fn roots(categories: Vec<Stored>) -> Result<Vec<Stored>, AppError> {
    let mut roots = Vec::new();
    for category in categories {
        let document = category.decode::<CategoryDocument>()?.document;
        if document.parent_id.is_none() {
            roots.push((document.position, category));
        }
    }
    roots.sort_by_key(|(position, _)| *position);
    Ok(roots.into_iter().map(|(_, category)| category).collect())
}

/// The front page: `/`.
///
/// # Errors
/// No database.
pub async fn home_page(state: State, request: HttpRequest) -> PageResult {
    let conn = state.db.read().await?;
    let everything = Filter::default();
    let all = |limit| PageRequest { after: None, limit };
    let (few, many) = (all(6), all(MOST));
    let newest = read::newest(&conn, Kind::Product, 8).await?;
    let products = newest
        .iter()
        .map(Stored::decode)
        .collect::<Result<Vec<_>, _>>()
        .map_err(AppError::from)?;
    let products = cards_of(&conn, products, Market::Us).await?;
    let (topics, articles, brands, categories, total) = tokio::try_join!(
        read::list(&conn, Kind::Topic, &everything, &many),
        read::list(&conn, Kind::Article, &everything, &few),
        read::list(&conn, Kind::Brand, &everything, &many),
        read::list(&conn, Kind::Category, &everything, &many),
        read::count(&conn, Kind::Product, &everything),
    )?;
    let categories = roots(categories.items)?;
    let site = state.config.public_url.as_str();
    let page = PageCtx::new(site, "/", "Formulary")
        .described("Dietary supplements with what is in them, what they cost, and what every claim rests on.")
        .in_section("home")
        .with_json_ld(vec![
            serde_json::json!({ "@type": "WebSite", "@id": format!("{site}/#site"), "name": "Formulary", "url": format!("{site}/") }),
            serde_json::json!({ "@type": "Organization", "@id": format!("{site}/#org"), "name": "Formulary", "url": format!("{site}/") }),
        ])?;
    let page = HomePage {
        page,
        products,
        categories,
        topics: topics.items,
        articles: articles.items,
        brands: brands.items,
        total,
    };
    respond(&request, &page, CachePolicy::Revalidate)
}
