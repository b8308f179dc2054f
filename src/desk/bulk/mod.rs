//! One change of many: chosen, previewed row by row, carried out in the background, and taken back where nobody edited since.

pub mod commands;
pub mod model;
pub mod operation;
pub mod prices;
pub mod queries;
pub mod run;
