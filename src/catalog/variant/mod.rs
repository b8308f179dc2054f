//! Variants: the purchasable units.

pub mod commands;
mod gtin;
pub mod model;
pub mod queries;

pub use gtin::Gtin;
