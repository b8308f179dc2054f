//! Reads of the edit tables of claims.

use std::collections::HashMap;

use chrono::{NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::document::{ClaimDocument, WordingDocument};
use super::draft::{ClaimDraft, EvidenceDraft, WordingDraft};
use super::model::{ClaimId, ClaimRow, ClaimStatus, Evidence, GradeRow, Wording, WordingStatus};
use crate::db::schema::{claim_grades, claim_wordings, claims, evidence, ingredients, references};
use crate::evidence::grade::{GradeInput, Letter, grade};
use crate::evidence::reference::model::ReferenceStatus;
use crate::evidence::review::Review;

/// A claim by slug.
pub async fn claim_by_slug(
    mut conn: &AsyncPgConnection,
    slug: &str,
) -> QueryResult<Option<ClaimRow>> {
    claims::table
        .filter(claims::slug.eq(slug))
        .select(ClaimRow::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// Every wording of a claim, drafts and rejected ones too.
pub async fn wordings_of(mut conn: &AsyncPgConnection, id: ClaimId) -> QueryResult<Vec<Wording>> {
    claim_wordings::table
        .filter(claim_wordings::claim_id.eq(id))
        .order((claim_wordings::position, claim_wordings::id))
        .select(Wording::as_select())
        .load(&mut conn)
        .await
}

/// What would be published of a claim now, and where it stands.
pub async fn document(
    mut conn: &AsyncPgConnection,
    id: ClaimId,
) -> QueryResult<(String, ClaimStatus, ClaimDocument)> {
    let row: ClaimRow = claims::table
        .find(id)
        .select(ClaimRow::as_select())
        .first(&mut conn)
        .await?;
    let wordings = wordings_of(conn, id)
        .await?
        .into_iter()
        .filter(|wording| wording.status == WordingStatus::Approved)
        .map(|wording| WordingDocument {
            market: wording.market,
            surface: wording.surface,
            text: wording.text,
            authorised_id: wording.authorised_id,
        })
        .collect();
    let (evidence, inputs) = evidence_of(conn, id).await?;
    let document = ClaimDocument {
        ingredient_id: row.ingredient_id,
        topic_id: row.topic_id,
        claim_type: row.claim_type,
        effect: row.effect,
        review_by: row.review_by,
        wordings,
        evidence,
        grade: Some(grade(inputs)),
    };
    Ok((row.slug, row.status, document))
}

/// The evidence of a claim, and what the rule of grades reads of it.
async fn evidence_of(
    mut conn: &AsyncPgConnection,
    id: ClaimId,
) -> QueryResult<(Vec<Evidence>, Vec<GradeInput>)> {
    let rows: Vec<(Evidence, String, ReferenceStatus)> = evidence::table
        .inner_join(references::table)
        .filter(evidence::claim_id.eq(id))
        .order((evidence::position, evidence::id))
        .select((Evidence::as_select(), references::slug, references::status))
        .load(&mut conn)
        .await?;
    let inputs = rows
        .iter()
        .map(|(row, reference, status)| GradeInput::new(row, reference, *status))
        .collect();
    Ok((rows.into_iter().map(|(row, ..)| row).collect(), inputs))
}

/// The grades of a claim, newest first.
pub async fn grades_of(mut conn: &AsyncPgConnection, id: ClaimId) -> QueryResult<Vec<GradeRow>> {
    claim_grades::table
        .filter(claim_grades::claim_id.eq(id))
        .order((claim_grades::computed_at.desc(), claim_grades::id.desc()))
        .select(GradeRow::as_select())
        .load(&mut conn)
        .await
}

/// A row of the admin's list.
#[derive(Debug, Clone)]
pub struct ClaimSummary {
    /// Its slug.
    pub slug: String,
    /// What it is about.
    pub ingredient: String,
    /// The effect as a short neutral phrase.
    pub effect: String,
    /// Where it stands.
    pub status: ClaimStatus,
    /// When it must be reviewed again.
    pub review_by: Option<NaiveDate>,
    /// The latest grade that was computed.
    pub grade: Option<Letter>,
    /// How its date of review stands today.
    pub review: Review,
}

/// Every claim, by ingredient.
pub async fn claim_summaries(mut conn: &AsyncPgConnection) -> QueryResult<Vec<ClaimSummary>> {
    type Row = (
        ClaimId,
        String,
        String,
        String,
        ClaimStatus,
        Option<NaiveDate>,
    );
    let rows: Vec<Row> = claims::table
        .inner_join(ingredients::table)
        .order((ingredients::name, claims::slug))
        .select((
            claims::id,
            claims::slug,
            ingredients::name,
            claims::effect,
            claims::status,
            claims::review_by,
        ))
        .load(&mut conn)
        .await?;
    let grades: Vec<(ClaimId, Option<Letter>)> = claim_grades::table
        .order(claim_grades::computed_at)
        .select((claim_grades::claim_id, claim_grades::letter))
        .load(&mut conn)
        .await?;
    let latest: HashMap<ClaimId, Option<Letter>> = grades.into_iter().collect();
    Ok(rows
        .into_iter()
        .map(
            |(id, slug, ingredient, effect, status, review_by)| ClaimSummary {
                slug,
                ingredient,
                effect,
                status,
                review_by,
                grade: latest.get(&id).copied().flatten(),
                review: Review::on(review_by, Utc::now().date_naive()),
            },
        )
        .collect())
}

/// What is edited of a claim, as it is saved.
pub async fn draft(mut conn: &AsyncPgConnection, id: ClaimId) -> QueryResult<ClaimDraft> {
    let row: ClaimRow = claims::table
        .find(id)
        .select(ClaimRow::as_select())
        .first(&mut conn)
        .await?;
    let wordings: Vec<(Uuid, Wording)> = claim_wordings::table
        .filter(claim_wordings::claim_id.eq(id))
        .order((claim_wordings::position, claim_wordings::id))
        .select((claim_wordings::id, Wording::as_select()))
        .load(&mut conn)
        .await?;
    let sources: Vec<(Uuid, Evidence)> = evidence::table
        .filter(evidence::claim_id.eq(id))
        .order((evidence::position, evidence::id))
        .select((evidence::id, Evidence::as_select()))
        .load(&mut conn)
        .await?;
    Ok(ClaimDraft {
        slug: row.slug,
        ingredient_id: row.ingredient_id,
        topic_id: row.topic_id,
        claim_type: row.claim_type,
        effect: row.effect,
        status: row.status,
        review_by: row.review_by,
        wordings: wordings
            .into_iter()
            .map(|(id, wording)| WordingDraft {
                id,
                market: wording.market,
                surface: wording.surface,
                text: wording.text,
                status: wording.status,
                authorised_id: wording.authorised_id,
                note: wording.note,
            })
            .collect(),
        evidence: sources
            .into_iter()
            .map(|(id, row)| EvidenceDraft { id, row })
            .collect(),
    })
}
