//! The substantiation file of a claim: what was said, what it rests on, who signed, where it is used and since when.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;
use uuid::Uuid;

use super::model::{ClaimId, ClaimRow, ClaimStatus, ClaimType, Evidence, Wording};
use super::queries;
use crate::db::schema::{evidence, ingredients, notifications, publications, references, topics};
use crate::error::AppError;
use crate::evidence::grade::Grade;
use crate::evidence::reference;
use crate::evidence::reference::citation;
use crate::evidence::reference::document::ReferenceDocument;
use crate::evidence::reference::model::ReferenceStatus;
use crate::gate::sign_off::model::SignOff;
use crate::gate::sign_off::queries::sign_offs_of;
use crate::publishing::resolve::{Wanted, referrers};
use crate::publishing::{Kind, Role};

/// More products than show one claim.
const MOST: i64 = 10_000;

/// Everything that substantiates a claim.
#[derive(Debug, Serialize)]
pub struct Substantiation {
    /// Its id.
    pub id: ClaimId,
    /// Its slug.
    pub slug: String,
    /// What it is about.
    pub ingredient: String,
    /// What is affected.
    pub topic: String,
    /// Its type under United States law.
    #[serde(rename = "type")]
    pub claim_type: ClaimType,
    /// The effect as a short neutral phrase.
    pub effect: String,
    /// Where it stands.
    pub status: ClaimStatus,
    /// When it must be reviewed again.
    pub review_by: Option<NaiveDate>,
    /// Every sentence that was written for it, with what a reviewer decided.
    pub wordings: Vec<Wording>,
    /// The grade that its evidence gives it now.
    pub grade: Option<Grade>,
    /// Grades that it had, newest first.
    pub grades: Vec<PastGrade>,
    /// What sources say, for and against.
    pub evidence: Vec<Substance>,
    /// Signatures for its words and for the titles of its references.
    pub sign_offs: Vec<SignOff>,
    /// Public pages that show it now, since the day on which each first made the statement.
    pub used_by: Vec<Use>,
    /// Every time that it was published or withdrawn, newest first.
    pub history: Vec<Revision>,
}

/// A grade that was computed once.
#[derive(Debug, Serialize)]
pub struct PastGrade {
    /// `Grade B`, or that there was none.
    pub grade: String,
    /// Version of the rule.
    pub rule_version: String,
    /// When.
    pub computed_at: DateTime<Utc>,
}

/// What one source says.
#[derive(Debug, Serialize)]
pub struct Substance {
    /// What it says.
    #[serde(flatten)]
    pub row: Evidence,
    /// The reference in AMA style.
    pub citation: String,
    /// What has become of it.
    pub status: ReferenceStatus,
    /// The notice that says so.
    pub status_note: Option<String>,
}

/// A page that shows the claim.
#[derive(Debug, Serialize)]
pub struct Use {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// Its address.
    pub path: Option<String>,
    /// The first day on which it made the statement, from the ledger.
    pub since: Option<NaiveDate>,
    /// When the FDA was notified.
    pub notified_on: Option<NaiveDate>,
}

/// One publication.
#[derive(Debug, Serialize, Queryable)]
pub struct Revision {
    /// Its number.
    pub revision: i32,
    /// `publish` or `withdraw`.
    pub action: String,
    /// Who.
    pub author: String,
    /// Why.
    pub note: String,
    /// Versions of the rule packs by which it was judged.
    pub rule_packs: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Collects the file of a claim.
///
/// # Errors
/// Not found.
pub async fn substantiation(
    conn: &AsyncPgConnection,
    slug: &str,
) -> Result<Substantiation, AppError> {
    let row = queries::claim_by_slug(conn, slug)
        .await?
        .ok_or(AppError::NotFound)?;
    let (.., document) = queries::document(conn, row.id).await?;
    let (ingredient, topic) = names(conn, &row).await?;
    let evidence = evidence_of(conn, row.id).await?;
    let mut signed: Vec<Uuid> = evidence.iter().map(|one| one.row.reference_id.0).collect();
    signed.push(row.id.0);
    Ok(Substantiation {
        wordings: queries::wordings_of(conn, row.id).await?,
        grades: grades(conn, row.id).await?,
        sign_offs: sign_offs_of(conn, &signed).await?,
        used_by: uses(conn, row.id).await?,
        history: history(conn, row.id).await?,
        grade: document.grade,
        evidence,
        ingredient,
        topic,
        id: row.id,
        slug: row.slug,
        claim_type: row.claim_type,
        effect: row.effect,
        status: row.status,
        review_by: row.review_by,
    })
}

async fn names(mut conn: &AsyncPgConnection, row: &ClaimRow) -> QueryResult<(String, String)> {
    let ingredient = ingredients::table
        .find(row.ingredient_id)
        .select(ingredients::name)
        .first(&mut conn)
        .await?;
    let topic = topics::table
        .find(row.topic_id)
        .select(topics::name)
        .first(&mut conn)
        .await?;
    Ok((ingredient, topic))
}

async fn evidence_of(
    mut conn: &AsyncPgConnection,
    id: ClaimId,
) -> Result<Vec<Substance>, AppError> {
    let rows: Vec<(Evidence, ReferenceStatus, Option<String>)> = evidence::table
        .inner_join(references::table)
        .filter(evidence::claim_id.eq(id))
        .order((evidence::position, evidence::id))
        .select((
            Evidence::as_select(),
            references::status,
            references::status_note,
        ))
        .load(&mut conn)
        .await?;
    let mut found = Vec::with_capacity(rows.len());
    for (row, status, status_note) in rows {
        let (_, document): (_, ReferenceDocument) =
            reference::queries::document(conn, row.reference_id).await?;
        found.push(Substance {
            citation: citation::plain(&document),
            row,
            status,
            status_note,
        });
    }
    Ok(found)
}

async fn grades(conn: &AsyncPgConnection, id: ClaimId) -> QueryResult<Vec<PastGrade>> {
    let rows = queries::grades_of(conn, id).await?;
    Ok(rows
        .into_iter()
        .map(|row| PastGrade {
            grade: row
                .letter
                .map_or_else(|| "No grade".to_owned(), |letter| format!("Grade {letter}")),
            rule_version: row.rule_version,
            computed_at: row.computed_at,
        })
        .collect())
}

async fn uses(mut conn: &AsyncPgConnection, id: ClaimId) -> Result<Vec<Use>, AppError> {
    let shown_by = Wanted {
        to: id.0,
        kind: Kind::Product,
        role: Role::Claim,
    };
    let pages = referrers(conn, &[shown_by], &[], MOST).await?;
    let made: Vec<(Uuid, NaiveDate, Option<NaiveDate>)> = notifications::table
        .filter(notifications::claim_id.eq(id.0))
        .order(notifications::first_public_on)
        .select((
            notifications::product_id,
            notifications::first_public_on,
            notifications::notified_on,
        ))
        .load(&mut conn)
        .await?;
    Ok(pages
        .iter()
        .map(|page| {
            let card = page.card();
            let first = made.iter().find(|(product, ..)| *product == card.id);
            Use {
                kind: card.kind,
                id: card.id,
                title: card.card.title,
                path: card.path,
                since: first.map(|(_, since, _)| *since),
                notified_on: first.and_then(|(.., notified)| *notified),
            }
        })
        .collect())
}

async fn history(mut conn: &AsyncPgConnection, id: ClaimId) -> QueryResult<Vec<Revision>> {
    publications::table
        .filter(publications::entity_id.eq(id.0))
        .order(publications::revision.desc())
        .select((
            publications::revision,
            publications::action,
            publications::author,
            publications::note,
            publications::rule_pack_version,
            publications::created_at,
        ))
        .load(&mut conn)
        .await
}
