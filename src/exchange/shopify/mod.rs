//! Offers of a Shopify product export: price, price before a reduction and stock of variants that the catalog knows.
//!
//! [`format`] reads the rows, [`apply`] finds the variants and sets their offers, [`run`] goes over files and counts.

pub mod apply;
pub mod format;
pub mod run;
