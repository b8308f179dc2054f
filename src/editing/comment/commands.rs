//! Writes of comments.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::model::LONGEST;
use crate::db::schema::comments;
use crate::error::AppError;
use crate::publishing::{Author, Kind, Tx};

/// Says something about a revision of an entity.
///
/// # Errors
/// An empty comment, or one that is too long.
pub async fn add(
    tx: &mut Tx,
    (kind, entity_id): (Kind, Uuid),
    revision: i32,
    text: &str,
    author: &Author,
) -> Result<(), AppError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AppError::field("comment", "must not be empty"));
    }
    if text.chars().count() > LONGEST {
        return Err(AppError::field(
            "comment",
            format!("must be at most {LONGEST} characters long"),
        ));
    }
    diesel::insert_into(comments::table)
        .values((
            comments::id.eq(Uuid::now_v7()),
            comments::entity_id.eq(entity_id),
            comments::kind.eq(kind),
            comments::revision.eq(revision),
            comments::text.eq(text),
            comments::author_id.eq(author.user_id),
            comments::author.eq(&author.name),
        ))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}
