//! Formulas: what is in the bottle.

pub mod checks;
pub mod commands;
pub mod model;
pub mod panel;
pub mod queries;
