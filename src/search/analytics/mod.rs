//! What visitors look for: counted in memory by words and day, added to the database every few seconds. No visitor, no address and no
//! time of day is kept, nor words that look like somebody's own.

pub mod admin;
pub mod commands;
pub mod counts;
pub mod queries;
pub mod worker;
