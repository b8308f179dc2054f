//! Catalog of the Universal Commerce Protocol, version 2026-04-08: search, lookup, and one product.
//!
//! [`request`] is what agents ask, [`product`] what they are told of a product, [`disclosure`] what they must show with it,
//! [`catalog`] answers, [`pages`] speaks HTTP.

pub mod catalog;
pub mod disclosure;
pub mod pages;
pub mod product;
pub mod request;

use serde_json::{Value, json};

/// The version of the protocol.
pub const VERSION: &str = "2026-04-08";
/// Searching.
pub const SEARCH: &str = "dev.ucp.shopping.catalog.search";
/// Looking up.
pub const LOOKUP: &str = "dev.ucp.shopping.catalog.lookup";

/// What every answer says of the protocol.
fn envelope(status: &str, capability: &str) -> Value {
    json!({ "version": VERSION, "status": status, "capabilities": { capability: [{ "version": VERSION }] } })
}
