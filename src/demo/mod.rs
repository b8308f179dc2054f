//! The demo catalog: the colostrum article's chain of ingredient, claim, evidence, reference and product, and enough
//! around it to look like a shop. Its words are ours; its references are real.

mod add;
mod content;
mod data;
pub mod picture;
mod product;
mod remove;
mod sign;

pub use add::add;
pub use remove::{Removed, remove};
