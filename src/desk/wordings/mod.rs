//! Sentences that were approved for what a page sells.

pub mod queries;
