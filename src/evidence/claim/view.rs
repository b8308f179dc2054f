//! A claim as readers get it, with its evidence and references, and the rule of where it may appear.

use uuid::Uuid;

use super::document::ClaimDocument;
use super::model::{Evidence, Surface};
use crate::catalog::market::Market;
use crate::error::AppError;
use crate::evidence::reference::document::ReferenceDocument;
use crate::evidence::reference::model::ReferenceStatus;
use crate::publishing::read::Published;
use crate::publishing::resolve::{LinkedCard, Resolved};

/// A claim with what it refers to.
#[derive(Debug, Clone)]
pub struct ClaimView {
    /// The claim.
    pub claim: Published<ClaimDocument>,
    /// What it is about.
    pub ingredient: Option<LinkedCard>,
    /// What is affected.
    pub topic: Option<LinkedCard>,
    /// What references say, each with its reference.
    pub evidence: Vec<EvidenceView>,
}

/// What one reference says.
#[derive(Debug, Clone)]
pub struct EvidenceView {
    /// What it says.
    pub row: Evidence,
    /// The reference.
    pub reference: Published<ReferenceDocument>,
}

impl ClaimView {
    /// From a claim and what it resolves to. Evidence whose reference is not public is left out.
    ///
    /// # Errors
    /// A stored document that this program cannot read.
    pub fn new(claim: Published<ClaimDocument>, resolved: &Resolved) -> Result<Self, AppError> {
        let mut evidence = Vec::with_capacity(claim.document.evidence.len());
        for row in &claim.document.evidence {
            if let Some(reference) = resolved.document::<ReferenceDocument>(row.reference_id.0)? {
                evidence.push(EvidenceView {
                    row: row.clone(),
                    reference,
                });
            }
        }
        Ok(Self {
            ingredient: resolved.card(claim.document.ingredient_id.0),
            topic: resolved.card(claim.document.topic_id.0),
            evidence,
            claim,
        })
    }

    /// The sentence that a product page may show: approved for that surface and market, and carried by at least one
    /// source that supports the effect and was not retracted.
    pub fn product_wording(&self, market: Market) -> Option<&str> {
        let carried = self.evidence.iter().any(EvidenceView::carries_weight);
        self.claim
            .document
            .wording(market, Surface::Product)
            .filter(|_| carried && self.claim.document.is_supported())
    }

    /// The sentence that education shows; the bare effect where none was written.
    pub fn education_wording(&self, market: Market) -> &str {
        self.claim
            .document
            .wording(market, Surface::Education)
            .unwrap_or(&self.claim.document.effect)
    }

    /// Whether any public source speaks about the effect itself.
    pub fn has_evidence(&self) -> bool {
        self.evidence
            .iter()
            .any(|view| view.row.direction != super::model::Direction::Background)
    }

    /// Number of sources that speak about the effect, and of the people in them as far as it is known.
    pub fn studies(&self) -> (usize, i64) {
        let studies = self
            .evidence
            .iter()
            .filter(|view| view.row.direction != super::model::Direction::Background);
        studies.fold((0, 0), |(count, people), view| {
            (
                count + 1,
                people + view.row.participants.map_or(0, i64::from),
            )
        })
    }

    /// The id of the claim.
    pub fn id(&self) -> Uuid {
        self.claim.entity_id
    }
}

impl EvidenceView {
    fn carries_weight(&self) -> bool {
        use super::model::Direction::{Mixed, Supports};
        matches!(self.row.direction, Supports | Mixed)
            && self.reference.document.status != ReferenceStatus::Retracted
    }
}
