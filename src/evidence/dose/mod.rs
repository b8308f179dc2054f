//! The dose of an active in a product against what studies used, what is recommended and where the upper limit is; as
//! sentences, as a picture and as rows for a page.

pub mod comparison;
pub mod cost;
pub mod input;
pub mod layout;
pub mod picture;
pub mod scale;
pub mod unit;
pub mod view;
pub mod words;
