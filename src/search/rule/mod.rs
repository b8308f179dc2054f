//! Rules of lists: what stands first, what is left out, what is raised, and words that lead to a page.

pub mod admin;
pub mod commands;
pub mod document;
pub mod draft;
pub mod model;
pub mod queries;
