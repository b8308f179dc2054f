//! Rows of saved views.

use diesel::prelude::*;
use uuid::Uuid;

use crate::db::schema::saved_views;

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = saved_views)]
pub struct SavedView {
    /// Its id.
    pub id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// Its name.
    pub name: String,
    /// The query of the list's address.
    pub query: String,
    /// Whether everybody sees it.
    pub is_shared: bool,
}
