//! `sitemap.xml`, an index of parts of at most 10,000 addresses, and `robots.txt`.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use chrono::{DateTime, SecondsFormat, Utc};

use crate::error::AppError;
use crate::publishing::{Card, Kind, read};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::PageResult;

/// The part that holds the front page and the lists.
const LISTS_PART: &str = "pages-1.xml";
/// The front page and the lists.
const LISTS: &[&str] = &[
    "/",
    "/products",
    "/brands",
    "/ingredients",
    "/topics",
    "/articles",
    "/references",
];
/// Addresses of one part; the protocol allows 50,000.
const PART: i64 = 10_000;

#[derive(Template)]
#[template(path = "feeds/sitemap_index.xml")]
struct SitemapIndex {
    parts: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "feeds/sitemap.xml")]
struct Sitemap {
    entries: Vec<Entry>,
}

/// A page with its picture.
struct Entry {
    url: String,
    changed: String,
    image: Option<String>,
}

/// The index: `/sitemap.xml`.
///
/// # Errors
/// No database.
pub async fn sitemap_index(state: State) -> PageResult {
    let conn = state.db.read().await?;
    let kinds = read::sitemap_kinds(&conn).await?;
    let mut parts = Vec::new();
    if let Some(newest) = kinds.iter().map(|(_, _, newest)| *newest).max() {
        parts.push((
            format!("{}/sitemaps/{LISTS_PART}", state.config.public_url),
            day(newest),
        ));
    }
    for (kind, count, newest) in kinds {
        let pages = (count + PART - 1) / PART;
        parts.extend((1..=pages).map(|part| {
            (
                format!(
                    "{}/sitemaps/{}-{part}.xml",
                    state.config.public_url,
                    kind.plural()
                ),
                day(newest),
            )
        }));
    }
    xml(&SitemapIndex { parts })
}

/// One part: `/sitemaps/{kind}-{part}.xml`.
///
/// # Errors
/// Not found.
pub async fn sitemap_part(state: State, name: web::Path<String>) -> PageResult {
    if name.as_str() == LISTS_PART {
        return lists_part(&state).await;
    }
    let (kind, part) = name
        .strip_suffix(".xml")
        .and_then(|name| name.rsplit_once('-'))
        .and_then(|(kind, part)| {
            Some((
                Kind::ALL.iter().find(|known| known.plural() == kind)?,
                part.parse::<i64>().ok()?,
            ))
        })
        .filter(|(_, part)| (1..=10_000).contains(part))
        .ok_or(AppError::NotFound)?;
    let conn = state.db.read().await?;
    let rows = read::sitemap_part(&conn, *kind, (part - 1) * PART, PART).await?;
    if rows.is_empty() {
        return Err(AppError::NotFound.into());
    }
    let entries = rows
        .into_iter()
        .map(|(path, changed, card)| Entry {
            url: format!("{}{path}", state.config.public_url),
            changed: day(changed),
            image: picture(&card.0).map(|path| format!("{}{path}", state.config.public_url)),
        })
        .collect();
    xml(&Sitemap { entries })
}

/// The front page and the lists; they change whenever something that they list does.
async fn lists_part(state: &State) -> PageResult {
    let conn = state.db.read().await?;
    let newest = read::sitemap_kinds(&conn)
        .await?
        .into_iter()
        .map(|(_, _, newest)| newest)
        .max();
    let newest = day(newest.ok_or(AppError::NotFound)?);
    let entries = LISTS
        .iter()
        .map(|path| Entry {
            url: format!("{}{path}", state.config.public_url),
            changed: newest.clone(),
            image: None,
        })
        .collect();
    xml(&Sitemap { entries })
}

/// The picture of a page, as pixels where there are any.
fn picture(card: &Card) -> Option<&str> {
    let image = card.image.as_ref()?;
    Some(image.raster.as_deref().unwrap_or(&image.path))
}

fn day(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn xml(template: &impl Template) -> PageResult {
    let body = template.render().map_err(AppError::from)?;
    let mut response = HttpResponse::Ok();
    CachePolicy::Revalidate.apply(&mut response);
    Ok(response
        .content_type("application/xml; charset=utf-8")
        .body(body))
}

/// Rules for robots: `/robots.txt`.
pub async fn robots(state: State, _: HttpRequest) -> HttpResponse {
    let text = format!(
        "User-agent: *\nDisallow: /admin\nDisallow: /products?\nAllow: /\n\nSitemap: {}/sitemap.xml\n",
        state.config.public_url
    );
    let mut response = HttpResponse::Ok();
    CachePolicy::Revalidate.apply(&mut response);
    response
        .content_type("text/plain; charset=utf-8")
        .body(text)
}
