//! The forms of news: JSON Feed (jsonfeed.org/version/1.1), RSS 2.0 and Atom (RFC 4287).

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
use crate::text_enum;
use crate::web::cache::CachePolicy;
use crate::web::json::ApiResult;
use crate::web::page::{etag, matches};

text_enum! {
    /// A form of news, which is how its address ends.
    Form {
        /// JSON Feed 1.1.
        Json = "json",
        /// RSS 2.0.
        Rss = "rss",
        /// Atom 1.0.
        Atom = "atom",
    }
}

/// What a feed of news is called and where it is.
struct About {
    title: String,
    description: &'static str,
    home: String,
    address: String,
    shop: String,
}

#[derive(Template)]
#[template(path = "feeds/news.rss.xml")]
struct Rss<'a> {
    about: &'a About,
    items: Vec<XmlItem>,
    built: String,
}

#[derive(Template)]
#[template(path = "feeds/news.atom.xml")]
struct Atom<'a> {
    about: &'a About,
    items: Vec<XmlItem>,
    built: String,
}

struct XmlItem {
    id: String,
    url: String,
    title: String,
    text: String,
    author: String,
    published: String,
    updated: String,
}

/// `/feeds/articles.json`, `.rss` and `.atom`.
///
/// # Errors
/// A form that is none, or no database.
pub async fn articles(state: State, request: HttpRequest, form: web::Path<String>) -> ApiResult {
    let form: Form = form.parse().map_err(|_| AppError::NotFound)?;
    let site = &state.config.public_url;
    let items = item::articles(&*state.db.read().await?, site).await?;
    let about = About {
        title: format!("{}: articles", state.config.shop_name),
        description: "What substances are, how labels are read, and how far the evidence goes",
        home: format!("{site}/articles"),
        address: format!("{site}/feeds/articles.{form}"),
        shop: state.config.shop_name.clone(),
    };
    tell(&request, form, &about, items)
}

/// `/feeds/products.json`, `.rss` and `.atom`.
///
/// # Errors
/// A form or a market that is none, or no database.
pub async fn products(
    state: State,
    request: HttpRequest,
    form: web::Path<String>,
    query: web::Query<MarketQuery>,
) -> ApiResult {
    let form: Form = form.parse().map_err(|_| AppError::NotFound)?;
    let market = query.market()?;
    let site = &state.config.public_url;
    let items = item::products(&*state.db.read().await?, market, site).await?;
    let of = match market {
        Market::Us => "",
        Market::Eu => "?market=eu",
    };
    let about = About {
        title: format!("{}: new products", state.config.shop_name),
        description: "Products that were listed last",
        home: format!("{site}{}", market.path("/products")),
        address: format!("{site}/feeds/products.{form}{of}"),
        shop: state.config.shop_name.clone(),
    };
    tell(&request, form, &about, items)
}

fn tell(request: &HttpRequest, form: Form, about: &About, items: Vec<NewsItem>) -> ApiResult {
    match form {
        Form::Json => json_feed(request, about, &items),
        Form::Rss => rss(request, about, items),
        Form::Atom => atom(request, about, items),
    }
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
    let page = Rss {
        about,
        built: built(&items).to_rfc2822(),
        items: xml_items(items, |time| time.to_rfc2822()),
    };
    let body = page.render().map_err(AppError::from)?.into_bytes();
    send(request, body, "application/rss+xml; charset=utf-8")
}

fn atom(request: &HttpRequest, about: &About, items: Vec<NewsItem>) -> ApiResult {
    let page = Atom {
        about,
        built: day(built(&items)),
        items: xml_items(items, day),
    };
    let body = page.render().map_err(AppError::from)?.into_bytes();
    send(request, body, "application/atom+xml; charset=utf-8")
}

/// When the newest of it changed.
fn built(items: &[NewsItem]) -> DateTime<Utc> {
    let times = items.iter().map(|item| item.updated);
    times.max().unwrap_or_default()
}

fn xml_items(items: Vec<NewsItem>, time: impl Fn(DateTime<Utc>) -> String) -> Vec<XmlItem> {
    let item = |item: NewsItem| XmlItem {
        id: format!("urn:uuid:{}", item.id),
        url: item.url,
        title: clean(&item.title),
        text: clean(&item.text),
        author: clean(&item.author.unwrap_or_default()),
        published: time(item.published),
        updated: time(item.updated),
    };
    items.into_iter().map(item).collect()
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
