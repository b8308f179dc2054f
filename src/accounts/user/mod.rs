//! People who may act: how they are invited, what they may change of their own account, and what administrators may.

pub mod admin;
pub mod commands;
pub mod pages;
pub mod queries;
