//! What the rules of labelling and claims say, as data and pure functions.

pub mod allergens;
pub mod daily_values;
pub mod disclaimer;
pub mod facts_panel;
pub mod lint;
pub mod nutrition_reference;
pub mod passage;
pub mod reference_intakes;
pub mod rules;
pub mod severity;
pub mod surface;
