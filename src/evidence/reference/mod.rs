//! References: cited publications, one row however often they are cited.

pub mod citation;
pub mod commands;
pub mod document;
pub mod draft;
pub mod identifier;
pub mod model;
pub mod page_range;
pub mod pages;
pub mod queries;
pub mod status;
