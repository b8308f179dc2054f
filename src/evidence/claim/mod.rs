//! Claims: an ingredient affects a topic, with wordings and evidence.

pub mod admin;
pub mod commands;
pub mod document;
pub mod draft;
pub mod evidence_table;
pub mod model;
pub mod pages;
pub mod queries;
pub mod substantiation;
pub mod view;
mod wording;
