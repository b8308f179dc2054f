//! What became public last, for readers that follow a site: articles and products, as JSON Feed 1.1 and as RSS 2.0.
//!
//! [`item`] is what both tell, [`pages`] gives it either form.

pub mod item;
pub mod pages;
