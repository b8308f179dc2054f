//! Search and browse: an index of what is public, held beside the database and led by the change log.
//!
//! `words` makes text into words, `entry` is what is kept of a product, `shelf` counts and filters in memory, `index` finds text
//! (Tantivy), `engine` keeps both together and swaps them as one.

pub mod answer;
pub mod api;
pub mod engine;
pub mod entry;
pub mod facet;
pub mod find;
pub mod index;
pub mod make;
pub mod order;
pub mod page_request;
pub mod pages;
pub mod postings;
pub mod queries;
pub mod request;
pub mod selection;
pub mod shelf;
pub mod suggest;
pub mod words;
