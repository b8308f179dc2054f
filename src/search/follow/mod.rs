//! Following the change log: what is published is searchable within a second.

mod afresh;
pub mod engine;
pub mod learn;
pub mod make;
pub mod queries;
