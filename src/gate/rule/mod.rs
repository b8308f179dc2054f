//! The rules themselves, as readers get them.

pub mod api;
pub mod pages;
