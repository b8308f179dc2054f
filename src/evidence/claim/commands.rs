//! Writes of claims.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::model::{ClaimId, ClaimRow, ClaimStatus, Evidence, Wording};
use super::queries;
use crate::db::schema::{claim_wordings, claims, evidence};
use crate::error::{AppError, OnConstraint};
use crate::publishing::{Author, Outcome, Publishing, Slug, Tx, publish};

/// Adds a claim with its wordings and evidence.
///
/// # Errors
/// A slug that is taken, or two approved wordings for one surface of a market.
pub async fn create_claim(
    tx: &mut Tx,
    row: &ClaimRow,
    wordings: &[Wording],
    rows: &[Evidence],
) -> Result<(), AppError> {
    diesel::insert_into(claims::table)
        .values(row)
        .execute(tx.conn()?)
        .await
        .on_constraint("claims_slug_key", || {
            AppError::field("slug", "belongs to another claim")
        })?;
    let wordings: Vec<_> = wordings
        .iter()
        .zip(0i32..)
        .map(|(wording, position)| {
            (
                claim_wordings::id.eq(Uuid::now_v7()),
                claim_wordings::claim_id.eq(row.id),
                claim_wordings::market.eq(wording.market),
                claim_wordings::surface.eq(wording.surface),
                claim_wordings::text.eq(&wording.text),
                claim_wordings::status.eq(wording.status),
                claim_wordings::note.eq(wording.note.as_deref()),
                claim_wordings::position.eq(position),
            )
        })
        .collect();
    diesel::insert_into(claim_wordings::table)
        .values(wordings)
        .execute(tx.conn()?)
        .await
        .on_constraint("claim_wordings_one_approved_key", || {
            AppError::field(
                "wordings",
                "may hold one approved sentence per market and surface",
            )
        })?;
    add_evidence(tx, row.id, rows).await
}

async fn add_evidence(tx: &mut Tx, claim: ClaimId, rows: &[Evidence]) -> Result<(), AppError> {
    let rows: Vec<_> = rows
        .iter()
        .zip(0i32..)
        .map(|(row, position)| {
            (
                (
                    evidence::id.eq(Uuid::now_v7()),
                    evidence::claim_id.eq(claim),
                    evidence::reference_id.eq(row.reference_id),
                    evidence::position.eq(position),
                    evidence::design.eq(row.design),
                    evidence::direction.eq(row.direction),
                    evidence::participants.eq(row.participants),
                    evidence::population.eq(row.population.as_deref()),
                ),
                (
                    evidence::dose_min.eq(row.dose_min),
                    evidence::dose_max.eq(row.dose_max),
                    evidence::dose_unit.eq(row.dose_unit.as_deref()),
                    evidence::duration_days.eq(row.duration_days),
                    evidence::effect.eq(row.effect.as_deref()),
                    evidence::risk_of_bias.eq(row.risk_of_bias),
                    evidence::funding.eq(row.funding.as_deref()),
                    evidence::locator.eq(row.locator.as_deref()),
                ),
            )
        })
        .collect();
    diesel::insert_into(evidence::table)
        .values(rows)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Publishes a claim as it stands in the edit tables.
///
/// # Errors
/// A claim that is not approved.
pub async fn publish_claim(
    tx: &mut Tx,
    id: ClaimId,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    let (slug, status, document) = queries::document(tx.conn()?, id).await?;
    if status != ClaimStatus::Approved {
        return Err(AppError::Conflict(format!(
            "the claim {slug} is {status}: approve it before publishing it"
        )));
    }
    let slug = Slug::parse(&slug)?;
    publish(
        tx,
        Publishing {
            entity_id: id.0,
            slug: &slug,
            document: &document,
            author,
            note,
        },
    )
    .await
}
