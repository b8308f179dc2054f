//! Writes of drafts and revisions.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use uuid::Uuid;

use super::model::{DraftRow, DraftState, RevisionAction, checksum, title_of};
use crate::db::schema::{drafts, revisions};
use crate::error::AppError;
use crate::publishing::{Author, Kind, Tx};

/// A revision to append.
pub struct NewRevision<'a> {
    /// The entity.
    pub entity: (Kind, Uuid),
    /// The draft as it is saved now.
    pub draft: &'a Value,
    /// What made it.
    pub action: RevisionAction,
    /// Who.
    pub author: &'a Author,
    /// Why.
    pub note: &'a str,
}

/// Locks the saved draft of an entity: who saves the same at the same time waits. What was changed outside the editor since the
/// last revision becomes a revision of its own, so that none is lost.
///
/// # Errors
/// What the database refuses.
pub async fn hold(tx: &mut Tx, entity: (Kind, Uuid), stored: &Value) -> Result<DraftRow, AppError> {
    let row = lock(tx, entity.1).await?;
    if let Some(row) = row.filter(|row| row.checksum == checksum(stored)) {
        return Ok(row);
    }
    append(
        tx,
        &NewRevision {
            entity,
            draft: stored,
            action: RevisionAction::Elsewhere,
            author: &Author::system("an import or a command"),
            note: "",
        },
    )
    .await
}

/// Waits for everybody else who saves or opens the same entity, also one that has no row yet: a lock on its id, which PostgreSQL
/// gives back at the end of the transaction. The query builder has no such locks.
///
/// # Errors
/// What the database refuses.
pub async fn take_turn(tx: &mut Tx, entity_id: Uuid) -> Result<(), AppError> {
    diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))")
        .bind::<diesel::sql_types::Uuid, _>(entity_id)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

async fn lock(tx: &mut Tx, entity_id: Uuid) -> Result<Option<DraftRow>, AppError> {
    Ok(drafts::table
        .find(entity_id)
        .select(DraftRow::as_select())
        .for_update()
        .first(tx.conn()?)
        .await
        .optional()?)
}

/// Appends a revision. What was in review or approved was another text, so the draft begins again.
///
/// # Errors
/// A conflict when somebody else appends the same revision.
pub async fn append(tx: &mut Tx, new: &NewRevision<'_>) -> Result<DraftRow, AppError> {
    let (kind, entity_id) = new.entity;
    let row = (
        drafts::checksum.eq(checksum(new.draft)),
        drafts::state.eq(DraftState::Draft),
        drafts::state_by.eq(new.author.user_id),
        drafts::state_at.eq(diesel::dsl::now),
        drafts::saved_by.eq(new.author.user_id),
        drafts::saved_at.eq(diesel::dsl::now),
    );
    let saved: DraftRow = diesel::insert_into(drafts::table)
        .values((
            drafts::entity_id.eq(entity_id),
            drafts::kind.eq(kind),
            drafts::revision.eq(1),
            row.clone(),
        ))
        .on_conflict(drafts::entity_id)
        .do_update()
        .set((drafts::revision.eq(drafts::revision + 1), row))
        .returning(DraftRow::as_returning())
        .get_result(tx.conn()?)
        .await?;
    diesel::insert_into(revisions::table)
        .values((
            revisions::entity_id.eq(entity_id),
            revisions::revision.eq(saved.revision),
            revisions::kind.eq(kind),
            revisions::action.eq(new.action),
            revisions::title.eq(title_of(new.draft)),
            revisions::draft.eq(new.draft),
            revisions::author_id.eq(new.author.user_id),
            revisions::author.eq(&new.author.name),
            revisions::note.eq(new.note),
        ))
        .execute(tx.conn()?)
        .await?;
    Ok(saved)
}

/// Notes where a draft stands now.
///
/// # Errors
/// A conflict when it was saved again since `revision`.
pub async fn set_state(
    tx: &mut Tx,
    entity_id: Uuid,
    revision: i32,
    state: DraftState,
    author: &Author,
) -> Result<(), AppError> {
    let changed = diesel::update(
        drafts::table
            .find(entity_id)
            .filter(drafts::revision.eq(revision)),
    )
    .set((
        drafts::state.eq(state),
        drafts::state_by.eq(author.user_id),
        drafts::state_at.eq(diesel::dsl::now),
    ))
    .execute(tx.conn()?)
    .await?;
    if changed == 0 {
        return Err(AppError::Conflict(
            "it was saved again in the meantime: reload the page and look at it once more"
                .to_owned(),
        ));
    }
    Ok(())
}

/// Notes which revision became public; its review is over.
///
/// # Errors
/// What the database refuses.
pub async fn set_published(tx: &mut Tx, entity_id: Uuid, revision: i32) -> Result<(), AppError> {
    diesel::update(drafts::table.find(entity_id))
        .set(drafts::published_revision.eq(revision))
        .execute(tx.conn()?)
        .await?;
    diesel::update(
        drafts::table
            .find(entity_id)
            .filter(drafts::revision.eq(revision)),
    )
    .set(drafts::state.eq(DraftState::Draft))
    .execute(tx.conn()?)
    .await?;
    Ok(())
}
