//! Rows of drafts and revisions.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::db::schema::{drafts, revisions};
use crate::publishing::Kind;
use crate::text_enum;

text_enum! {
    /// Where a draft stands before it is published.
    DraftState {
        /// Being written.
        Draft = "draft",
        /// Put before a reviewer.
        InReview = "in_review",
        /// A reviewer agrees.
        Approved = "approved",
    }
}

text_enum! {
    /// What made a revision.
    RevisionAction {
        /// It was new.
        Create = "create",
        /// Somebody saved it.
        Save = "save",
        /// Somebody saved it, and what somebody else had saved meanwhile was kept.
        Merge = "merge",
        /// An earlier revision was taken again.
        Restore = "restore",
        /// A change of many.
        Bulk = "bulk",
        /// A change of many was taken back.
        Undo = "undo",
        /// An import or a command, noticed when it was opened next.
        Elsewhere = "elsewhere",
    }
}

impl RevisionAction {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Create => "Created",
            Self::Save => "Saved",
            Self::Merge => "Saved, merged with another save",
            Self::Restore => "Restored",
            Self::Bulk => "Changed with many",
            Self::Undo => "A change of many taken back",
            Self::Elsewhere => "Changed outside the editor",
        }
    }
}

/// The saved draft of an entity.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = drafts)]
pub struct DraftRow {
    /// Number of the last revision.
    pub revision: i32,
    /// Checksum of its draft.
    pub checksum: String,
    /// Where it stands.
    pub state: DraftState,
    /// Who asked for the review, or approved.
    pub state_by: Option<Uuid>,
    /// When.
    pub state_at: DateTime<Utc>,
    /// The revision that was published last from the desk.
    pub published_revision: Option<i32>,
    /// Who saved it.
    pub saved_by: Option<Uuid>,
    /// When.
    pub saved_at: DateTime<Utc>,
}

/// One revision.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = revisions)]
pub struct Revision {
    /// The entity.
    pub entity_id: Uuid,
    /// Its number.
    pub revision: i32,
    /// The kind of the entity.
    pub kind: Kind,
    /// What made it.
    pub action: RevisionAction,
    /// What the entity was called.
    pub title: String,
    /// The draft.
    pub draft: Value,
    /// Who made it.
    pub author_id: Option<Uuid>,
    /// Their name at that time.
    pub author: String,
    /// Why.
    pub note: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// SHA-256 of a draft, in lower-case hex.
pub fn checksum(draft: &Value) -> String {
    Sha256::digest(draft.to_string())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// What a draft is called, by the member that holds its name.
pub fn title_of(draft: &Value) -> String {
    ["name", "title", "effect", "code", "from_path"]
        .iter()
        .find_map(|member| draft.get(*member)?.as_str())
        .unwrap_or("Without a name")
        .to_owned()
}
