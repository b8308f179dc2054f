//! Writes of synonyms.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::document::SynonymDocument;
use super::draft::SynonymDraft;
use super::model::SynonymId;
use crate::db::schema::synonyms;
use crate::error::AppError;
use crate::gate;
use crate::publishing::{Author, Outcome, Publishing, Slug, Tx};

/// Saves synonyms, or makes them.
///
/// # Errors
/// What the database refuses.
pub async fn save_draft(tx: &mut Tx, id: SynonymId, draft: &SynonymDraft) -> Result<(), AppError> {
    let row = (
        synonyms::words.eq(&draft.words),
        synonyms::direction.eq(draft.direction),
        synonyms::leads_to.eq(&draft.leads_to),
        synonyms::note.eq(&draft.note),
    );
    diesel::insert_into(synonyms::table)
        .values((synonyms::id.eq(id), row))
        .on_conflict(synonyms::id)
        .do_update()
        .set((
            row,
            synonyms::version.eq(synonyms::version + 1),
            synonyms::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Lets the words find what they lead to from now on.
///
/// # Errors
/// What publishing refuses.
pub async fn publish_document(
    tx: &mut Tx,
    id: SynonymId,
    document: &SynonymDocument,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    // Nobody sees the slug.
    let slug = Slug::from_name(&format!("synonym {id}"), "synonym");
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
