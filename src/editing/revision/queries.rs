//! Reads of drafts and revisions.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{DraftRow, Revision};
use crate::db::schema::{drafts, revisions};

/// Most revisions on one page.
const MOST: i64 = 200;

/// The saved draft of an entity, once it has been opened.
pub async fn draft_row(
    mut conn: &AsyncPgConnection,
    entity_id: Uuid,
) -> QueryResult<Option<DraftRow>> {
    drafts::table
        .find(entity_id)
        .select(DraftRow::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// One revision.
pub async fn revision(
    mut conn: &AsyncPgConnection,
    entity_id: Uuid,
    revision: i32,
) -> QueryResult<Revision> {
    revisions::table
        .find((entity_id, revision))
        .select(Revision::as_select())
        .first(&mut conn)
        .await
}

/// The revisions of an entity, newest first.
pub async fn revisions_of(
    mut conn: &AsyncPgConnection,
    entity_id: Uuid,
) -> QueryResult<Vec<Revision>> {
    revisions::table
        .filter(revisions::entity_id.eq(entity_id))
        .order(revisions::revision.desc())
        .limit(MOST)
        .select(Revision::as_select())
        .load(&mut conn)
        .await
}

/// The last revision that was saved up to a time.
pub async fn revision_at(
    mut conn: &AsyncPgConnection,
    entity_id: Uuid,
    time: DateTime<Utc>,
) -> QueryResult<Option<Revision>> {
    revisions::table
        .filter(revisions::entity_id.eq(entity_id))
        .filter(revisions::created_at.le(time))
        .order(revisions::revision.desc())
        .select(Revision::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// Whether a person wrote any of the revisions behind one.
pub async fn wrote_since(
    mut conn: &AsyncPgConnection,
    entity_id: Uuid,
    revision: i32,
    person: Option<Uuid>,
) -> QueryResult<bool> {
    let written = revisions::table
        .filter(revisions::entity_id.eq(entity_id))
        .filter(revisions::revision.gt(revision))
        .filter(revisions::author_id.eq(person));
    diesel::select(diesel::dsl::exists(written))
        .get_result(&mut conn)
        .await
}
