//! Signatures: a reviewer let this very text of this entity pass these rules.

pub mod commands;
pub mod model;
pub mod queries;
