//! The two forms of news: JSON Feed (jsonfeed.org/version/1.1) and RSS 2.0.

use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::item::{self, NewsItem};
use crate::api::body::MarketQuery;
use crate::catalog::market::Market;
use crate::error::AppError;
use crate::feeds::channel::words::clean;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::json::ApiResult;
use crate::web::page::{etag, matches};

/// What a feed of news is called and where it is.
struct About {
    title: String,
    description: &'static str,
    home: String,
    address: String,
}

#[derive(Template)]
#[template(path = "feeds/news.xml")]
struct Rss<'a> {
    about: &'a About,
    items: Vec<RssItem>,
    built: String,
}

struct RssItem {
    id: String,
    url: String,
    title: String,
    text: String,
    author: String,
    published: String,
}

fn of_articles(state: &State, form: &str) -> About {
    let site = &state.config.public_url;
    About {
        title: format!("{}: articles", state.config.shop_name),
        description: "What substances are, how labels are read, and how far the evidence goes",
        home: format!("{site}/articles"),
        address: format!("{site}/feeds/articles.{form}"),
    }
}

fn of_products(state: &State, market: Market, form: &str) -> About {
    let site = &state.config.public_url;
    let of = match market {
        Market::Us => String::new(),
        Market::Eu => "?market=eu".to_owned(),
    };
    About {
        title: format!("{}: new products", state.config.shop_name),
        description: "Products that were listed last",
        home: format!("{site}{}", market.path("/products")),
        address: format!("{site}/feeds/products.{form}{of}"),
    }
}

/// `/feeds/articles.json`.
///
/// # Errors
/// No database.
pub async fn articles_json(state: State, request: HttpRequest) -> ApiResult {
    let items = item::articles(&*state.db.read().await?, &state.config.public_url).await?;
    json_feed(&request, &of_articles(&state, "json"), &items)
}

/// `/feeds/articles.rss`.
///
/// # Errors
/// No database.
pub async fn articles_rss(state: State, request: HttpRequest) -> ApiResult {
    let items = item::articles(&*state.db.read().await?, &state.config.public_url).await?;
    rss(&request, &of_articles(&state, "rss"), items)
}

/// `/feeds/products.json`.
///
/// # Errors
/// A market that is none, or no database.
pub async fn products_json(
    state: State,
    request: HttpRequest,
    query: web::Query<MarketQuery>,
) -> ApiResult {
    let market = query.market()?;
    let items = item::products(&*state.db.read().await?, market, &state.config.public_url).await?;
    json_feed(&request, &of_products(&state, market, "json"), &items)
}

/// `/feeds/products.rss`.
///
/// # Errors
/// A market that is none, or no database.
pub async fn products_rss(
    state: State,
    request: HttpRequest,
    query: web::Query<MarketQuery>,
) -> ApiResult {
    let market = query.market()?;
    let items = item::products(&*state.db.read().await?, market, &state.config.public_url).await?;
    rss(&request, &of_products(&state, market, "rss"), items)
}

fn json_feed(request: &HttpRequest, about: &About, items: &[NewsItem]) -> ApiResult {
    let items: Vec<Value> = items
        .iter()
        .map(|item| {
            let mut told = json!({
                "id": format!("urn:uuid:{}", item.id),
                "url": item.url,
                "title": item.title,
                "content_text": item.text,
                "date_published": day(item.published),
                "date_modified": day(item.updated),
                "language": "en",
            });
            if let Some(members) = told.as_object_mut() {
                let author = item.author.as_ref().filter(|author| !author.is_empty());
                members
                    .extend(author.map(|name| ("authors".to_owned(), json!([{ "name": name }]))));
                members.extend(
                    item.image
                        .as_ref()
                        .map(|image| ("image".to_owned(), json!(image))),
                );
            }
            told
        })
        .collect();
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": about.title,
        "description": about.description,
        "home_page_url": about.home,
        "feed_url": about.address,
        "language": "en",
        "items": items,
    });
    send(request, serde_json::to_vec(&feed)?, "application/feed+json")
}

fn rss(request: &HttpRequest, about: &About, items: Vec<NewsItem>) -> ApiResult {
    let newest = items.iter().map(|item| item.updated).max();
    let items = items.into_iter().map(|item| RssItem {
        id: format!("urn:uuid:{}", item.id),
        url: item.url,
        title: clean(&item.title),
        text: clean(&item.text),
        author: clean(&item.author.unwrap_or_default()),
        published: item.published.to_rfc2822(),
    });
    let page = Rss {
        about,
        items: items.collect(),
        built: newest.unwrap_or_default().to_rfc2822(),
    };
    let body = page.render().map_err(AppError::from)?;
    send(
        request,
        body.into_bytes(),
        "application/rss+xml; charset=utf-8",
    )
}

fn send(request: &HttpRequest, body: Vec<u8>, content_type: &str) -> ApiResult {
    let etag = etag(&body);
    let mut response = if matches(request, &etag) {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    CachePolicy::Revalidate.apply(&mut response);
    Ok(response
        .insert_header((ETAG, etag))
        .content_type(content_type)
        .body(body))
}

fn day(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}
