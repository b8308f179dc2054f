//! The claim lint: what may be said, where, and what to say instead.
//!
//! Pure: no database, no clock, no network. Everything that a lawyer decides is in the files of `packs/`; this module reads
//! them and applies them. A text is cut into sentences, a sentence into words, the words are looked up once and rules are
//! matched over their classes, so that the cost grows with the length of the text and not with the number of rules.

mod affix;
mod class;
mod compile;
mod data;
mod disclaimer;
mod hash;
mod inflect;
mod json;
mod judge;
mod pack;
mod packs;
mod pattern;
mod sentence;
mod token;
mod verdict;
mod vocabulary;
mod wording;

#[cfg(test)]
mod tests;

pub use disclaimer::is_disclaimer;
pub use json::write_json_line;
pub use judge::Scratch;
pub use pack::{Pack, Rule};
pub use packs::{PackError, Packs};
pub use sentence::{Sentence, sentences};
pub use verdict::{Context, Finding, Judgement, Part, StatementKind, UnknownName, Verdict};
pub use wording::Wording;
