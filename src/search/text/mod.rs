//! Finding products by words: what is written of them, in an index on disk.

pub mod find;
pub mod frequent;
pub mod index;
pub mod texts;
