//! Revisions: every saved draft as it was, and where the latest stands on its way to the public.

pub mod commands;
pub mod model;
pub mod queries;
