//! What a formula says about allergens and about substances that people avoid, held against the statements made of the
//! product: [`present_in`] derives what is in it and why, [`claims_free_from`] reads what a name or a text claims, and
//! [`judge`] compares.
//!
//! A formula can show that something is in a product. It can't show that something is absent: traces and carriers are
//! not in it. A free-from statement on anything that counts in traces therefore needs a document.

mod free_from;
mod judge;
mod phrases;
mod present;
mod rule;
mod sources;
mod substance;

pub use free_from::claims_free_from;
pub use judge::{AllergenFinding, Statement, StatementBasis, StatementKind, Subject, judge};
pub use present::{Certainty, Material, Presence, is_generic, names_allergen, present_in};
pub use rule::AllergenRule;
pub use substance::Substance;

#[cfg(test)]
mod judge_tests;
#[cfg(test)]
mod tests;
