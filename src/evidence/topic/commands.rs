//! Writes of topics.

use diesel_async::RunQueryDsl;

use super::model::{TopicId, TopicRow};
use super::queries;
use crate::db::schema::topics;
use crate::error::{AppError, OnConstraint};
use crate::gate;
use crate::publishing::{Author, Outcome, Publishing, Slug, Tx};

/// Adds a topic.
///
/// # Errors
/// A slug that is taken.
pub async fn create_topic(tx: &mut Tx, row: &TopicRow) -> Result<(), AppError> {
    diesel::insert_into(topics::table)
        .values(row)
        .execute(tx.conn()?)
        .await
        .on_constraint("topics_slug_key", || {
            AppError::field("slug", "belongs to another topic")
        })?;
    Ok(())
}

/// Publishes a topic as it stands in the edit tables.
///
/// # Errors
/// Not found, or a slug that another public topic has.
pub async fn publish_topic(
    tx: &mut Tx,
    id: TopicId,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    let (slug, document) = queries::document(tx.conn()?, id).await?;
    let slug = Slug::parse(&slug)?;
    gate::publish(
        tx,
        Publishing {
            entity_id: id.0,
            slug: &slug,
            document: &document,
            author,
            note,
        },
        &[],
    )
    .await
}
