//! The evidence of a claim as pages show it: a table whose sources are numbered in the page's reference list.

use uuid::Uuid;

use super::model::Evidence;
use super::view::ClaimView;
use crate::catalog::formula::model::grouped;
use crate::evidence::reference::document::ReferenceDocument;
use crate::evidence::reference::pages::ReferenceItem;
use crate::publishing::read::Published;

/// A row of an evidence table.
pub struct EvidenceLine {
    /// Number of the reference on the page.
    pub number: usize,
    /// Id of this place, for the way back.
    pub anchor: String,
    /// Sign and word of the direction.
    pub direction: (&'static str, &'static str),
    /// Value of the direction, for its colour.
    pub sort: &'static str,
    /// Design of the study.
    pub design: &'static str,
    /// Participants and who they were.
    pub people: String,
    /// Dose.
    pub dose: String,
    /// Duration.
    pub duration: String,
    /// What was found.
    pub effect: String,
    /// Directness, risk of bias, funding and the place in the source, as far as they are known.
    pub notes: String,
}

/// `3 studies, 412 people`.
pub fn studies(claim: &ClaimView) -> String {
    let (count, people) = claim.studies();
    let sources = format!("{count} {}", if count == 1 { "source" } else { "sources" });
    match people {
        0 => sources,
        people => format!("{sources}, {} people", grouped(people.into())),
    }
}

/// The evidence of a claim as rows of a table, each with a number in the page's reference list.
pub fn evidence_lines(claim: &ClaimView, references: &mut ReferenceNumbers) -> Vec<EvidenceLine> {
    claim
        .evidence
        .iter()
        .map(|evidence| {
            let (number, anchor) = references.cite(&evidence.reference);
            let row = &evidence.row;
            let people = match (row.participants, &row.population) {
                (Some(count), Some(who)) => format!("{} ({who})", grouped(count.into())),
                (Some(count), None) => grouped(count.into()),
                (None, Some(who)) => who.clone(),
                (None, None) => String::new(),
            };
            EvidenceLine {
                number,
                anchor,
                direction: (row.direction.sign(), row.direction.words()),
                sort: row.direction.as_str(),
                design: row.design.words(),
                people,
                dose: row.dose().unwrap_or_default(),
                duration: row.duration().unwrap_or_default(),
                effect: row.effect.clone().unwrap_or_default(),
                notes: notes(row),
            }
        })
        .collect()
}

/// `Direct evidence. Risk of bias: low. Funding: a maker. Table 2.`
fn notes(row: &Evidence) -> String {
    let notes = [
        row.directness
            .map(|value| format!("Directness: {}", value.words().to_lowercase())),
        row.risk_of_bias
            .map(|value| format!("Risk of bias: {}", value.words().to_lowercase())),
        row.funding
            .as_ref()
            .map(|funding| format!("Funding: {funding}")),
        row.locator.clone(),
    ];
    let told: Vec<String> = notes
        .into_iter()
        .flatten()
        .map(|note| format!("{}.", note.trim_end_matches('.')))
        .collect();
    told.join(" ")
}

/// Numbers references by first use on a page and remembers where each is cited.
#[derive(Default)]
pub struct ReferenceNumbers {
    ids: Vec<Uuid>,
    /// The list so far.
    pub items: Vec<ReferenceItem>,
}

impl ReferenceNumbers {
    /// The number of a reference, and the id of the place that cites it now.
    pub fn cite(&mut self, reference: &Published<ReferenceDocument>) -> (usize, String) {
        let place = self
            .ids
            .iter()
            .position(|id| *id == reference.entity_id)
            .unwrap_or_else(|| {
                self.ids.push(reference.entity_id);
                self.items
                    .push(ReferenceItem::new(self.ids.len(), reference, Vec::new()));
                self.ids.len() - 1
            });
        let number = place + 1;
        let anchor = self.items.get_mut(place).map_or_else(String::new, |item| {
            let anchor = format!("cite-{number}-{}", item.cited_at.len() + 1);
            item.cited_at.push(anchor.clone());
            anchor
        });
        (number, anchor)
    }
}
