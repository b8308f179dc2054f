//! A free-from or contains statement as pages show it.

use crate::catalog::assertion::model::{Assertion, Statement};

/// A statement with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// The statement with its substance: `No gluten`.
    pub label: String,
    /// For the colour.
    pub sort: &'static str,
    /// Says the same as the colour.
    pub sign: &'static str,
    /// What it rests on, as a sentence.
    pub basis: String,
}

impl Chip {
    /// Of a statement that is published.
    pub fn new(assertion: &Assertion) -> Self {
        let substance = assertion.substance_words();
        let (label, sort, sign) = match assertion.statement {
            Statement::FreeFrom => (format!("No {substance}"), "free", "✓"),
            Statement::Contains => (format!("Contains {substance}"), "contains", "!"),
            Statement::MayContain => (format!("May contain {substance}"), "contains", "!"),
            Statement::Unknown => (format!("{substance}: not stated"), "unknown", "?"),
        };
        let mut basis = format!("Rests on {}", assertion.basis.words());
        if let Some(document) = &assertion.document {
            basis.push_str(&format!(": {document}"));
        }
        if let Some(date) = assertion.as_of {
            basis.push_str(&format!(", {}", date.format("%B %-d, %Y")));
        }
        Self {
            label,
            sort,
            sign,
            basis: format!("{}.", basis.trim_end_matches('.')),
        }
    }
}
