//! What comes in from elsewhere.

pub mod dsld;
