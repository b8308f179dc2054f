//! Releases: objects that become public together, or none of them.

pub mod commands;
pub mod model;
pub mod queries;
