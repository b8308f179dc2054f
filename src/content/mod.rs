//! Educational content: articles with numbered citations, protocols, and the Markdown they are written in.

pub mod article;
pub mod links;
pub mod markdown;
mod marks;
pub mod plain;
pub mod protocol;

pub use marks::marked;
