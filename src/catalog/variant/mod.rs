//! Variants: the purchasable units.

mod gtin;
pub mod model;
pub mod queries;

pub use gtin::Gtin;
