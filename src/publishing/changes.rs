//! The change log as its consumers read it: by position, which is commit order.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::Kind;
use crate::db::schema::{change_counter, changes};
use crate::text_enum;

text_enum! {
    /// What happened to an entity.
    Action {
        /// It was published, or its offers changed.
        Upsert = "upsert",
        /// It is no longer public.
        Withdrawn = "withdrawn",
        /// Something that its page shows changed.
        Touched = "touched",
    }
}

/// One row of the log.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = changes)]
pub struct Change {
    /// Place in commit order, without gaps.
    pub position: i64,
    /// Kind of the entity.
    pub kind: Kind,
    /// Its id.
    pub entity_id: Uuid,
    /// Its slug at that time.
    pub slug: String,
    /// What happened.
    pub action: Action,
    /// Top-level fields of the document that changed.
    pub fields: Vec<String>,
    /// Its revision, when something was published.
    pub revision: Option<i32>,
    /// When the transaction began.
    pub created_at: DateTime<Utc>,
}

/// The entities of some rows, each once.
pub fn entities<'a>(rows: impl IntoIterator<Item = &'a Change>) -> Vec<Uuid> {
    let ids: BTreeSet<Uuid> = rows.into_iter().map(|row| row.entity_id).collect();
    ids.into_iter().collect()
}

/// Where the log stands: its epoch and last position.
pub async fn head(mut conn: &AsyncPgConnection) -> QueryResult<(Uuid, i64)> {
    change_counter::table
        .select((change_counter::epoch, change_counter::position))
        .first(&mut conn)
        .await
}

/// The rows behind a position, oldest first.
pub async fn since(
    mut conn: &AsyncPgConnection,
    position: i64,
    limit: i64,
) -> QueryResult<Vec<Change>> {
    changes::table
        .filter(changes::position.gt(position))
        .order(changes::position)
        .limit(limit)
        .select(Change::as_select())
        .load(&mut conn)
        .await
}
