//! Rows of articles.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::schema::articles;
use crate::id_type;

id_type! {
    /// Id of an article.
    ArticleId
}

/// An article as it is edited.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = articles)]
pub struct ArticleRow {
    /// Its id.
    pub id: ArticleId,
    /// Its slug.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// Markdown with typed links and citations.
    pub body: String,
    /// Who wrote it.
    pub author: String,
    /// Who reviewed it last.
    pub reviewed_by: Option<String>,
    /// When.
    pub reviewed_on: Option<NaiveDate>,
    /// When it must be reviewed again.
    pub review_by: Option<NaiveDate>,
}
