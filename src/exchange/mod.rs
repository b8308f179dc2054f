//! What comes in from elsewhere.

pub mod dsld;
pub mod references;
pub mod shopify;
