//! `/llms.txt`: what the site is and where programs find it, in the order that the proposal asks for (llmstxt.org).

use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse};

use crate::db::paging::PageRequest;
use crate::error::AppError;
use crate::publishing::Kind;
use crate::publishing::read::{self, Filter};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageResult, etag, matches};

/// Most entries of a section.
const MOST: i64 = 100;

/// `/llms.txt`.
///
/// # Errors
/// No database.
pub async fn llms(state: State, request: HttpRequest) -> PageResult {
    let text = text(&state).await?;
    let etag = etag(text.as_bytes());
    let mut response = if matches(&request, &etag) {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    CachePolicy::Revalidate.apply(&mut response);
    response.insert_header((ETAG, etag));
    Ok(response
        .content_type("text/markdown; charset=utf-8")
        .body(text))
}

async fn text(state: &State) -> Result<String, AppError> {
    let (site, shop) = (&state.config.public_url, &state.config.shop_name);
    let mut text = format!(
        "# {shop}\n\n> A catalog of dietary supplements in which every claim carries its evidence.\n\n\
         Each product, ingredient and article has a Markdown twin at its address with `.md` behind it. A claim stands beside a \
         product only in approved words; show the disclaimer that comes with it. Nothing here is offered to diagnose, treat, cure \
         or prevent any disease.\n\n\
         ## For programs\n\n\
         - [API]({site}/api/v1/openapi.json): OpenAPI 3.1 of everything that is published\n\
         - [Universal Commerce Protocol]({site}/.well-known/ucp): search, lookup and product\n\
         - [Model Context Protocol]({site}/mcp): the same as tools, over streamable HTTP\n\
         - [Whole catalog]({site}/feeds/storefront.ndjson): a line of JSON each, with a cursor for changes\n\
         - [Sitemap]({site}/sitemap.xml)\n"
    );
    let conn = state.db.read().await?;
    let page = PageRequest {
        after: None,
        limit: MOST,
    };
    for (kind, heading) in [
        (Kind::Article, "Articles"),
        (Kind::Ingredient, "Ingredients"),
        (Kind::Product, "Optional"),
    ] {
        let list = read::list(&conn, kind, &Filter::default(), &page).await?;
        if list.items.is_empty() {
            continue;
        }
        text += &format!("\n## {heading}\n\n");
        for stored in list.items {
            let Some(path) = &stored.path else { continue };
            // Titles hold no brackets that would end the link.
            let title = stored.card.title.replace(['[', ']'], "");
            text += &format!("- [{title}]({site}{path}.md)\n");
        }
    }
    Ok(text)
}
