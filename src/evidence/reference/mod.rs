//! References: cited publications, one row however often they are cited.

pub mod citation;
pub mod commands;
pub mod document;
pub mod model;
pub mod pages;
pub mod queries;
