//! Variants: the purchasable units.

mod gtin;
pub mod model;

pub use gtin::Gtin;
