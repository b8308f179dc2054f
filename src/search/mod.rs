//! Search and browse: an index of what is public, held beside the database and led by the change log.
//!
//! `words` makes text into words. `shelf` counts and filters products in memory, `text` finds them by words (Tantivy), `follow` keeps
//! both at the end of the change log and swaps them as one, with the `knowledge` of what can be read, words that mean the same, and
//! rules of lists. `ask` answers from them; `list` shows the answers as pages, `api` as JSON.

pub mod analytics;
pub mod api;
pub mod ask;
pub mod follow;
pub mod knowledge;
pub mod list;
pub mod rule;
pub mod shelf;
pub mod synonym;
pub mod text;
pub mod words;
