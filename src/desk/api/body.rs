//! What the API of drafts takes and answers.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::desk::program::{Became, Kept};
use crate::desk::queries::Listed;
use crate::desk::state::State;
use crate::error::AppError;
use crate::publishing::Kind;
use crate::web::json::Problem;

/// Something that is edited, and where it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftLine {
    /// Its kind.
    pub kind: Kind,
    /// Its id; never changes.
    pub id: Uuid,
    /// Its slug; empty for kinds without an address.
    pub slug: String,
    /// What it is called.
    pub title: String,
    /// Where it stands.
    pub state: State,
    /// When it was last saved.
    pub updated_at: DateTime<Utc>,
}

impl From<Listed> for DraftLine {
    fn from(listed: Listed) -> Self {
        Self {
            kind: listed.named.kind,
            id: listed.named.id,
            slug: listed.named.slug,
            title: listed.named.title,
            state: listed.state,
            updated_at: listed.updated_at,
        }
    }
}

/// A draft. Its version is the answer's `ETag`.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftBody {
    /// What it is.
    #[serde(flatten)]
    pub line: DraftLine,
    /// Number of its last revision.
    pub revision: i32,
    /// The revision that was published last, if it was published from a draft.
    pub published_revision: Option<i32>,
    /// What is edited, in the shape in which it is sent back.
    #[schema(value_type = Object)]
    pub draft: Value,
}

impl From<Kept> for DraftBody {
    fn from(kept: Kept) -> Self {
        Self {
            line: kept.listed.into(),
            revision: kept.row.revision,
            published_revision: kept.row.published_revision,
            draft: kept.draft,
        }
    }
}

/// Parameters of a list of drafts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct DraftListQuery {
    /// Begin behind this place: `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// At most so many, 1 to 100; 24 unless said.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    pub limit: Option<String>,
    /// Only those whose name or slug holds this.
    pub q: Option<String>,
    /// Only those that stand here.
    #[param(value_type = Option<State>)]
    pub state: Option<String>,
}

/// Parameters of a write.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct WriteQuery {
    /// `true` publishes it in the same transaction, which needs the scope `catalog:publish`: what the rules do not clear is not
    /// saved either.
    #[param(value_type = Option<bool>)]
    pub publish: Option<String>,
}

impl WriteQuery {
    /// Whether it is to be published.
    ///
    /// # Errors
    /// Another word than true or false.
    pub fn publish(&self) -> Result<bool, AppError> {
        flag("publish", self.publish.as_deref())
    }
}

/// A flag of an address.
///
/// # Errors
/// Another word than true or false.
pub fn flag(name: &'static str, text: Option<&str>) -> Result<bool, AppError> {
    match text {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(AppError::bad_parameter(name, "must be true or false")),
    }
}

/// Why something is published.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishBody {
    /// For the history.
    #[serde(default)]
    #[schema(max_length = 300)]
    pub note: String,
}

/// Why something is withdrawn.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawBody {
    /// What visitors read at its address; it passes the claim rules.
    #[schema(min_length = 1, max_length = 300)]
    pub reason: String,
}

/// Many drafts at once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchBody {
    /// At most 100. Each is saved by itself: one that fails does not keep the others.
    #[schema(min_items = 1, max_items = 100)]
    #[schema(value_type = Vec<BatchItem>)]
    pub items: Vec<Value>,
    /// Whether each is published in the transaction that saves it; needs the scope `catalog:publish`.
    #[serde(default)]
    pub publish: bool,
}

/// One of many drafts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchItem {
    /// Its id, if it is known; an id that nothing has is an error. Without one it is found by the draft's `external_ref`
    /// (products) or `slug` (everything else that has one), and made if nothing is found.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The version that it changes: the `ETag` of what was read. Without one it changes whatever is there.
    #[serde(default)]
    pub if_match: Option<String>,
    /// What changes: it is merged into the draft that is there (RFC 7396).
    #[schema(value_type = Object)]
    pub draft: Value,
}

/// What became of many drafts.
#[derive(Debug, Serialize, ToSchema)]
pub struct BatchResult {
    /// Each in the order in which it was sent.
    pub items: Vec<ItemResult>,
    /// How many are new.
    pub created: usize,
    /// How many are others than before.
    pub updated: usize,
    /// How many were so already.
    pub unchanged: usize,
    /// How many were not saved.
    pub failed: usize,
}

/// What became of one.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemResult {
    /// Its place in the list, from 0.
    pub index: usize,
    /// What became of it.
    pub status: ItemStatus,
    /// Its id, if it was saved.
    pub id: Option<Uuid>,
    /// Its revision, if it was saved.
    pub revision: Option<i32>,
    /// Why it was not saved.
    pub problem: Option<Problem>,
}

/// What became of one of many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemStatus {
    /// It is new.
    Created,
    /// It is another than before.
    Updated,
    /// It was so already.
    Unchanged,
    /// It was not saved.
    Failed,
}

impl From<Became> for ItemStatus {
    fn from(became: Became) -> Self {
        match became {
            Became::Created => Self::Created,
            Became::Updated => Self::Updated,
            Became::Unchanged => Self::Unchanged,
        }
    }
}
