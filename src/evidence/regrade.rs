//! A reference that changes changes what rests on it: its claims are graded again, and those that fall are listed for review.

use serde_json::json;

use crate::error::AppError;
use crate::evidence::claim;
use crate::evidence::claim::document::ClaimDocument;
use crate::evidence::grade::Grade;
use crate::evidence::reference;
use crate::evidence::reference::document::ReferenceDocument;
use crate::evidence::reference::model::{ReferenceId, ReferenceStatus};
use crate::gate::task::commands::open_task;
use crate::gate::task::model::{NewTask, TaskReason};
use crate::publishing::read::Published;
use crate::publishing::resolve::{Wanted, referrers};
use crate::publishing::{Author, Kind, Outcome, Role, Tx, read};

/// More claims than any reference carries.
const MOST: i64 = 10_000;

/// Publishes a reference as it stands in the edit tables, and grades the public claims that rest on it again.
///
/// # Errors
/// Not found, a slug that another public reference has, or words that a rule pack does not clear.
pub async fn publish_reference(
    tx: &mut Tx,
    id: ReferenceId,
    author: &Author,
    note: &str,
) -> Result<Regraded, AppError> {
    let outcome = reference::commands::publish_reference(tx, id, author, note).await?;
    regraded(tx, id, outcome).await
}

/// Publishes a reference as a document says it is, and grades the public claims that rest on it again.
///
/// # Errors
/// As [`publish_reference`].
pub async fn publish_document(
    tx: &mut Tx,
    id: ReferenceId,
    slug: &str,
    document: &ReferenceDocument,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    let outcome =
        reference::commands::publish_document(tx, id, slug, document, author, note).await?;
    Ok(regraded(tx, id, outcome).await?.outcome)
}

async fn regraded(tx: &mut Tx, id: ReferenceId, outcome: Outcome) -> Result<Regraded, AppError> {
    let claims = match outcome {
        Outcome::Unchanged => 0,
        Outcome::Published { .. } => regrade_claims_on(tx, id).await?,
    };
    Ok(Regraded { outcome, claims })
}

/// What came of publishing a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Regraded {
    /// Of the reference itself.
    pub outcome: Outcome,
    /// How many claims have another grade now.
    pub claims: usize,
}

/// Notes what has become of a publication, such as its retraction, and publishes it with what rests on it.
///
/// # Errors
/// Not found.
pub async fn set_reference_status(
    tx: &mut Tx,
    id: ReferenceId,
    status: ReferenceStatus,
    notice: Option<&str>,
    author: &Author,
) -> Result<Regraded, AppError> {
    reference::commands::set_status(tx, id, status, notice).await?;
    publish_reference(tx, id, author, &format!("status: {status}")).await
}

/// Publishes the claims on a reference again where its status changes their grade. Only the grade changes: what an editor is
/// still writing stays a draft. What the system decides by itself is published by the system.
async fn regrade_claims_on(tx: &mut Tx, id: ReferenceId) -> Result<usize, AppError> {
    let stored = read::by_ids(tx.conn()?, &[id.0]).await?;
    let Some(stored) = stored.into_iter().next() else {
        return Ok(0);
    };
    let mut regraded = 0;
    let reference: Published<ReferenceDocument> = stored.decode()?;
    let wanted = Wanted {
        to: id.0,
        kind: Kind::Claim,
        role: Role::Evidence,
    };
    for link in referrers(tx.conn()?, &[wanted], &[Kind::Claim], MOST).await? {
        let mut claim: Published<ClaimDocument> = link.stored.decode()?;
        let Some(old) = claim.document.grade.clone() else {
            continue;
        };
        let new = old.with_status(&reference.slug, id, reference.document.status);
        if new == old {
            continue;
        }
        claim.document.grade = Some(new.clone());
        regraded += 1;
        claim::commands::publish_regraded(tx, &claim, &Author::system("grade")).await?;
        if new.is_below(&old) {
            list_for_review(tx, &claim, (&old, &new), &reference).await?;
        }
    }
    Ok(regraded)
}

async fn list_for_review(
    tx: &mut Tx,
    claim: &Published<ClaimDocument>,
    (old, new): (&Grade, &Grade),
    reference: &Published<ReferenceDocument>,
) -> Result<(), AppError> {
    let detail = json!({
        "from": old.words(),
        "to": new.words(),
        "reference": reference.slug,
        "status": reference.document.status,
    });
    open_task(
        tx,
        &NewTask {
            reason: TaskReason::GradeFell,
            kind: Kind::Claim,
            entity_id: claim.entity_id,
            title: &claim.document.effect,
            detail,
        },
    )
    .await
}
