//! Reads of the edit tables of claims.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::document::{ClaimDocument, WordingDocument};
use super::model::{ClaimId, ClaimRow, ClaimStatus, Evidence, Wording, WordingStatus};
use crate::db::schema::{claim_wordings, claims, evidence};

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
        })
        .collect();
    let evidence = evidence::table
        .filter(evidence::claim_id.eq(id))
        .order((evidence::position, evidence::id))
        .select(Evidence::as_select())
        .load(&mut conn)
        .await?;
    let document = ClaimDocument {
        ingredient_id: row.ingredient_id,
        topic_id: row.topic_id,
        claim_type: row.claim_type,
        effect: row.effect,
        review_by: row.review_by,
        wordings,
        evidence,
    };
    Ok((row.slug, row.status, document))
}
