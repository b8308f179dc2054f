//! A claim as readers get it, with its evidence and references, and the rule of where it may appear.

use chrono::Utc;
use uuid::Uuid;

use super::document::{ClaimDocument, WordingDocument};
use super::model::{Direction, Evidence};
use crate::catalog::market::Market;
use crate::compliance::lint::Wording;
use crate::compliance::rules;
use crate::compliance::surface::Surface;
use crate::error::AppError;
use crate::evidence::reference::document::ReferenceDocument;
use crate::evidence::reference::model::ReferenceStatus;
use crate::evidence::review::Review;
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
    /// Whether its review is due, or long overdue.
    pub review: Review,
}

/// What one reference says.
#[derive(Debug, Clone)]
pub struct EvidenceView {
    /// What it says.
    pub row: Evidence,
    /// The reference.
    pub reference: Published<ReferenceDocument>,
}

/// A sentence that a product page may show, with the conditions under which its market allows it.
#[derive(Debug, Clone, Copy)]
pub struct ProductWording<'a> {
    /// The sentence.
    pub text: &'a str,
    /// The entry of the register that it is, where the market asks for one.
    pub authorised: Option<&'static Wording>,
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
            review: Review::on(claim.document.review_by, Utc::now().date_naive()),
            claim,
        })
    }

    /// The sentence that a product page may show: approved for that surface and market, carried by at least one source that
    /// supports the effect and was not retracted, and its review not lapsed. Where the market's law lists what may be said,
    /// only in those words.
    pub fn product_wording(&self, market: Market) -> Option<ProductWording<'_>> {
        let carried = self.evidence.iter().any(EvidenceView::carries_weight);
        if !carried || matches!(self.review, Review::Lapsed(_)) {
            return None;
        }
        let wording = self.claim.document.wording(market, Surface::Product)?;
        match market {
            Market::Us => Some(ProductWording {
                text: &wording.text,
                authorised: None,
            }),
            Market::Eu => authorised(wording, market),
        }
    }

    /// The sentence that education shows; the bare effect where none was written. Nothing in a market whose law lists what
    /// may be said: there the words for products are all there is.
    pub fn education_wording(&self, market: Market) -> Option<&str> {
        let document = &self.claim.document;
        match market {
            Market::Us => Some(
                document
                    .wording(market, Surface::Education)
                    .map_or(document.effect.as_str(), |wording| wording.text.as_str()),
            ),
            Market::Eu => None,
        }
    }

    /// Whether any public source speaks about the effect itself.
    pub fn has_evidence(&self) -> bool {
        self.evidence
            .iter()
            .any(|view| view.row.direction != Direction::Background)
    }

    /// Number of sources that speak about the effect, and of the people in them as far as it is known.
    pub fn studies(&self) -> (usize, i64) {
        let studies = self
            .evidence
            .iter()
            .filter(|view| view.row.direction != Direction::Background);
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

/// A wording as the register of its market has it now; one that was taken off the register shows no more.
fn authorised(wording: &WordingDocument, market: Market) -> Option<ProductWording<'_>> {
    let id = wording.authorised_id.as_deref()?;
    let authorised = rules::wording(market.jurisdiction(), id)?;
    (*authorised.wording == *wording.text).then_some(ProductWording {
        text: &wording.text,
        authorised: Some(authorised),
    })
}

impl EvidenceView {
    fn carries_weight(&self) -> bool {
        matches!(self.row.direction, Direction::Supports | Direction::Mixed)
            && self.reference.document.status != ReferenceStatus::Retracted
    }
}
