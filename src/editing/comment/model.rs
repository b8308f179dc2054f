//! Rows of comments.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::db::schema::comments;

/// Longest comment, in characters.
pub const LONGEST: usize = 4_000;

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = comments)]
pub struct Comment {
    /// The revision that it is about.
    pub revision: i32,
    /// What is said.
    pub text: String,
    /// Who says it.
    pub author: String,
    /// When.
    pub created_at: DateTime<Utc>,
}
