//! The change log as its consumers read it: by position, which is commit order.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

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
        /// Its page names something in a list that changed; what is told of it elsewhere did not.
        Listed = "listed",
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

/// Where the log stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = change_counter)]
pub struct Head {
    /// The history that the positions belong to: another one after something was restored.
    pub epoch: Uuid,
    /// The last position; 0 while there is none.
    pub position: i64,
    /// The last position that is kept no longer; 0 while all are.
    pub pruned: i64,
}

impl Head {
    /// The end of the log.
    pub const fn place(&self) -> Place {
        Place {
            epoch: self.epoch,
            position: self.position,
        }
    }

    /// Whether everything behind a place can still be read.
    pub fn reaches_back_to(&self, place: Place) -> bool {
        self.epoch == place.epoch && self.pruned <= place.position
    }
}

/// A place in the log, up to which somebody knows everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The history that the position belongs to.
    pub epoch: Uuid,
    /// The last position that is known.
    pub position: i64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.epoch.simple(), self.position)
    }
}

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (epoch, position) = text.split_once('-').ok_or(NoPlace)?;
        let is_number = position.bytes().all(|byte| byte.is_ascii_digit());
        Ok(Self {
            epoch: Uuid::try_parse(epoch).map_err(|_| NoPlace)?,
            position: position.parse().ok().filter(|_| is_number).ok_or(NoPlace)?,
        })
    }
}

/// A text that names no place in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a cursor that this service gave out")]
pub struct NoPlace;

/// Where the log stands.
pub async fn head(mut conn: &AsyncPgConnection) -> QueryResult<Head> {
    change_counter::table
        .select(Head::as_select())
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
