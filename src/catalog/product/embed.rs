//! A product on pages of others: a card in a frame, and the answer by which blogs find it (oEmbed 1.0). The card says what it is and
//! what it costs, and claims nothing.

use actix_web::http::header::CONTENT_SECURITY_POLICY;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;
use serde_json::json;

use super::document::ProductDocument;
use super::list::{ListedProduct, cards_of};
use crate::catalog::market::Market;
use crate::error::AppError;
use crate::publishing::Slug;
use crate::publishing::read::{self, Published};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::json::{ApiResult, respond};
use crate::web::page::{self, PageResult};

/// Width and height of the card unless less is asked for, in pixels.
const SIZE: (u32, u32) = (420, 220);

/// Everybody may frame the card; otherwise it may do what every page may.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors *";

#[derive(Template)]
#[template(path = "embed/product.html")]
struct EmbedPage {
    card: ListedProduct,
    canonical: String,
}

/// `/embed/products/{slug}`.
///
/// # Errors
/// Moved, gone or not found.
pub async fn embed_page(
    state: State,
    request: HttpRequest,
    slug: web::Path<String>,
    market: Market,
) -> PageResult {
    let card = card(&state, &slug, market)
        .await
        .map_err(|error| error.in_prefix("/embed").in_prefix(market.prefix()))?;
    let canonical = format!("{}{}", state.config.public_url, card.path);
    let page = EmbedPage { card, canonical };
    let mut response = page::respond(&request, &page, CachePolicy::Revalidate)?;
    let policy = actix_web::http::header::HeaderValue::from_static(POLICY);
    response
        .headers_mut()
        .insert(CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

async fn card(state: &State, slug: &str, market: Market) -> Result<ListedProduct, AppError> {
    let slug = Slug::parse(slug)?;
    let conn = state.db.read().await?;
    let product: Published<ProductDocument> = read::by_slug(&conn, slug.as_str()).await?;
    if product.document.texts_in(market).is_none() {
        return Err(AppError::NotFound);
    }
    let mut listed = cards_of(&conn, vec![product], market).await?;
    listed.pop().ok_or(AppError::NotFound)
}

/// What a blog asks.
#[derive(Debug, Deserialize)]
pub struct OembedQuery {
    /// The address of a product's page.
    url: String,
    /// `json`; there is no other.
    format: Option<String>,
    /// The most room that there is.
    maxwidth: Option<u32>,
    /// The most room that there is.
    maxheight: Option<u32>,
}

/// `/oembed`.
///
/// # Errors
/// Another format, or an address that is no product's.
pub async fn oembed(
    state: State,
    request: HttpRequest,
    query: web::Query<OembedQuery>,
) -> ApiResult {
    if query
        .format
        .as_deref()
        .is_some_and(|format| format != "json")
    {
        return Err(AppError::bad_parameter("format", "must be json: there is no other").into());
    }
    let site = &state.config.public_url;
    let path = query.url.strip_prefix(site.as_str()).unwrap_or_default();
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let (market, slug) = match path.strip_prefix("/eu/products/") {
        Some(slug) => (Market::Eu, slug),
        None => (
            Market::Us,
            path.strip_prefix("/products/").ok_or(AppError::NotFound)?,
        ),
    };
    let card = match card(&state, slug, market).await {
        // Blogs keep the address that they once linked.
        Err(AppError::Moved(target)) => {
            let slug = target.strip_prefix("/products/").unwrap_or_default();
            card(&state, slug, market).await?
        }
        card => card?,
    };
    let most = (
        query.maxwidth.unwrap_or(u32::MAX),
        query.maxheight.unwrap_or(u32::MAX),
    );
    let (width, height) = (most.0.min(SIZE.0), most.1.min(SIZE.1));
    let framed = card.path.replacen("/products/", "/embed/products/", 1);
    let frame = format!("{site}{framed}");
    let title = format!("{} {}", card.brand, card.name);
    let title = title.trim();
    let html = Frame {
        address: &frame,
        title,
        width,
        height,
    };
    let mut told = json!({
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": state.config.shop_name,
        "provider_url": format!("{site}/"),
        "cache_age": 3600,
        "html": html.render().map_err(AppError::from)?.trim(),
        "width": width,
        "height": height,
    });
    let fits = |side: i32, most: u32| u32::try_from(side).is_ok_and(|side| side <= most);
    let fits = fits(card.image.width, most.0) && fits(card.image.height, most.1);
    if let (Some(raster), Some(members), true) = (&card.image.raster, told.as_object_mut(), fits) {
        members.insert("thumbnail_url".to_owned(), json!(format!("{site}{raster}")));
        members.insert("thumbnail_width".to_owned(), json!(card.image.width));
        members.insert("thumbnail_height".to_owned(), json!(card.image.height));
    }
    respond(&request, &told)
}

#[derive(Template)]
#[template(path = "embed/frame.html")]
struct Frame<'a> {
    address: &'a str,
    title: &'a str,
    width: u32,
    height: u32,
}
