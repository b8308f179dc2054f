//! Writes of articles.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::document::ArticleDocument;
use super::model::{ArticleId, ArticleRow};
use super::queries;
use crate::db::schema::{article_topics, articles};
use crate::error::{AppError, OnConstraint};
use crate::evidence::reference;
use crate::evidence::reference::document::title_on;
use crate::evidence::topic::model::TopicId;
use crate::gate::{self, Shown};
use crate::publishing::{Author, Outcome, Publishing, Slug, Tx};

/// Adds an article.
///
/// # Errors
/// A slug that is taken.
pub async fn create_article(
    tx: &mut Tx,
    row: &ArticleRow,
    topics: &[TopicId],
) -> Result<(), AppError> {
    diesel::insert_into(articles::table)
        .values(row)
        .execute(tx.conn()?)
        .await
        .on_constraint("articles_slug_key", || {
            AppError::field("slug", "belongs to another article")
        })?;
    let rows: Vec<_> = topics
        .iter()
        .zip(0i32..)
        .map(|(topic, position)| {
            (
                article_topics::article_id.eq(row.id),
                article_topics::topic_id.eq(*topic),
                article_topics::position.eq(position),
            )
        })
        .collect();
    diesel::insert_into(article_topics::table)
        .values(rows)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Publishes an article as it stands in the edit tables.
///
/// # Errors
/// A link to something that does not exist.
pub async fn publish_article(
    tx: &mut Tx,
    id: ArticleId,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    let (slug, document) = queries::document(tx.conn()?, id).await?;
    let slug = Slug::parse(&slug)?;
    let shown = titles_shown(tx, &document).await?;
    gate::publish(
        tx,
        Publishing {
            entity_id: id.0,
            slug: &slug,
            document: &document,
            author,
            note,
        },
        &shown,
    )
    .await
}

/// The titles of what it cites, on the surface where it appears.
async fn titles_shown(tx: &mut Tx, document: &ArticleDocument) -> Result<Vec<Shown>, AppError> {
    let titles = reference::queries::titles(tx.conn()?, &document.citations).await?;
    Ok(titles
        .into_iter()
        .map(|(id, title)| title_on(document.surface(), id, title))
        .collect())
}
