//! Links by which a person sets a password without knowing one: an invitation, or a reset by an administrator.

pub mod commands;
pub mod model;
pub mod queries;
