//! Collections: products that belong together, chosen by hand, by rule, or both.

pub mod commands;
pub mod document;
pub mod draft;
pub mod model;
pub mod pages;
pub mod queries;
