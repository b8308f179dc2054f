//! Reads of releases.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{Release, ReleaseItem, ReleaseState};
use crate::db::schema::{release_items, releases};

/// The releases, newest first.
pub async fn releases(mut conn: &AsyncPgConnection) -> QueryResult<Vec<Release>> {
    releases::table
        .order((releases::created_at.desc(), releases::id))
        .limit(100)
        .select(Release::as_select())
        .load(&mut conn)
        .await
}

/// Those that are being put together.
pub async fn open_releases(mut conn: &AsyncPgConnection) -> QueryResult<Vec<Release>> {
    releases::table
        .filter(releases::state.eq(ReleaseState::Open))
        .order((releases::created_at.desc(), releases::id))
        .limit(100)
        .select(Release::as_select())
        .load(&mut conn)
        .await
}

/// One release.
pub async fn release(mut conn: &AsyncPgConnection, id: Uuid) -> QueryResult<Release> {
    releases::table
        .find(id)
        .select(Release::as_select())
        .first(&mut conn)
        .await
}

/// What is in a release.
pub async fn items_of(mut conn: &AsyncPgConnection, id: Uuid) -> QueryResult<Vec<ReleaseItem>> {
    release_items::table
        .filter(release_items::release_id.eq(id))
        .order((release_items::kind, release_items::entity_id))
        .select(ReleaseItem::as_select())
        .load(&mut conn)
        .await
}
