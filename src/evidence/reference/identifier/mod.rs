//! Identifiers of publications: read from whatever people paste, stored in one form, linked to where they lead.
//!
//! Each has `parse`, which takes prefixes, addresses and stray marks off; `Display`, which is the stored form; and
//! `url`, where a reader finds the publication.

mod doi;
mod isbn;
mod issn;
mod pubmed;

#[cfg(test)]
mod tests;

use thiserror::Error;

pub use doi::Doi;
pub use isbn::Isbn;
pub use issn::Issn;
pub use pubmed::{Pmcid, Pmid};

/// Why a text is no identifier.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{} is no {what}: {reason}", shown(given))]
pub struct IdentifierError {
    /// Which identifier it should have been, as people call it.
    pub what: &'static str,
    /// The text.
    pub given: String,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl IdentifierError {
    fn new(what: &'static str, given: &str, reason: &'static str) -> Self {
        Self {
            what,
            given: given.trim().to_owned(),
            reason,
        }
    }
}

/// The text in quotes, shortened so that a message stays readable.
fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        format!("{text:?}")
    } else {
        let start: String = text.chars().take(LONGEST).collect();
        format!("{:?}", format!("{start}…"))
    }
}

/// The text without one of some prefixes, whatever their case, and without the space and colon behind it.
fn without_prefix<'a>(text: &'a str, prefixes: &[&str]) -> &'a str {
    let text = text.trim();
    prefixes
        .iter()
        .find_map(|prefix| {
            let (start, rest) = text.split_at_checked(prefix.len())?;
            start.eq_ignore_ascii_case(prefix).then_some(rest)
        })
        .map_or(text, |rest| rest.trim_start_matches([':', ' ', '\u{a0}']))
}
