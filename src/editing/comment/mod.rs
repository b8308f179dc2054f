//! Comments: what people say about a draft in its review.

pub mod commands;
pub mod model;
pub mod queries;
