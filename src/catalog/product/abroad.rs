//! A product beyond the default market, whose free texts stay at home.

use super::document::ProductDocument;
use crate::catalog::formula::model::FormulaRow;
use crate::catalog::market::Market;
use crate::publishing::resolve::LinkedCard;

/// The document without the texts that were written for the default market and judged by its law: sentences, notes of
/// servings and rows, and what statements cite. Names, amounts and the texts of the other markets stay.
pub fn without_home_texts(document: &mut ProductDocument) {
    document.summary.clear();
    document.description.clear();
    document.audience = None;
    document.directions.clear();
    document.cautions = None;
    document.storage = None;
    document.statements.clear();
    for assertion in &mut document.assertions {
        assertion.document = None;
    }
    if let Some(formula) = &mut document.formula {
        for serving in &mut formula.servings {
            serving.note = None;
        }
        without_notes(&mut formula.rows);
        without_notes(&mut formula.other_ingredients);
    }
}

fn without_notes(rows: &mut [FormulaRow]) {
    for row in rows {
        row.note = None;
        without_notes(&mut row.rows);
    }
}

/// A card as the pages of a market link it: beyond the default market a name with its address there, and no text.
pub fn in_market(mut card: LinkedCard, market: Market) -> LinkedCard {
    if market != Market::Us {
        card.path = card.path.as_deref().map(|path| market.path(path));
        card.card.summary.clear();
        card.detail = None;
    }
    card
}
