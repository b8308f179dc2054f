//! Attributes: facts that products of some types state, such as the flavor.

pub mod commands;
pub mod document;
pub mod draft;
pub mod model;
pub mod queries;
