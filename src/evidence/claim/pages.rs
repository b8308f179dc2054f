//! Claims as parts of pages: on ingredient and topic pages.

use super::document::ClaimDocument;
use super::evidence_table::{EvidenceLine, ReferenceNumbers, evidence_lines, studies};
use super::view::ClaimView;
use crate::catalog::market::Market;
use crate::compliance::disclaimer::SYMBOL;
use crate::compliance::lint::Wording;
use crate::error::AppError;
use crate::evidence::grade::pages::GradeBadge;
use crate::publishing::Kind;
use crate::publishing::resolve::{Linked, LinkedCard, Resolved};
use crate::web::page::day;

/// A claim on an education page.
pub struct ClaimSection {
    /// Id of the place.
    pub anchor: String,
    /// The effect as a heading; none in a market whose law lists what may be said.
    pub effect: Option<String>,
    /// The sentence that is shown.
    pub wording: String,
    /// Ties the sentence to the disclaimer; empty where it needs none.
    pub symbol: &'static str,
    /// The entry of the register that it is, where the market asks for one.
    pub authorised: Option<&'static Wording>,
    /// What it is about.
    pub ingredient: Option<LinkedCard>,
    /// What is affected.
    pub topic: Option<LinkedCard>,
    /// Sources and people, or that there are none.
    pub studies: String,
    /// Whether any source speaks about the effect.
    pub has_evidence: bool,
    /// How far the evidence carries it.
    pub grade: Option<GradeBadge>,
    /// Since when its review is overdue.
    pub overdue: Option<String>,
    /// What sources say.
    pub rows: Vec<EvidenceLine>,
}

/// The claims among some referrers as sections. Where the market's law lists what may be said, only in those words.
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
    for link in linked.iter().filter(|link| link.stored.kind == Kind::Claim) {
        let view = ClaimView::new(link.stored.decode::<ClaimDocument>()?, resolved)?;
        match market {
            Market::Us => sections.push(with_evidence(view, references)),
            Market::Eu => sections.extend(in_listed_words(&view, market)),
        }
    }
    Ok(sections)
}

/// How many of them need the disclaimer of 21 CFR 101.93(c).
pub fn statements(sections: &[ClaimSection]) -> usize {
    sections
        .iter()
        .filter(|section| !section.symbol.is_empty())
        .count()
}

fn with_evidence(view: ClaimView, references: &mut ReferenceNumbers) -> ClaimSection {
    let has_evidence = view.has_evidence();
    let document = &view.claim.document;
    ClaimSection {
        anchor: view.claim.slug.clone(),
        effect: Some(document.effect.clone()),
        wording: view
            .education_wording(Market::Us)
            .unwrap_or_default()
            .to_owned(),
        symbol: if document.claim_type.needs_disclaimer() {
            SYMBOL
        } else {
            ""
        },
        authorised: None,
        studies: if has_evidence {
            studies(&view)
        } else {
            "No cited evidence".to_owned()
        },
        has_evidence,
        grade: GradeBadge::new(document.grade.as_ref()),
        overdue: view.review.overdue_since().map(day),
        rows: evidence_lines(&view, references),
        ingredient: view.ingredient,
        topic: view.topic,
    }
}

fn in_listed_words(view: &ClaimView, market: Market) -> Option<ClaimSection> {
    let wording = view.product_wording(market)?;
    let (text, authorised) = (wording.text.to_owned(), wording.authorised);
    Some(ClaimSection {
        anchor: view.claim.slug.clone(),
        effect: None,
        wording: text,
        symbol: "",
        authorised,
        studies: String::new(),
        has_evidence: true,
        grade: None,
        overdue: view.review.overdue_since().map(day),
        rows: Vec::new(),
        ingredient: None,
        topic: None,
    })
}
