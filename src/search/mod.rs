//! Search and browse: an index of what is public, held beside the database and led by the change log.
//!
//! `words` makes text into words, `entry` is what is kept of a product, `shelf` counts and filters in memory, `index` finds text
//! (Tantivy), `engine` keeps both together and swaps them as one. `knowledge` is what the search knows besides products: what can be
//! read, words that mean the same, and rules of lists.

pub mod amount;
pub mod analytics;
pub mod answer;
pub mod api;
pub mod best;
pub mod education;
pub mod engine;
pub mod entry;
pub mod facet;
pub mod facet_view;
pub mod find;
pub mod index;
pub mod knowledge;
pub mod learn;
pub mod lexicon;
pub mod list;
pub mod make;
pub mod merchandising;
pub mod order;
pub mod page_request;
pub mod pages;
pub mod postings;
pub mod queries;
pub mod ranking;
pub mod reading;
pub mod request;
pub mod rule;
pub mod scope;
pub mod selection;
pub mod shelf;
pub mod showcase;
pub mod suggest;
pub mod synonym;
pub mod tags;
pub mod words;
