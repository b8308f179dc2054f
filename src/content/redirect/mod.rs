//! Redirects: addresses of the site that lead to others, made by a person. Changed slugs make their own.

pub mod commands;
pub mod document;
pub mod draft;
pub mod model;
pub mod pages;
pub mod queries;
