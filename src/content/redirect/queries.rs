//! Reads of redirects.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::document::RedirectDocument;
use super::draft::RedirectDraft;
use super::model::RedirectId;
use crate::db::schema::redirects;

/// What is edited of a redirect, as it is saved.
pub async fn draft(mut conn: &AsyncPgConnection, id: RedirectId) -> QueryResult<RedirectDraft> {
    let (from_path, to_path, note) = redirects::table
        .find(id)
        .select((redirects::from_path, redirects::to_path, redirects::note))
        .first(&mut conn)
        .await?;
    Ok(RedirectDraft {
        from_path,
        to_path,
        note,
    })
}

/// What would be published of a redirect now.
pub async fn document(conn: &AsyncPgConnection, id: RedirectId) -> QueryResult<RedirectDocument> {
    let draft = draft(conn, id).await?;
    Ok(RedirectDocument {
        from_path: draft.from_path,
        to_path: draft.to_path,
    })
}
