//! Offers: price and availability of a variant in a market. Read live, never published.

pub mod commands;
pub mod model;
pub mod queries;
pub mod writes;
