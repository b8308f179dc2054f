//! Writes of topics.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::document::TopicDocument;
use super::draft::TopicDraft;
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
    publish_document(tx, id, &slug, &document, author, note).await
}

/// Publishes a topic as a document says it is.
///
/// # Errors
/// A slug that another public topic has, or words that its rule packs do not clear.
pub async fn publish_document(
    tx: &mut Tx,
    id: TopicId,
    slug: &str,
    document: &TopicDocument,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    let slug = Slug::parse(slug)?;
    gate::publish(
        tx,
        Publishing {
            entity_id: id.0,
            slug: &slug,
            document,
            author,
            note,
        },
        &[],
    )
    .await
}

/// Saves a topic, or makes it.
///
/// # Errors
/// A slug that is taken.
pub async fn save_draft(tx: &mut Tx, id: TopicId, draft: &TopicDraft) -> Result<(), AppError> {
    let row = (
        topics::slug.eq(&draft.slug),
        topics::name.eq(&draft.name),
        topics::summary.eq(&draft.summary),
        topics::description.eq(&draft.description),
        topics::also_searched.eq(&draft.also_searched),
    );
    diesel::insert_into(topics::table)
        .values((topics::id.eq(id), row))
        .on_conflict(topics::id)
        .do_update()
        .set((
            row,
            topics::version.eq(topics::version + 1),
            topics::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await
        .on_constraints(&[("topics_slug_key", "slug", "belongs to another topic")])?;
    Ok(())
}
