//! The gate between a draft and the public: nothing is published whose words its rule packs do not clear.
//!
//! What blocks is refused, what asks for review waits until a reviewer has signed that very text, and an override of a block
//! carries a reason. Everything that is published passes here; a test over the source enforces it.

pub mod ledger;
pub mod rule;
pub mod sign_off;
pub mod task;

use diesel_async::AsyncPgConnection;
use serde_json::json;
use uuid::Uuid;

use crate::accounts::audit;

use crate::compliance::lint::{Part, Verdict};
use crate::compliance::passage::{Found, Judged, Passage, Passages, judge};
use crate::compliance::rules;
use crate::compliance::surface::{Jurisdiction, Surface};
use crate::error::{AppError, Objection};
use crate::publishing::{self, Document, Kind, Outcome, Publishing, Tx};
use task::commands::close_tasks;
use task::model::TaskReason;

/// A text that a page shows of another entity, such as the title of a reference: whoever publishes the page needs it cleared,
/// and the signature belongs to the entity whose text it is.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Whose text it is.
    pub owner: (Kind, Uuid),
    /// The text on the page's surface.
    pub passage: Passage,
}

/// Something found in a text of an entity.
#[derive(Debug, Clone)]
pub struct OwnedFinding {
    /// Whose text it is.
    pub owner: (Kind, Uuid),
    /// What was found where.
    pub found: Found,
}

/// Publishes a document if its own words, and what its page shows of others, are cleared.
///
/// # Errors
/// What the rule packs object to and nobody has signed, or what publishing refuses.
pub async fn publish<D: Document + Judged>(
    tx: &mut Tx,
    what: Publishing<'_, D>,
    shown: &[Shown],
) -> Result<Outcome, AppError> {
    let outcomes = publish_many(tx, &[what], shown).await?;
    outcomes
        .into_iter()
        .next()
        .unwrap_or(Err(AppError::NotFound))
}

/// Publishes those documents of one kind whose words are cleared, in a constant number of statements. What came of each stands at
/// its place: one that is refused is left out, and the others become public. `shown` is what every one of their pages shows of
/// others.
///
/// # Errors
/// What the database refuses.
pub async fn publish_many<D: Document + Judged>(
    tx: &mut Tx,
    what: &[Publishing<'_, D>],
    shown: &[Shown],
) -> Result<Vec<Result<Outcome, AppError>>, AppError> {
    // What is rolled back is seen by nobody but the editor, who is to see it before it is cleared.
    if tx.is_look_ahead() {
        return publishing::publish_many(tx, what, rules::version()).await;
    }
    let mut objections = objections_to(tx, what, shown).await?;
    let cleared: Vec<Publishing<'_, D>> = what
        .iter()
        .zip(&objections)
        .filter(|(_, objections)| objections.is_empty())
        .map(|(one, _)| one.clone())
        .collect();
    let outcomes = publishing::publish_many(tx, &cleared, rules::version()).await?;
    note_published(tx, &cleared, &outcomes).await?;
    let mut outcomes = outcomes.into_iter();
    let outcome = |objections: &mut Vec<Objection>| match objections.is_empty() {
        true => outcomes.next().unwrap_or(Err(AppError::NotFound)),
        false => Err(AppError::NotCleared(std::mem::take(objections))),
    };
    Ok(objections.iter_mut().map(outcome).collect())
}

/// For each document what its rule packs object to and nobody has signed.
async fn objections_to<D: Document + Judged>(
    tx: &mut Tx,
    what: &[Publishing<'_, D>],
    shown: &[Shown],
) -> Result<Vec<Vec<Objection>>, AppError> {
    let mut found = Vec::new();
    for (at, one) in what.iter().enumerate() {
        let owner = (D::KIND, one.entity_id);
        let findings = judge_page(owner, one.slug.as_str(), one.document, shown);
        found.extend(findings.into_iter().map(|finding| (at, finding)));
    }
    let mut objections: Vec<Vec<Objection>> = what.iter().map(|_| Vec::new()).collect();
    for (at, finding) in uncleared_of(tx.conn()?, found).await? {
        if let Some(objections) = objections.get_mut(at) {
            objections.push(objection(&finding));
        }
    }
    Ok(objections)
}

/// Notes who published what, and closes the tasks that asked for it.
async fn note_published<D: Document>(
    tx: &mut Tx,
    what: &[Publishing<'_, D>],
    outcomes: &[Result<Outcome, AppError>],
) -> Result<(), AppError> {
    let mut lines = Vec::new();
    for (one, outcome) in what.iter().zip(outcomes) {
        if let Ok(Outcome::Published { revision }) = outcome {
            lines.push(audit::Line {
                author: one.author,
                action: "publish",
                kind: D::KIND.as_str(),
                entity_id: Some(one.entity_id),
                detail: json!({ "publication": revision, "note": one.note }),
            });
        }
    }
    audit::record_many(tx, &lines).await?;
    let published: Vec<Uuid> = lines.iter().filter_map(|line| line.entity_id).collect();
    let Some(first) = lines.first() else {
        return Ok(());
    };
    close_tasks(
        tx,
        &published,
        TaskReason::NotCleared,
        "published again",
        first.author,
    )
    .await
}

/// Publishes a document whose words were cleared before: what the system changes without touching a word.
///
/// # Errors
/// What publishing refuses.
pub async fn publish_cleared<D: Document>(
    tx: &mut Tx,
    what: Publishing<'_, D>,
) -> Result<Outcome, AppError> {
    publishing::publish(tx, what, rules::version()).await
}

/// Clears the reason of a withdrawal, which the page at the address shows to everybody: there is one, and no rule of the
/// United States blocks it. Nobody can sign it, because it can always be said otherwise.
///
/// # Errors
/// No reason, or words that a rule blocks.
pub fn clear_reason(reason: &str) -> Result<(), AppError> {
    if reason.trim().is_empty() {
        return Err(AppError::field(
            "reason",
            "must say why it is withdrawn: visitors of its address read it",
        ));
    }
    let passages = Passages::on(Surface::Product, Jurisdiction::Us)
        .with("reason", Part::Text, reason)
        .done();
    let blocked = judge(&passages)
        .into_iter()
        .find(|found| found.finding.severity == Verdict::Block);
    match blocked {
        None => Ok(()),
        Some(found) => Err(AppError::field(
            "reason",
            format!(
                "says {:?}, to which rule {} objects: {} Visitors read the reason, so say it in other words",
                found.words(),
                found.finding.rule,
                found.finding.message
            ),
        )),
    }
}

/// Everything that the rule packs find in a document, in its address, and in what its page shows of others.
pub fn judge_page<D: Judged>(
    owner: (Kind, Uuid),
    slug: &str,
    document: &D,
    shown: &[Shown],
) -> Vec<OwnedFinding> {
    let own = document.passages();
    // An address is read wherever the document is shown. What has no page of its own has none.
    let mut addresses: Vec<Passage> = Vec::new();
    let has_page = owner.0.path(slug).is_some();
    for passage in own.iter().filter(|_| has_page) {
        let known = addresses.iter().any(|known| {
            known.surface == passage.surface && known.jurisdiction == passage.jurisdiction
        });
        if !known {
            addresses.push(Passage {
                field: "slug".to_owned(),
                part: Part::Slug,
                text: slug.to_owned(),
                ..passage.clone()
            });
        }
    }
    let mut findings: Vec<OwnedFinding> = judge(own.iter().chain(&addresses))
        .into_iter()
        .chain(document.contradictions())
        .map(|found| OwnedFinding { owner, found })
        .collect();
    for text in shown {
        findings.extend(
            judge(std::iter::once(&text.passage))
                .into_iter()
                .map(|found| OwnedFinding {
                    owner: text.owner,
                    found,
                }),
        );
    }
    findings
}

/// What nobody has signed of what was found.
///
/// # Errors
/// No database.
pub async fn uncleared(
    conn: &AsyncPgConnection,
    findings: Vec<OwnedFinding>,
) -> Result<Vec<OwnedFinding>, AppError> {
    let findings = findings.into_iter().map(|finding| ((), finding)).collect();
    let left = uncleared_of(conn, findings).await?;
    Ok(left.into_iter().map(|((), finding)| finding).collect())
}

/// The same for findings that are marked with what they belong to.
async fn uncleared_of<M>(
    conn: &AsyncPgConnection,
    findings: Vec<(M, OwnedFinding)>,
) -> Result<Vec<(M, OwnedFinding)>, AppError> {
    if findings.is_empty() {
        return Ok(findings);
    }
    let owners = findings.iter().map(|(_, finding)| finding.owner.1);
    let mut owners: Vec<Uuid> = owners.collect();
    owners.sort_unstable();
    owners.dedup();
    let signed = sign_off::queries::sign_offs_of(conn, &owners).await?;
    Ok(findings
        .into_iter()
        .filter(|(_, finding)| {
            !signed
                .iter()
                .any(|sign_off| sign_off.covers(finding.owner.1, &finding.found))
        })
        .collect())
}

/// A finding as an error names it.
pub fn objection(finding: &OwnedFinding) -> Objection {
    let found = &finding.found;
    Objection {
        field: found.passage.field.clone(),
        jurisdiction: found.passage.jurisdiction.as_str(),
        surface: found.passage.surface.as_str(),
        rule: found.finding.rule.to_string(),
        verdict: found.finding.severity.name(),
        words: found.words(),
        text: found.passage.text.clone(),
        message: found.finding.message.to_string(),
        suggestion: found.finding.suggestion.as_deref().map(str::to_owned),
    }
}
