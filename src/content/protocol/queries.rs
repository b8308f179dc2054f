//! Reads of the edit tables of protocols.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::document::ProtocolDocument;
use super::draft::ProtocolDraft;
use super::model::{ProtocolId, ProtocolRow, Step};
use crate::db::schema::{protocol_steps, protocols};

/// A protocol by id.
pub async fn protocol(mut conn: &AsyncPgConnection, id: ProtocolId) -> QueryResult<ProtocolRow> {
    protocols::table
        .find(id)
        .select(ProtocolRow::as_select())
        .first(&mut conn)
        .await
}

/// A protocol by slug.
pub async fn protocol_by_slug(
    mut conn: &AsyncPgConnection,
    slug: &str,
) -> QueryResult<Option<ProtocolRow>> {
    protocols::table
        .filter(protocols::slug.eq(slug))
        .select(ProtocolRow::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// The steps of a protocol in order.
pub async fn steps_of(mut conn: &AsyncPgConnection, id: ProtocolId) -> QueryResult<Vec<Step>> {
    protocol_steps::table
        .filter(protocol_steps::protocol_id.eq(id))
        .order(protocol_steps::position)
        .select(Step::as_select())
        .load(&mut conn)
        .await
}

/// What would be published of a protocol now.
pub async fn document(
    conn: &AsyncPgConnection,
    id: ProtocolId,
) -> QueryResult<(String, ProtocolDocument)> {
    let row = protocol(conn, id).await?;
    let steps = steps_of(conn, id).await?;
    let document = ProtocolDocument {
        title: row.title,
        summary: row.summary,
        description: row.description,
        topic_id: row.topic_id,
        article_id: row.article_id,
        steps,
    };
    Ok((row.slug, document))
}

/// What is edited of a protocol, as it is saved.
pub async fn draft(conn: &AsyncPgConnection, id: ProtocolId) -> QueryResult<ProtocolDraft> {
    let row = protocol(conn, id).await?;
    Ok(ProtocolDraft {
        slug: row.slug,
        title: row.title,
        summary: row.summary,
        description: row.description,
        topic_id: row.topic_id,
        article_id: row.article_id,
        steps: steps_of(conn, id).await?,
    })
}
