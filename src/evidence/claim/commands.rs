//! Writes of claims.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::document::ClaimDocument;
use super::draft::ClaimDraft;
use super::model::{ClaimId, ClaimRow, ClaimStatus, Evidence, Wording};
use super::{queries, wording};
use crate::catalog::market::Market;
use crate::compliance::surface::Surface;
use crate::db::schema::{claim_grades, claim_wordings, claims, evidence};
use crate::error::{AppError, OnConstraint};
use crate::evidence::grade::Grade;
use crate::evidence::reference;
use crate::evidence::reference::model::ReferenceId;
use crate::gate;
use crate::gate::Shown;
use crate::gate::ledger::commands::enter;
use crate::gate::ledger::model::Made;
use crate::publishing::read::Published;
use crate::publishing::resolve::{Wanted, referrers};
use crate::publishing::{Author, Kind, Outcome, Publishing, Role, Slug, Tx};

/// More products than show one claim.
const MOST: i64 = 100_000;

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
                claim_wordings::authorised_id.eq(wording.authorised_id.as_deref()),
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
    let rows: Vec<(Uuid, &Evidence)> = rows.iter().map(|row| (Uuid::now_v7(), row)).collect();
    add_evidence(tx, row.id, &rows).await
}

async fn add_evidence(
    tx: &mut Tx,
    claim: ClaimId,
    rows: &[(Uuid, &Evidence)],
) -> Result<(), AppError> {
    let rows: Vec<_> = rows
        .iter()
        .zip(0i32..)
        .map(|((id, row), position)| {
            (
                (
                    evidence::id.eq(*id),
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
                    evidence::directness.eq(row.directness),
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
        .await
        .on_constraint("evidence_pkey", || {
            AppError::field(
                "evidence",
                "holds a study of another claim, or one twice: add a new row for it",
            )
        })?;
    Ok(())
}

/// Publishes a claim as it stands in the edit tables, with the grade that its evidence gives it now.
///
/// # Errors
/// A claim that is not approved, or words that its rule packs do not clear.
pub async fn publish_claim(
    tx: &mut Tx,
    id: ClaimId,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    let (slug, status, document) = queries::document(tx.conn()?, id).await?;
    needs_approval(&slug, status)?;
    publish_document(tx, id, &slug, &document, author, note).await
}

/// Only an approved claim can be published.
///
/// # Errors
/// A claim that is not approved.
pub fn needs_approval(slug: &str, status: ClaimStatus) -> Result<(), AppError> {
    if status == ClaimStatus::Approved {
        return Ok(());
    }
    Err(AppError::Conflict(format!(
        "the claim {slug} is {status}: approve it before publishing it"
    )))
}

/// Publishes a claim as a document says it is.
///
/// # Errors
/// Words that its rule packs do not clear.
pub async fn publish_document(
    tx: &mut Tx,
    id: ClaimId,
    slug: &str,
    document: &ClaimDocument,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    let slug = Slug::parse(slug)?;
    let shown = titles_shown(tx, document).await?;
    keep_grade(tx, id, document.grade.as_ref()).await?;
    let outcome = gate::publish(
        tx,
        Publishing {
            entity_id: id.0,
            slug: &slug,
            document,
            author,
            note,
        },
        &shown,
    )
    .await?;
    if outcome != Outcome::Unchanged {
        enter_in_ledger(tx, id, document).await?;
    }
    Ok(outcome)
}

/// Products that show it already now make its sentence: for each the ledger of 21 CFR 101.93(a) opens an entry.
async fn enter_in_ledger(
    tx: &mut Tx,
    id: ClaimId,
    document: &ClaimDocument,
) -> Result<(), AppError> {
    let wording = document.wording(Market::Us, Surface::Product);
    let Some(wording) = wording.filter(|_| document.claim_type.needs_disclaimer()) else {
        return Ok(());
    };
    let shown_by = Wanted {
        to: id.0,
        kind: Kind::Product,
        role: Role::Claim,
    };
    for link in referrers(tx.conn()?, &[shown_by], &[], MOST).await? {
        let made = Made {
            statement: wording.text.clone(),
            claim_id: Some(id.0),
            ingredient: None,
        };
        let brand = link.brand.clone().unwrap_or_default();
        let product = link.card();
        enter(tx, (product.id, &product.card.title, &brand), &[made]).await?;
    }
    Ok(())
}

/// The titles of the references that it rests on: they stand on pages that lead to products, 21 CFR 101.93(g)(2)(iv)(C).
async fn titles_shown(tx: &mut Tx, document: &ClaimDocument) -> Result<Vec<Shown>, AppError> {
    let ids: Vec<ReferenceId> = document
        .evidence
        .iter()
        .map(|row| row.reference_id)
        .collect();
    let titles = reference::queries::titles(tx.conn()?, &ids).await?;
    Ok(titles
        .into_iter()
        .map(|(id, title)| reference::document::title_on(Surface::Product, id, title))
        .collect())
}

/// Publishes a public claim again whose grade alone has changed.
///
/// # Errors
/// What the database refuses.
pub async fn publish_regraded(
    tx: &mut Tx,
    claim: &Published<ClaimDocument>,
    author: &Author,
) -> Result<Outcome, AppError> {
    let slug = Slug::parse(&claim.slug)?;
    let id = ClaimId(claim.entity_id);
    keep_grade(tx, id, claim.document.grade.as_ref()).await?;
    gate::publish_cleared(
        tx,
        Publishing {
            entity_id: id.0,
            slug: &slug,
            document: &claim.document,
            author,
            note: "graded again",
        },
    )
    .await
}

/// Appends a grade to the history of a claim, unless it is the latest already.
async fn keep_grade(tx: &mut Tx, id: ClaimId, grade: Option<&Grade>) -> Result<(), AppError> {
    let Some(grade) = grade else { return Ok(()) };
    let inputs = serde_json::to_value(grade)?;
    let latest = queries::grades_of(tx.conn()?, id).await?.into_iter().next();
    if latest.is_some_and(|latest| latest.inputs == inputs) {
        return Ok(());
    }
    diesel::insert_into(claim_grades::table)
        .values((
            claim_grades::id.eq(Uuid::now_v7()),
            claim_grades::claim_id.eq(id),
            claim_grades::letter.eq(grade.letter),
            claim_grades::preliminary.eq(grade.preliminary),
            claim_grades::rule_version.eq(&grade.rule_version),
            claim_grades::inputs.eq(inputs),
        ))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Saves a claim with its wordings and evidence, or makes it. `may_approve` says whether the person's role approves sentences.
///
/// # Errors
/// A slug that is taken, or a sentence that its writer, or somebody without that right, would approve.
pub async fn save_draft(
    tx: &mut Tx,
    id: ClaimId,
    draft: &ClaimDraft,
    author: &Author,
    may_approve: bool,
) -> Result<(), AppError> {
    let before: Option<ClaimStatus> = claims::table
        .find(id)
        .select(claims::status)
        .first(tx.conn()?)
        .await
        .optional()?;
    let is_approval =
        draft.status == ClaimStatus::Approved && before != Some(ClaimStatus::Approved);
    if is_approval && !may_approve {
        return Err(AppError::field(
            "status",
            "is set to approved by a reviewer: save it as a draft and ask for a review",
        ));
    }
    let row = (
        claims::slug.eq(&draft.slug),
        claims::ingredient_id.eq(draft.ingredient_id),
        claims::topic_id.eq(draft.topic_id),
        claims::type_.eq(draft.claim_type),
        claims::effect.eq(&draft.effect),
        claims::status.eq(draft.status),
        claims::review_by.eq(draft.review_by),
    );
    diesel::insert_into(claims::table)
        .values((claims::id.eq(id), row))
        .on_conflict(claims::id)
        .do_update()
        .set((
            row,
            claims::version.eq(claims::version + 1),
            claims::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await
        .on_constraints(&[("claims_slug_key", "slug", "belongs to another claim")])?;
    wording::save_wordings(tx, id, &draft.wordings, author, may_approve).await?;
    diesel::delete(evidence::table.filter(evidence::claim_id.eq(id)))
        .execute(tx.conn()?)
        .await?;
    let rows: Vec<(Uuid, &Evidence)> = draft
        .evidence
        .iter()
        .map(|draft| (draft.id, &draft.row))
        .collect();
    add_evidence(tx, id, &rows).await
}
