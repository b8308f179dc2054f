//! Brands: the names under which products are sold.

pub mod commands;
pub mod document;
pub mod draft;
pub mod model;
pub mod pages;
pub mod queries;
