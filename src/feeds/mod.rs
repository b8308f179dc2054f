//! What machines read beside the API: the sitemap and the rules for robots.

pub mod sitemap;
pub mod storefront;
