//! Reads of the edit tables of articles.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::document::ArticleDocument;
use super::draft::ArticleDraft;
use super::model::{ArticleId, ArticleRow};
use crate::content::links;
use crate::db::schema::{article_topics, articles};
use crate::error::AppError;
use crate::evidence::reference::model::ReferenceId;
use crate::evidence::topic::model::TopicId;

/// An article by id.
pub async fn article(mut conn: &AsyncPgConnection, id: ArticleId) -> QueryResult<ArticleRow> {
    articles::table
        .find(id)
        .select(ArticleRow::as_select())
        .first(&mut conn)
        .await
}

/// An article by slug.
pub async fn article_by_slug(
    mut conn: &AsyncPgConnection,
    slug: &str,
) -> QueryResult<Option<ArticleRow>> {
    articles::table
        .filter(articles::slug.eq(slug))
        .select(ArticleRow::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// What an article is about.
pub async fn topics_of(mut conn: &AsyncPgConnection, id: ArticleId) -> QueryResult<Vec<TopicId>> {
    article_topics::table
        .filter(article_topics::article_id.eq(id))
        .order((article_topics::position, article_topics::topic_id))
        .select(article_topics::topic_id)
        .load(&mut conn)
        .await
}

/// What would be published of an article now, its links and citations by id.
///
/// # Errors
/// Not found, or a link to something that does not exist.
pub async fn document(
    conn: &AsyncPgConnection,
    id: ArticleId,
) -> Result<(String, ArticleDocument), AppError> {
    let row = article(conn, id).await?;
    let topics = topics_of(conn, id).await?;
    let body = links::link(conn, "body", &row.body).await?;
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
    Ok((row.slug, document))
}

/// What is edited of an article, as it is saved.
pub async fn draft(conn: &AsyncPgConnection, id: ArticleId) -> QueryResult<ArticleDraft> {
    let row = article(conn, id).await?;
    Ok(ArticleDraft {
        slug: row.slug,
        title: row.title,
        summary: row.summary,
        body: row.body,
        author: row.author,
        reviewed_by: row.reviewed_by,
        reviewed_on: row.reviewed_on,
        review_by: row.review_by,
        topics: topics_of(conn, id).await?,
    })
}
