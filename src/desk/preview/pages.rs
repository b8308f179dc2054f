//! The public side of previews: `/preview/{token}`, and any page over a stage.

use actix_web::body::to_bytes;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpRequest, HttpResponse, web};

use super::stage::{secret, with_revision};
use super::token::PreviewLink;
use crate::catalog::market::Market;
use crate::catalog::{brand, category, collection, product};
use crate::content::{article, protocol};
use crate::db::Db;
use crate::error::{AppError, Withdrawal};
use crate::evidence::{ingredient, reference, topic};
use crate::publishing::Kind;
use crate::state::{AppState, State};
use crate::web::cache::CachePolicy;
use crate::web::form::Sent;
use crate::web::page::{PageError, PageResult};

/// A draft as its page would show it, by a signed link: `/preview/{token}`.
///
/// # Errors
/// A link that nobody gave out, or that has expired.
pub async fn preview_link(
    state: State,
    request: HttpRequest,
    token: web::Path<String>,
) -> PageResult {
    let secret = secret(&state.db).await?;
    let link = PreviewLink::open(&token, &secret).ok_or(AppError::NotFound)?;
    if link.has_expired() {
        return Err(AppError::Gone(Withdrawal {
            title: "This preview".to_owned(),
            reason: "The link to it has expired; ask for a new one.".to_owned(),
            replacement: None,
        })
        .into());
    }
    let entity = (link.kind, link.entity_id);
    let (db, slug) = with_revision(&state.db, entity, link.revision).await?;
    let banner = format!(
        "Preview of revision {}, not public. This link works until {}.",
        link.revision,
        link.expires_at().format("%-d %B %Y")
    );
    on_stage(&state, &request, db, link.kind, &slug, &banner).await
}

/// The public page of a kind over a stage, with a banner that says what it is.
///
/// # Errors
/// A kind without a page, or what the page answers.
pub async fn on_stage(
    state: &State,
    request: &HttpRequest,
    db: Db,
    kind: Kind,
    slug: &str,
    banner: &str,
) -> PageResult {
    let staged = web::Data::new(AppState {
        db,
        ..state.get_ref().clone()
    });
    let (request, slug) = (request.clone(), web::Path::from(slug.to_owned()));
    let all = web::Query(Sent::default());
    let us = Market::Us;
    let page = match kind {
        Kind::Product => {
            let choice =
                web::Query::from_query("").map_err(|error| AppError::Internal(error.into()))?;
            product::pages::product_page(staged, request, slug, choice, us).await
        }
        Kind::Brand => brand::pages::brand_page(staged, request, slug, all, us).await,
        Kind::Category => category::pages::category_page(staged, request, slug, all, us).await,
        Kind::Collection => collection::pages::collection_page(staged, request, slug, all).await,
        Kind::Ingredient => ingredient::pages::ingredient_page(staged, request, slug, us).await,
        Kind::Topic => topic::pages::topic_page(staged, request, slug).await,
        Kind::Reference => reference::pages::reference_page(staged, request, slug).await,
        Kind::Article => article::pages::article_page(staged, request, slug).await,
        Kind::Protocol => protocol::pages::protocol_page(staged, request, slug).await,
        Kind::Claim
        | Kind::Attribute
        | Kind::ProductType
        | Kind::Lot
        | Kind::Redirect
        | Kind::Synonym
        | Kind::SearchRule => {
            return Err(AppError::Conflict(format!(
                "a {} has no page of its own: look at a page that shows it",
                kind.words()
            ))
            .into());
        }
    };
    with_banner(page?, banner).await
}

/// The page with a line above it, for nobody to keep or index.
async fn with_banner(page: HttpResponse, banner: &str) -> PageResult {
    let status = page.status();
    let is_html = page
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    let body = to_bytes(page.into_body())
        .await
        .map_err(|_| PageError(AppError::Unavailable))?;
    let html = String::from_utf8_lossy(&body);
    let line = format!(r#"<p class="preview-banner" role="status">{banner}</p><header"#);
    let html = if is_html {
        html.replacen("<header", &line, 1)
    } else {
        html.into_owned()
    };
    let mut response = HttpResponse::build(status);
    CachePolicy::NoStore.apply(&mut response);
    response.insert_header(("X-Robots-Tag", "noindex, nofollow"));
    Ok(response.content_type("text/html; charset=utf-8").body(html))
}
