//! Prices and availability of a product, which are live.

mod prices;

pub use prices::{prices_page, prices_save};
