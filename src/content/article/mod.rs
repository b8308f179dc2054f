//! Articles: educational content.

mod cite_card;
pub mod commands;
pub mod document;
pub mod draft;
pub mod model;
pub mod pages;
pub mod queries;
