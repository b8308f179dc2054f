//! What a food supplement states in the European Union: amounts for the portion recommended for a day, in the units of
//! Directive 2002/46/EC, and their share of the nutrient reference values of Regulation (EU) No 1169/2011, annex XIII.
//!
//! [`compose`] makes the table from the same input as the Supplement Facts panel. Where European law and the label use
//! units between which no conversion is defined, the declared amount stands without a percentage.

mod composition;
mod convert;
mod table;
mod text;

pub use composition::{
    AmountState, Composition, CompositionRow, DailyPortion, STATEMENTS, compose,
};
pub use convert::in_unit_of_reference;
pub use table::{EuUnit, NutrientReference, TABLE, european_name, nutrient_reference};
pub use text::to_text;

#[cfg(test)]
mod golden_tests;
#[cfg(test)]
mod tests;
