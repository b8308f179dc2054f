//! A claim as a product page shows it.

use super::abroad::in_market;
use super::view::ProductView;
use crate::catalog::market::Market;
use crate::compliance::disclaimer::SYMBOL;
use crate::compliance::lint::Wording;
use crate::evidence::claim::evidence_table::{
    EvidenceLine, ReferenceNumbers, evidence_lines, studies,
};
use crate::evidence::claim::view::ClaimView;
use crate::evidence::grade::pages::GradeBadge;
use crate::publishing::resolve::LinkedCard;
use crate::web::page::day;

/// What must stand with a health claim, Regulation (EC) No 1924/2006, article 10(2)(a) and (b), in words to that effect.
const DIET: &str = "A varied and balanced diet and a healthy lifestyle are important. The effect is tied to the amount that the \
     conditions of use name; take the product as directed.";

/// What the law of a market wants said beside claims.
pub fn beside_claims(market: Market) -> Option<&'static str> {
    match market {
        Market::Eu => Some(DIET),
        Market::Us => None,
    }
}

/// A claim where the product is sold.
pub struct ClaimCard {
    /// Id of the place.
    pub anchor: String,
    /// The sentence.
    pub wording: String,
    /// Ties it to the disclaimer; empty where it needs none.
    pub symbol: &'static str,
    /// The entry of the register that it is, where the market asks for one.
    pub authorised: Option<&'static Wording>,
    /// What it is about.
    pub ingredient: Option<LinkedCard>,
    /// What is affected.
    pub topic: Option<LinkedCard>,
    /// The amount of the ingredient in a serving.
    pub amount: Option<String>,
    /// How far the evidence carries it.
    pub grade: Option<GradeBadge>,
    /// Sources and people.
    pub studies: String,
    /// Since when its review is overdue.
    pub overdue: Option<String>,
    /// What sources say.
    pub rows: Vec<EvidenceLine>,
}

/// The card of a claim. Where the law lists what may be said, nothing stands beside those words but their conditions.
pub fn claim_card(
    view: &ProductView,
    claim: &ClaimView,
    references: &mut ReferenceNumbers,
) -> Option<ClaimCard> {
    let wording = claim.product_wording(view.market)?;
    let listed = wording.authorised.is_some();
    let needs_disclaimer = !listed && claim.claim.document.claim_type.needs_disclaimer();
    let amount = claim
        .ingredient
        .as_ref()
        .and_then(|ingredient| view.amount_of(ingredient.id));
    let ingredient = claim.ingredient.clone();
    Some(ClaimCard {
        anchor: claim.claim.slug.clone(),
        wording: wording.text.to_owned(),
        symbol: if needs_disclaimer { SYMBOL } else { "" },
        authorised: wording.authorised,
        ingredient: ingredient.map(|card| in_market(card, view.market)),
        topic: claim.topic.clone().filter(|_| !listed),
        amount,
        grade: GradeBadge::new(claim.claim.document.grade.as_ref()).filter(|_| !listed),
        studies: if listed {
            String::new()
        } else {
            studies(claim)
        },
        overdue: claim.review.overdue_since().map(day),
        rows: if listed {
            Vec::new()
        } else {
            evidence_lines(claim, references)
        },
    })
}
