//! Reads of comments.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::Comment;
use crate::db::schema::comments;

/// What was said about an entity, oldest first.
pub async fn comments_of(
    mut conn: &AsyncPgConnection,
    entity_id: Uuid,
) -> QueryResult<Vec<Comment>> {
    comments::table
        .filter(comments::entity_id.eq(entity_id))
        .order((comments::created_at, comments::id))
        .select(Comment::as_select())
        .load(&mut conn)
        .await
}
