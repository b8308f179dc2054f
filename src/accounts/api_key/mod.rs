//! Keys by which programs use the API: scoped, hashed, shown once, with an end.

pub mod admin;
pub mod api;
pub mod client;
pub mod commands;
pub mod model;
pub mod queries;
pub mod secret;

pub use client::ApiClient;
