//! Product types: which attributes products of a sort state.

pub mod commands;
pub mod document;
pub mod draft;
pub mod model;
pub mod queries;
