//! Claims as education shows them: on ingredient and topic pages.

use super::evidence_table::{EvidenceLine, ReferenceNumbers, evidence_lines, studies};
use super::view::ClaimView;
use crate::catalog::market::Market;
use crate::error::AppError;
use crate::publishing::resolve::{Linked, LinkedCard, Resolved};

use super::document::ClaimDocument;

/// A claim on an education page.
pub struct ClaimSection {
    /// Id of the place.
    pub anchor: String,
    /// The effect as a heading.
    pub effect: String,
    /// The sentence that education shows.
    pub wording: String,
    /// What it is about.
    pub ingredient: Option<LinkedCard>,
    /// What is affected.
    pub topic: Option<LinkedCard>,
    /// Sources and people, or that there are none.
    pub studies: String,
    /// Whether any source speaks about the effect.
    pub has_evidence: bool,
    /// What sources say.
    pub rows: Vec<EvidenceLine>,
}

/// The claims among some referrers as sections.
///
/// # Errors
/// A stored document that this program cannot read.
pub fn sections(
    linked: &[Linked],
    resolved: &Resolved,
    market: Market,
    references: &mut ReferenceNumbers,
) -> Result<Vec<ClaimSection>, AppError> {
    let mut sections = Vec::new();
    for link in linked
        .iter()
        .filter(|link| link.stored.kind == crate::publishing::Kind::Claim)
    {
        let view = ClaimView::new(link.stored.clone().decode::<ClaimDocument>()?, resolved)?;
        let has_evidence = view.has_evidence();
        sections.push(ClaimSection {
            anchor: view.claim.slug.clone(),
            effect: view.claim.document.effect.clone(),
            wording: view.education_wording(market).to_owned(),
            studies: if has_evidence {
                studies(&view)
            } else {
                "No cited evidence".to_owned()
            },
            has_evidence,
            rows: evidence_lines(&view, references),
            ingredient: view.ingredient,
            topic: view.topic,
        });
    }
    Ok(sections)
}
