//! Rows of releases.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::db::schema::{release_items, releases};
use crate::editing::schedule::model::PlannedAction;
use crate::publishing::Kind;
use crate::text_enum;

text_enum! {
    /// Where a release stands.
    ReleaseState {
        /// Being put together.
        Open = "open",
        /// Everything in it was published.
        Published = "published",
        /// Given up.
        Cancelled = "cancelled",
    }
}

impl ReleaseState {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Published => "Published",
            Self::Cancelled => "Given up",
        }
    }
}

/// A release.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = releases)]
pub struct Release {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub note: String,
    /// Where it stands.
    pub state: ReleaseState,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
}

/// One object of a release.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = release_items)]
pub struct ReleaseItem {
    /// The object.
    pub entity_id: Uuid,
    /// Its kind.
    pub kind: Kind,
    /// What happens to it.
    pub action: PlannedAction,
    /// The saved draft that it is for.
    pub revision: i32,
    /// Why it is withdrawn, for visitors.
    pub reason: String,
}
