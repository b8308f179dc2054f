//! Editing: a noun describes its draft and its form once; reading what was typed, comparing, merging, keeping revisions and
//! restoring them follow that description. Knows kinds, no nouns.

pub mod autosave;
pub mod comment;
pub mod diff;
pub mod draft;
pub mod form;
pub mod json;
pub mod known_rows;
pub mod merge;
pub mod read;
pub mod release;
pub mod revision;
pub mod saved_view;
pub mod schedule;
pub mod typed;
