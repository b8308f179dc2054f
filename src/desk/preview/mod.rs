//! Looking at a page that is not public: as a draft would show it, as it was at some time, and by a link for somebody who has no
//! account. The page is made by its own public handler, over a transaction that is never committed.

pub mod pages;
pub mod stage;
pub mod token;
