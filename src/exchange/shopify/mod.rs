//! Offers of a Shopify product export: price, price before a reduction and stock of variants that the catalog knows, and further
//! packages of their products.
//!
//! [`format`] reads the rows, [`apply`] finds the variants and sets their offers, [`sibling`] adds packages, [`run`] goes over
//! files and counts.

pub mod apply;
pub mod format;
pub mod run;
mod sibling;

use crate::catalog::market::Market;

/// What to do.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Where the prices hold.
    pub market: Market,
    /// Say what would happen and change nothing.
    pub dry_run: bool,
    /// Publish the products of the rows.
    pub publish: bool,
}
