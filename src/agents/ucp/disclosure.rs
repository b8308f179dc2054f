//! What an agent must show with a product: the protocol lets it neither hide nor dismiss such a message.

use serde_json::{Value, json};

use crate::catalog::assertion::model::{Assertion, Statement};
use crate::catalog::market::Market;
use crate::catalog::product::document::contained_allergens;
use crate::catalog::product::view::ProductView;
use crate::compliance::disclaimer::disclaimer;
use crate::content::plain::plain;

/// The messages of a product that stands at a path of the answer (RFC 9535).
pub fn disclosures(view: &ProductView, path: &str) -> Vec<Value> {
    let mut messages = Vec::new();
    let mut disclose = |code: &str, content: String| {
        messages.push(json!({
            "type": "warning",
            "code": code,
            "path": path,
            "content": content,
            "content_type": "plain",
            "presentation": "disclosure",
        }));
    };
    // 21 CFR 101.93(b) asks for it in the United States; elsewhere claims have conditions instead.
    let words = disclaimer(view.claims.len()).filter(|_| view.market == Market::Us);
    if let Some(words) = words {
        disclose("dietary_supplement_disclaimer", words.to_owned());
    }
    for claim in view.claims.iter().filter(|_| view.market == Market::Eu) {
        let authorised = claim.product_wording(view.market);
        if let Some(wording) = authorised.and_then(|wording| wording.authorised) {
            disclose("claim_conditions", wording.conditions.to_string());
        }
    }
    let allergens = contained_allergens(&view.product.document);
    if !allergens.is_empty() {
        disclose("allergens", format!("Contains: {}.", allergens.join(", ")));
    }
    let traces: Vec<String> = view
        .product
        .document
        .assertions
        .iter()
        .filter(|assertion| assertion.statement == Statement::MayContain)
        .map(Assertion::substance_words)
        .collect();
    if !traces.is_empty() {
        disclose(
            "may_contain",
            format!("May contain: {}.", traces.join(", ")),
        );
    }
    if let Some(cautions) = &view.texts.cautions {
        let cautions = plain(cautions);
        if !cautions.trim().is_empty() {
            disclose("safety_warning", cautions.trim().to_owned());
        }
    }
    messages
}
