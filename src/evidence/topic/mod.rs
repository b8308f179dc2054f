//! Topics: body functions and goals, never diseases.

pub mod commands;
pub mod document;
pub mod draft;
pub mod model;
pub mod pages;
pub mod queries;
