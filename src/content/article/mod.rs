//! Articles: educational content.

pub mod commands;
pub mod document;
pub mod model;
pub mod pages;
pub mod queries;
