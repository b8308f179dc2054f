//! Saved views: filtered lists that a person keeps under a name, for themselves or for everybody.

pub mod commands;
pub mod model;
pub mod queries;
