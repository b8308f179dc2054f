//! Products.

pub mod admin;
pub mod api;
pub mod browse;
pub mod commands;
pub mod document;
pub mod filters;
pub mod home;
pub mod json_ld;
pub mod list;
pub mod model;
pub mod pages;
pub mod queries;
pub mod view;
