//! What a reader sees of a cited reference without leaving the sentence: design, people, dose and result.

use std::collections::HashMap;

use askama::Template;
use uuid::Uuid;

use crate::error::AppError;
use crate::evidence::claim::document::ClaimDocument;
use crate::evidence::claim::model::{Direction, Evidence};
use crate::evidence::reference::citation;
use crate::evidence::reference::document::ReferenceDocument;
use crate::publishing::Kind;
use crate::publishing::resolve::{Linked, Resolved};
use crate::web::html::SafeHtml;

#[derive(Template)]
#[template(path = "content/_cite_card.html")]
struct CiteCard {
    short: String,
    title: String,
    warning: Option<&'static str>,
    facts: Vec<(&'static str, String)>,
    result: Option<(&'static str, &'static str, String)>,
}

/// The cards of the references that an article cites. `claims` are the claims that rest on them.
///
/// # Errors
/// A stored document that this program cannot read.
pub fn cards(
    cited: &[Uuid],
    resolved: &Resolved,
    claims: &[Linked],
) -> Result<HashMap<Uuid, SafeHtml>, AppError> {
    let mut rows: HashMap<Uuid, Evidence> = HashMap::new();
    for link in claims.iter().filter(|link| link.stored.kind == Kind::Claim) {
        let claim = link.stored.decode::<ClaimDocument>()?.document;
        for row in claim.evidence {
            let known = rows.get(&row.reference_id.0);
            // What speaks about an effect says more than background does.
            if known.is_none_or(|known| known.direction == Direction::Background) {
                rows.insert(row.reference_id.0, row);
            }
        }
    }
    let mut cards = HashMap::new();
    for id in cited {
        let Some(reference) = resolved.document::<ReferenceDocument>(*id)? else {
            continue;
        };
        let card = card(&reference.document, rows.get(id));
        cards.insert(*id, SafeHtml::trusted(card.render()?));
    }
    Ok(cards)
}

fn card(reference: &ReferenceDocument, row: Option<&Evidence>) -> CiteCard {
    let printed = citation::ama(reference);
    let mut facts = Vec::new();
    if let Some(row) = row {
        facts.push(("Design", row.design.words().to_owned()));
        facts.extend(row.participants.map(|count| ("People", count.to_string())));
        facts.extend(row.dose().map(|dose| ("Dose a day", dose)));
        facts.extend(row.duration().map(|time| ("Duration", time)));
    }
    CiteCard {
        short: citation::short(reference),
        title: printed.title,
        warning: printed.warning,
        result: row.map(|row| {
            let direction = row.direction;
            let effect = row.effect.clone().unwrap_or_default();
            (direction.as_str(), direction.words(), effect)
        }),
        facts,
    }
}
