//! What search engines, storefronts, shopping channels and agents read.

pub mod channel;
pub mod check;
pub mod feed;
pub mod files;
pub mod news;
pub mod pages;
pub mod sitemap;
pub mod storefront;
