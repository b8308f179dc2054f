//! One piece of news.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::catalog::market::Market;
use crate::catalog::product::for_lists::ForLists;
use crate::catalog::product::json_ld::feed_image;
use crate::content::article::document::ArticleDocument;
use crate::db::Conn;
use crate::error::AppError;
use crate::feeds::channel::words::{bare_name, description};
use crate::publishing::{Kind, read};

/// Pieces of news in a feed.
const MOST: i64 = 50;

/// Something that became public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewsItem {
    /// By what it is known for ever, whatever its address becomes.
    pub id: Uuid,
    /// Its page.
    pub url: String,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub text: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// A picture of it.
    pub image: Option<String>,
    /// When it first became public.
    pub published: DateTime<Utc>,
    /// When it changed last.
    pub updated: DateTime<Utc>,
}

/// The newest articles.
///
/// # Errors
/// No database.
pub async fn articles(conn: &Conn, site: &str) -> Result<Vec<NewsItem>, AppError> {
    let mut items = Vec::new();
    for stored in read::newest(conn, Kind::Article, MOST).await? {
        let article = stored.decode::<ArticleDocument>()?;
        items.push(NewsItem {
            id: article.entity_id,
            url: format!("{site}{}", article.path.unwrap_or_default()),
            title: article.document.title,
            text: article.document.summary,
            author: Some(article.document.author),
            image: None,
            published: article.first_published_at,
            updated: article.updated_at,
        });
    }
    Ok(items)
}

/// The newest products that a market sells, in words that claim nothing: a feed has no place for the disclaimer.
///
/// # Errors
/// No database.
pub async fn products(conn: &Conn, market: Market, site: &str) -> Result<Vec<NewsItem>, AppError> {
    let newest = read::newest(conn, Kind::Product, MOST).await?;
    let ids: Vec<Uuid> = newest.iter().map(|stored| stored.entity_id).collect();
    let mut items = Vec::new();
    for view in ForLists::by_ids(conn, &ids, market).await?.views() {
        let view = view?;
        let Some(title) = bare_name(&view) else {
            continue;
        };
        let image = view.product.document.images.first();
        items.push(NewsItem {
            id: view.product.entity_id,
            url: format!("{site}{}", view.path),
            title,
            text: description(&view),
            author: view.brand.as_ref().map(|brand| brand.card.title.clone()),
            image: image.map(|image| format!("{site}{}", feed_image(image))),
            published: view.product.first_published_at,
            updated: view.product.updated_at,
        });
    }
    items.sort_by_key(|item| std::cmp::Reverse((item.published, item.id)));
    Ok(items)
}
