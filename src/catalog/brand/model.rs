//! Rows of brands.

use diesel::prelude::*;

use crate::db::schema::brands;
use crate::id_type;

id_type! {
    /// Id of a brand.
    BrandId
}

/// A brand as it is edited.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = brands)]
pub struct BrandRow {
    /// Its id.
    pub id: BrandId,
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// Markdown.
    pub description: String,
}
