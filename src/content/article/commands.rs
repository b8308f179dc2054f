//! Writes of articles.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::document::ArticleDocument;
use super::model::{ArticleId, ArticleRow};
use super::queries;
use crate::content::links;
use crate::db::schema::{article_topics, articles};
use crate::error::{AppError, OnConstraint};
use crate::evidence::reference::model::ReferenceId;
use crate::evidence::topic::model::TopicId;
use crate::publishing::{Author, Outcome, Publishing, Slug, Tx, publish};

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
    let row = queries::article(tx.conn()?, id).await?;
    let topics = queries::topics_of(tx.conn()?, id).await?;
    let body = links::link(tx.conn()?, "body", &row.body).await?;
    let slug = Slug::parse(&row.slug)?;
    let document = ArticleDocument {
        title: row.title,
        summary: row.summary,
        body: body.text,
        author: row.author,
        reviewed_by: row.reviewed_by,
        reviewed_on: row.reviewed_on,
        review_by: row.review_by,
        topics,
        mentions: body.mentions,
        citations: body.citations.into_iter().map(ReferenceId).collect(),
    };
    publish(
        tx,
        Publishing {
            entity_id: id.0,
            slug: &slug,
            document: &document,
            author,
            note,
        },
    )
    .await
}
