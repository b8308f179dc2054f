//! Reads of the edit tables of synonyms.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::document::SynonymDocument;
use super::draft::SynonymDraft;
use super::model::SynonymId;
use crate::db::schema::synonyms;

/// What is edited of synonyms, as it is saved.
pub async fn draft(mut conn: &AsyncPgConnection, id: SynonymId) -> QueryResult<SynonymDraft> {
    let (words, direction, leads_to, note) = synonyms::table
        .find(id)
        .select((
            synonyms::words,
            synonyms::direction,
            synonyms::leads_to,
            synonyms::note,
        ))
        .first(&mut conn)
        .await?;
    Ok(SynonymDraft {
        words,
        direction,
        leads_to,
        note,
    })
}

/// What would be published of synonyms now.
pub async fn document(conn: &AsyncPgConnection, id: SynonymId) -> QueryResult<SynonymDocument> {
    let draft = draft(conn, id).await?;
    Ok(SynonymDocument {
        words: draft.words,
        direction: draft.direction,
        leads_to: draft.leads_to,
    })
}
