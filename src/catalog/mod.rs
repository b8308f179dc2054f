//! What is listed and sold: brands, categories, products with their variants, offers, formulas and assertions.

pub mod assertion;
pub mod brand;
pub mod category;
pub mod formula;
pub mod lot;
pub mod market;
pub mod offer;
pub mod product;
pub mod variant;
