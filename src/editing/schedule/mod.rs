//! Schedules: what becomes public, or ceases to be, at a time.

pub mod commands;
pub mod model;
pub mod queries;
