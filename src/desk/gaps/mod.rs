//! What is missing: overdue reviews, claims without evidence, doses below what was studied, fields that channels ask for.

pub mod model;
pub mod queries;
