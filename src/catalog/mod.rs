//! What is listed and sold: brands, categories, products with their variants, offers, formulas and assertions; product
//! types with their attributes, and collections; and products side by side.

pub mod assertion;
pub mod attribute;
pub mod brand;
pub mod category;
pub mod collection;
pub mod compare;
pub mod formula;
pub mod lot;
pub mod market;
pub mod offer;
pub mod product;
pub mod product_type;
pub mod shelf;
pub mod variant;
