//! The admin of products: list, edit one listing, preview, publish, withdraw.

mod edit;
mod listing;
mod publish;

pub use edit::{product_edit, product_update};
pub use listing::product_list;
pub use publish::{product_preview, product_publish, product_withdraw};
