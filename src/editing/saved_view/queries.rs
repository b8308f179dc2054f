//! Reads of saved views.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::SavedView;
use crate::db::schema::saved_views;
use crate::publishing::Kind;

/// A person's views of a kind, and those that others share.
pub async fn views_for(
    mut conn: &AsyncPgConnection,
    user: Uuid,
    kind: Kind,
) -> QueryResult<Vec<SavedView>> {
    saved_views::table
        .filter(saved_views::kind.eq(kind))
        .filter(saved_views::user_id.eq(user).or(saved_views::is_shared))
        .order((saved_views::name, saved_views::id))
        .limit(50)
        .select(SavedView::as_select())
        .load(&mut conn)
        .await
}
