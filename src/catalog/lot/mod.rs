//! Lots: batches of a variant, with laboratory reports as rows.

pub mod commands;
pub mod document;
pub mod draft;
pub mod model;
pub mod queries;
