//! A change as clients are told of it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Kind;
use super::changes::{Action, Change};
use crate::text_enum;

text_enum! {
    /// What a client should do with its copy.
    Told {
        /// Take it anew: it was published, its offers changed, or something that it shows did.
        Upsert = "upsert",
        /// Forget it.
        Withdrawn = "withdrawn",
    }
}

impl Told {
    /// For people: what was done.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Upsert => "published or changed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// One change.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ChangeBody {
    /// Kind of the entity.
    pub kind: Kind,
    /// Its id, which never changes.
    pub id: Uuid,
    /// Its slug at that time.
    pub slug: String,
    /// What to do.
    pub action: Told,
    /// Fields of it that changed; none when only something that it shows did.
    pub fields: Vec<String>,
    /// Grows with every change of the catalog: of two changes of an entity the one with the higher version is later.
    pub version: i64,
    /// Number of its revision, when one was published.
    pub revision: Option<i32>,
    /// When the change began to be made.
    pub at: DateTime<Utc>,
}

impl ChangeBody {
    /// A change as clients are told of it; nothing when no copy that they keep has become another.
    pub fn of(change: Change) -> Option<Self> {
        Some(Self {
            kind: change.kind,
            id: change.entity_id,
            slug: change.slug,
            action: match change.action {
                Action::Upsert | Action::Touched => Told::Upsert,
                Action::Withdrawn => Told::Withdrawn,
                Action::Listed => return None,
            },
            fields: change.fields,
            version: change.position,
            revision: change.revision,
            at: change.created_at,
        })
    }
}
