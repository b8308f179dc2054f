//! Products side by side: `/compare?p=…&p=…`, from the views that product pages show.
//!
//! `request` reads the address and writes it in one spelling, `load` finds the products, `table` puts their views into rows
//! with `glance` for price and use and `actives` for what is in them in the units of `scale`, and `pages` shows it.

mod actives;
mod glance;
mod load;
pub mod pages;
mod request;
mod scale;
mod table;

/// Most products in one comparison.
const MOST: usize = 6;
