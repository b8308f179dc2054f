//! Writes of redirects.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::document::RedirectDocument;
use super::draft::RedirectDraft;
use super::model::RedirectId;
use crate::db::schema::redirects;
use crate::error::{AppError, OnConstraint};
use crate::gate;
use crate::publishing::{Author, Kind, Outcome, Publishing, Slug, Tx, lead};

/// Saves a redirect, or makes it.
///
/// # Errors
/// An address that another redirect has.
pub async fn save_draft(
    tx: &mut Tx,
    id: RedirectId,
    draft: &RedirectDraft,
) -> Result<(), AppError> {
    let row = (
        redirects::from_path.eq(&draft.from_path),
        redirects::to_path.eq(&draft.to_path),
        redirects::note.eq(&draft.note),
    );
    diesel::insert_into(redirects::table)
        .values((redirects::id.eq(id), row))
        .on_conflict(redirects::id)
        .do_update()
        .set((
            row,
            redirects::version.eq(redirects::version + 1),
            redirects::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await
        .on_constraints(&[("redirects_from_path_key", "from_path", "leads away already")])?;
    Ok(())
}

/// Lets the address lead away from now on.
///
/// # Errors
/// An address at which something else is public.
pub async fn publish_document(
    tx: &mut Tx,
    id: RedirectId,
    document: &RedirectDocument,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    lead(
        tx,
        Kind::Redirect,
        id.0,
        &document.from_path,
        &document.to_path,
    )
    .await?;
    // A redirect has no slug of its own: one is made of its id, which nobody sees.
    let slug = Slug::from_name(&format!("redirect {id}"), "redirect");
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
