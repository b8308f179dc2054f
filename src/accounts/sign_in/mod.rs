//! Signing in and out: password, second factor, and the form that an expired session left behind.

pub mod commands;
pub mod guard;
pub mod kept;
pub mod pages;
pub mod queries;
pub mod return_to;
