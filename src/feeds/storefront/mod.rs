//! The catalog for storefronts that keep a copy of it: a snapshot of everything at one place in the change log, from which a
//! client goes on with the changes, and the same items a page at a time or by id.
//!
//! [`crate::api::gather`] reads and writes many of them, [`pages`] answers a page of them.

pub mod pages;
