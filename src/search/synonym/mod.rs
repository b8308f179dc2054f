//! Synonyms: words of visitors that find what is called otherwise.

pub mod commands;
pub mod document;
pub mod draft;
pub mod model;
pub mod queries;
