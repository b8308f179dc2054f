//! The admin of products: list, edit one listing, preview, publish, withdraw.

mod edit;
mod listing;
mod publish;

pub use edit::{product_edit, product_update};
pub use listing::product_list;
pub use publish::{product_preview, product_publish, product_withdraw};

use crate::accounts::model::Role;
use crate::accounts::session::CurrentUser;

/// What the admin's layout needs.
pub struct AdminCtx {
    title: String,
    email: String,
    role: Role,
    csrf: String,
    flash: Option<&'static str>,
}

impl AdminCtx {
    fn new(user: &CurrentUser, title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            email: user.user.email.clone(),
            role: user.user.role,
            csrf: user.csrf_token.clone(),
            flash: None,
        }
    }
}
