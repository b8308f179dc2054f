//! Reads of the edit tables of articles.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{ArticleId, ArticleRow};
use crate::db::schema::{article_topics, articles};
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
