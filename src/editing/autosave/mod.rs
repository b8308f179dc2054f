//! Autosaves: what a person has typed and not saved yet, so that a closed laptop loses some seconds at most.

pub mod commands;
pub mod model;
pub mod queries;
