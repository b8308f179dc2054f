//! Prices and availability of products, which are live: of one product, and of many in a table.

mod offer_fields;
mod price_list;
mod prices;

pub use price_list::{price_list_page, price_list_save};
pub use prices::{prices_page, prices_save};
