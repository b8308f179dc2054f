//! Reads of the ledger.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::Notification;
use crate::db::schema::notifications;

/// The ledger by due date; only what is not notified yet, or all of it.
pub async fn notifications(
    mut conn: &AsyncPgConnection,
    all: bool,
) -> QueryResult<Vec<Notification>> {
    let mut query = notifications::table.into_boxed();
    if !all {
        query = query.filter(notifications::notified_on.is_null());
    }
    query
        .order((
            notifications::due_on,
            notifications::brand,
            notifications::product,
            notifications::id,
        ))
        .select(Notification::as_select())
        .load(&mut conn)
        .await
}
