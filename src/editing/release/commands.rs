//! Writes of releases.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::model::{Release, ReleaseItem, ReleaseState};
use crate::accounts::audit;
use crate::db::schema::{release_items, releases};
use crate::error::AppError;
use crate::publishing::{Author, Tx};

/// Begins a release.
///
/// # Errors
/// An empty name.
pub async fn create(
    tx: &mut Tx,
    name: &str,
    note: &str,
    author: &Author,
) -> Result<Uuid, AppError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 200 {
        return Err(AppError::field("name", "must have 1 to 200 characters"));
    }
    let id = Uuid::now_v7();
    diesel::insert_into(releases::table)
        .values((
            releases::id.eq(id),
            releases::name.eq(name),
            releases::note.eq(note.trim()),
            releases::created_by.eq(author.user_id),
        ))
        .execute(tx.conn()?)
        .await?;
    audit::record(
        tx,
        author,
        "create",
        "release",
        Some(id),
        json!({ "name": name }),
    )
    .await?;
    Ok(id)
}

/// The release, locked while it is changed or published.
///
/// # Errors
/// A conflict when it is no longer open.
pub async fn hold_open(tx: &mut Tx, id: Uuid) -> Result<Release, AppError> {
    let release: Release = releases::table
        .find(id)
        .select(Release::as_select())
        .for_update()
        .first(tx.conn()?)
        .await?;
    if release.state != ReleaseState::Open {
        return Err(AppError::Conflict(format!(
            "the release {:?} is {}: begin another one",
            release.name, release.state
        )));
    }
    Ok(release)
}

/// Puts an object into a release, or brings it up to date there.
///
/// # Errors
/// A release that is no longer open.
pub async fn put(tx: &mut Tx, release: Uuid, item: &ReleaseItem) -> Result<(), AppError> {
    hold_open(tx, release).await?;
    let row = (
        release_items::action.eq(item.action),
        release_items::revision.eq(item.revision),
        release_items::reason.eq(&item.reason),
    );
    diesel::insert_into(release_items::table)
        .values((
            release_items::release_id.eq(release),
            release_items::entity_id.eq(item.entity_id),
            release_items::kind.eq(item.kind),
            row,
        ))
        .on_conflict((release_items::release_id, release_items::entity_id))
        .do_update()
        .set(row)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Takes an object out of a release.
///
/// # Errors
/// A release that is no longer open.
pub async fn take_out(tx: &mut Tx, release: Uuid, entity_id: Uuid) -> Result<(), AppError> {
    hold_open(tx, release).await?;
    diesel::delete(release_items::table.find((release, entity_id)))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Notes what became of a release.
///
/// # Errors
/// What the database refuses.
pub async fn close(
    tx: &mut Tx,
    id: Uuid,
    state: ReleaseState,
    author: &Author,
) -> Result<(), AppError> {
    let published = (state == ReleaseState::Published).then(chrono::Utc::now);
    diesel::update(releases::table.find(id))
        .set((
            releases::state.eq(state),
            releases::published_at.eq(published),
        ))
        .execute(tx.conn()?)
        .await?;
    let action = if state == ReleaseState::Published {
        "publish"
    } else {
        "cancel"
    };
    audit::record(tx, author, action, "release", Some(id), json!({})).await
}
