//! Attempts to prove who one is, by password or by code, and how fast they may follow each other.

pub mod commands;
pub mod queries;
