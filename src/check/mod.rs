//! Judging what is public: one entity, the whole catalog, or what the change log says was touched.
//!
//! The gate judges before publication. This judges again afterwards, because what a page shows of others changes, and so do
//! the rule packs.

pub mod admin;
pub mod draft;
pub mod follow;
pub(crate) mod page;
pub mod scan;
