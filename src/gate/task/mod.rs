//! What a reviewer has to look at: words that are not cleared, grades that fell, reviews that are overdue.

pub mod commands;
pub mod model;
pub mod queries;
