//! Rows of categories.

use diesel::prelude::*;

use crate::db::schema::categories;
use crate::id_type;

id_type! {
    /// Id of a category.
    CategoryId
}

/// A category as it is edited.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = categories)]
pub struct CategoryRow {
    /// Its id.
    pub id: CategoryId,
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// The category that it is part of.
    pub parent_id: Option<CategoryId>,
    /// Place among its siblings.
    pub position: i32,
}
