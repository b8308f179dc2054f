//! Sentences of a claim: who wrote one can't approve it.

use chrono::Utc;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::draft::WordingDraft;
use super::model::{ClaimId, WordingStatus};
use crate::catalog::market::Market;
use crate::compliance::surface::Surface;
use crate::db::schema::claim_wordings;
use crate::error::{AppError, OnConstraint};
use crate::publishing::{Author, Tx};

/// A sentence as it is stored.
#[derive(Queryable)]
struct Stored {
    id: Uuid,
    market: Market,
    surface: Surface,
    authorised_id: Option<String>,
    text: String,
    status: WordingStatus,
    written_by: Option<Uuid>,
    approved_by: Option<Uuid>,
    approved_on: Option<chrono::NaiveDate>,
}

/// Replaces the sentences of a claim, each with who wrote and who approved it.
///
/// # Errors
/// A sentence that its own writer, or somebody without that right, would approve.
pub(super) async fn save_wordings(
    tx: &mut Tx,
    claim: ClaimId,
    drafts: &[WordingDraft],
    author: &Author,
    may_approve: bool,
) -> Result<(), AppError> {
    let stored: Vec<Stored> = claim_wordings::table
        .filter(claim_wordings::claim_id.eq(claim))
        .select((
            claim_wordings::id,
            claim_wordings::market,
            claim_wordings::surface,
            claim_wordings::authorised_id,
            claim_wordings::text,
            claim_wordings::status,
            claim_wordings::written_by,
            claim_wordings::approved_by,
            claim_wordings::approved_on,
        ))
        .load(tx.conn()?)
        .await?;
    let mut rows = Vec::new();
    for (draft, position) in drafts.iter().zip(0i32..) {
        let old = stored.iter().find(|old| old.id == draft.id);
        // What was approved is this sentence in this place: moved elsewhere it is another one.
        let unchanged = old.filter(|old| {
            old.text == draft.text
                && old.market == draft.market
                && old.surface == draft.surface
                && old.authorised_id == draft.authorised_id
        });
        let written_by = unchanged.map_or(author.user_id, |old| old.written_by);
        let approved = unchanged.filter(|old| old.status == WordingStatus::Approved);
        let is_approved = draft.status == WordingStatus::Approved;
        if is_approved && approved.is_none() {
            may_be_approved(written_by, author, may_approve)?;
        }
        let approval = match approved {
            Some(old) => (old.approved_by, old.approved_on),
            None => (author.user_id, Some(Utc::now().date_naive())),
        };
        let (approved_by, approved_on) = if is_approved { approval } else { (None, None) };
        rows.push((
            (
                claim_wordings::id.eq(draft.id),
                claim_wordings::claim_id.eq(claim),
                claim_wordings::market.eq(draft.market),
                claim_wordings::surface.eq(draft.surface),
                claim_wordings::text.eq(&draft.text),
                claim_wordings::status.eq(draft.status),
            ),
            (
                claim_wordings::note.eq(draft.note.as_deref()),
                claim_wordings::authorised_id.eq(draft.authorised_id.as_deref()),
                claim_wordings::position.eq(position),
                claim_wordings::written_by.eq(written_by),
                claim_wordings::approved_by.eq(approved_by),
                claim_wordings::approved_on.eq(approved_on),
            ),
        ));
    }
    diesel::delete(claim_wordings::table.filter(claim_wordings::claim_id.eq(claim)))
        .execute(tx.conn()?)
        .await?;
    diesel::insert_into(claim_wordings::table)
        .values(rows)
        .execute(tx.conn()?)
        .await
        .on_constraints(&[
            (
                "claim_wordings_one_approved_key",
                "wordings",
                "may hold one approved sentence per market and place",
            ),
            (
                "claim_wordings_pkey",
                "wordings",
                "hold a sentence of another claim, or one twice: add a new row for it",
            ),
        ])?;
    Ok(())
}

fn may_be_approved(
    written_by: Option<Uuid>,
    author: &Author,
    may_approve: bool,
) -> Result<(), AppError> {
    if !may_approve {
        return Err(AppError::field(
            "wordings",
            "are approved by a reviewer: save the sentence as a draft and ask for a review",
        ));
    }
    if author.user_id.is_some() && written_by == author.user_id {
        return Err(AppError::field(
            "wordings",
            "hold a sentence that you wrote: another person must approve it",
        ));
    }
    Ok(())
}
