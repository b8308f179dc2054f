//! Categories: the shelves that products stand on, as a tree.

pub mod commands;
pub mod document;
pub mod draft;
pub mod model;
pub mod pages;
pub mod queries;
