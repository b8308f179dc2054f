//! Reads of the edit tables of topics.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::document::TopicDocument;
use super::draft::TopicDraft;
use super::model::{TopicId, TopicRow};
use crate::compliance::rules::structure_function_sentences;
use crate::content::plain::plain;
use crate::db::schema::topics;

/// A topic by id.
pub async fn topic(mut conn: &AsyncPgConnection, id: TopicId) -> QueryResult<TopicRow> {
    topics::table
        .find(id)
        .select(TopicRow::as_select())
        .first(&mut conn)
        .await
}

/// A topic by slug.
pub async fn topic_by_slug(
    mut conn: &AsyncPgConnection,
    slug: &str,
) -> QueryResult<Option<TopicRow>> {
    topics::table
        .filter(topics::slug.eq(slug))
        .select(TopicRow::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// What would be published of a topic now.
pub async fn document(
    conn: &AsyncPgConnection,
    id: TopicId,
) -> QueryResult<(String, TopicDocument)> {
    let row = topic(conn, id).await?;
    let statements =
        structure_function_sentences(&format!("{}\n{}", row.summary, plain(&row.description)));
    let document = TopicDocument {
        name: row.name,
        summary: row.summary,
        description: row.description,
        statements,
        also_searched: row.also_searched,
    };
    Ok((row.slug, document))
}

/// What is edited of a topic, as it is saved.
pub async fn draft(conn: &AsyncPgConnection, id: TopicId) -> QueryResult<TopicDraft> {
    let row = topic(conn, id).await?;
    Ok(TopicDraft {
        slug: row.slug,
        name: row.name,
        summary: row.summary,
        description: row.description,
        also_searched: row.also_searched,
    })
}
