//! What the label says a product contains or is free from: from its target groups and its statements.

use super::label::{Assertion, AssertionKind, Warning};
use super::phrases::{contained, free_from, sentences};
use super::place::{Place, Warnings};
use super::substances::avoided;
use super::text::snake;

/// The assertions met so far; the first of each kind and substance stays.
#[derive(Default)]
pub struct Assertions(Vec<Assertion>);

impl Assertions {
    /// The assertions in the order met.
    pub fn into_list(self) -> Vec<Assertion> {
        self.0
    }

    /// Reads a statement if it is of a kind that tells contents or allergens.
    pub fn read_statement(&mut self, kind: &str, text: &str, place: &Place<'_>) {
        let kind = kind.to_lowercase();
        if kind.contains("does not contain") || kind.contains("free of") {
            for sentence in sentences(text) {
                for substance in free_from(sentence) {
                    self.add(AssertionKind::FreeFrom, substance, sentence, place);
                }
            }
        } else if kind.contains("allerg") || kind.contains("re: contains") {
            for sentence in sentences(text) {
                for (statement, substance) in contained(sentence) {
                    self.add(statement, substance, sentence, place);
                }
            }
        }
    }

    fn add(&mut self, statement: AssertionKind, substance: &str, source: &str, place: &Place<'_>) {
        if self
            .0
            .iter()
            .any(|known| known.statement == statement && known.substance == substance)
        {
            return;
        }
        let (substance, source) = (substance.to_owned(), source.to_owned());
        self.0.push(Assertion {
            statement,
            substance,
            source,
            pointer: place.pointer(),
        });
    }

    /// Warns where a label says both that a substance is in the product and that it is not.
    pub fn warn_of_contradictions(&self, warnings: &mut Warnings) {
        let says = |statement: AssertionKind| {
            self.0
                .iter()
                .filter(move |known| known.statement == statement)
        };
        for free in says(AssertionKind::FreeFrom) {
            if says(AssertionKind::Contains).any(|known| known.substance == free.substance) {
                let message = format!(
                    "The label says both that it contains {0} and that it is free from {0}.",
                    free.substance
                );
                warnings.0.push(Warning {
                    pointer: free.pointer.clone(),
                    message,
                });
            }
        }
    }
}

/// Parts the target groups: free-from groups become assertions, the others are returned.
pub fn target_groups(
    place: &Place<'_>,
    assertions: &mut Assertions,
    warnings: &mut Warnings,
) -> Vec<String> {
    let mut audiences: Vec<String> = Vec::new();
    for item in place.items(warnings) {
        let Some(group) = item.line(warnings) else {
            continue;
        };
        match free_group(&group) {
            Some(substance) => assertions.add(AssertionKind::FreeFrom, &substance, &group, &item),
            None if audiences.contains(&group) => {}
            None => audiences.push(group),
        }
    }
    audiences
}

/// The substance that a target group is free from.
fn free_group(group: &str) -> Option<String> {
    let plain = group.to_lowercase().replace('-', " ");
    match plain.as_str() {
        "vegan" => Some("animal_products".to_owned()),
        "vegetarian" => Some("meat".to_owned()),
        "non gmo" => Some("gmo".to_owned()),
        _ => {
            let subject = plain.strip_suffix(" free")?.trim();
            Some(avoided(subject).map_or_else(|| snake(subject), str::to_owned))
                .filter(|key| !key.is_empty())
        }
    }
}
