//! Educational content: articles with numbered citations, protocols, redirects, and the Markdown they are written in.

pub mod article;
pub mod links;
pub mod markdown;
mod marks;
pub mod plain;
pub mod protocol;
pub mod redirect;

pub use marks::marked;
