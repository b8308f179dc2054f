//! Rows of topics.

use diesel::prelude::*;

use crate::db::schema::topics;
use crate::id_type;

id_type! {
    /// Id of a topic.
    TopicId
}

/// A topic as it is edited.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = topics)]
pub struct TopicRow {
    /// Its id.
    pub id: TopicId,
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// Words that visitors type and that no page may print.
    pub also_searched: Vec<String>,
}
