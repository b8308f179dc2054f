//! Protocols: sets of products for a topic, with dose and timing.

pub mod commands;
pub mod document;
pub mod draft;
pub mod model;
pub mod pages;
pub mod queries;
