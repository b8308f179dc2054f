//! Free-from and contains statements.

pub mod model;
