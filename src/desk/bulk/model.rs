//! Rows of changes of many.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::db::schema::{bulk_jobs, bulk_rows};
use crate::publishing::Kind;
use crate::text_enum;

/// Most objects of one change.
pub const MOST: i64 = 20_000;

text_enum! {
    /// Where a change of many stands.
    JobState {
        /// What it would do is found out, row by row.
        Preparing = "preparing",
        /// A person looks at what it would do.
        Preview = "preview",
        /// It is carried out.
        Running = "running",
        /// It was carried out.
        Done = "done",
        /// It is taken back.
        Undoing = "undoing",
        /// It was taken back.
        Undone = "undone",
        /// It was given up before it began.
        Cancelled = "cancelled",
    }
}

impl JobState {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Preparing => "Being previewed",
            Self::Preview => "Waits for you",
            Self::Running => "Running",
            Self::Done => "Done",
            Self::Undoing => "Being taken back",
            Self::Undone => "Taken back",
            Self::Cancelled => "Given up",
        }
    }

    /// Whether the program works on it.
    pub const fn is_active(self) -> bool {
        matches!(self, Self::Preparing | Self::Running | Self::Undoing)
    }
}

text_enum! {
    /// Where one object of a change stands.
    RowState {
        /// Chosen, not looked at yet.
        Chosen = "chosen",
        /// Would change.
        Pending = "pending",
        /// Would not change.
        Unchanged = "unchanged",
        /// A rule, or the form, keeps it from changing.
        Blocked = "blocked",
        /// Changed.
        Done = "done",
        /// Could not be changed.
        Failed = "failed",
        /// Changed back.
        Undone = "undone",
        /// Not changed back, because somebody edited it since.
        Refused = "refused",
    }
}

impl RowState {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Chosen => "Chosen",
            Self::Pending => "Would change",
            Self::Unchanged => "Stays as it is",
            Self::Blocked => "Blocked",
            Self::Done => "Changed",
            Self::Failed => "Not changed",
            Self::Undone => "Changed back",
            Self::Refused => "Edited since, left alone",
        }
    }
}

/// A change of many.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = bulk_jobs)]
pub struct Job {
    /// Its id.
    pub id: Uuid,
    /// The kind of the objects.
    pub kind: Kind,
    /// What is done to each.
    pub operation: Value,
    /// Where it stands.
    pub state: JobState,
    /// How many objects were chosen.
    pub total: i32,
    /// Why, for the history.
    pub note: String,
    /// Who.
    pub author_id: Option<Uuid>,
    /// Their name at that time.
    pub author: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// One object of a change.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable)]
#[diesel(table_name = bulk_rows)]
pub struct JobRow {
    /// Its place.
    pub position: i32,
    /// The object.
    pub entity_id: Uuid,
    /// What it is called.
    pub title: String,
    /// Where it stands.
    pub state: RowState,
    /// The value of the field before.
    pub before: Option<Value>,
    /// The value of the field after.
    pub after: Option<Value>,
    /// The revision that was looked at, then the one that the change made.
    pub revision: Option<i32>,
    /// What went wrong.
    pub message: Option<String>,
}
