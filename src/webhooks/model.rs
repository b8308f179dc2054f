//! Rows of webhooks and their deliveries, and what is sent.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::ser::Error as _;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

use super::target::Sender;
use crate::db::schema::{webhook_deliveries, webhooks};
use crate::error::{AppError, FieldErrors};
use crate::publishing::Kind;
use crate::publishing::told::{ChangeBody, Told};
use crate::{id_type, text_enum};

id_type! {
    /// Id of a webhook.
    WebhookId
}

id_type! {
    /// Id of a delivery, and of its event.
    DeliveryId
}

text_enum! {
    /// How far a delivery is.
    DeliveryState {
        /// It is still to be sent, or sent again.
        Pending = "pending",
        /// The receiver has it.
        Delivered = "delivered",
        /// It was tried for a day and given up; it can be sent again by hand.
        Failed = "failed",
    }
}

impl DeliveryState {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Pending => "To be sent",
            Self::Delivered => "Delivered",
            Self::Failed => "Given up",
        }
    }
}

/// A webhook as it is stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = webhooks)]
pub struct WebhookRow {
    /// Its id.
    pub id: WebhookId,
    /// Where events go.
    pub url: String,
    /// What it is for.
    pub description: String,
    /// Signs what is sent.
    pub secret: Vec<u8>,
    /// Kinds that are meant; all if empty.
    pub kinds: Vec<Kind>,
    /// Actions that are meant; all if empty.
    pub actions: Vec<Told>,
    /// The history that the position belongs to.
    pub epoch: Uuid,
    /// Up to where deliveries were made.
    pub position: i64,
    /// Attempts that failed since the last that did not.
    pub failures: i32,
    /// Nothing is sent before.
    pub closed_until: Option<DateTime<Utc>>,
    /// Since when it is switched off: nothing is sent, and what changes meanwhile is sent when it is switched on again.
    pub disabled_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl WebhookRow {
    /// Whether it asks for a change.
    pub fn wants(&self, change: &ChangeBody) -> bool {
        let kind = self.kinds.is_empty() || self.kinds.contains(&change.kind);
        kind && change.kind.is_told()
            && (self.actions.is_empty() || self.actions.contains(&change.action))
    }
}

/// A delivery as it is stored.
#[derive(Debug, Clone, Queryable, Selectable, Serialize, ToSchema)]
#[diesel(table_name = webhook_deliveries)]
pub struct Delivery {
    /// Its id, which is that of its event.
    pub id: DeliveryId,
    /// The sequence number of the event.
    pub position: i64,
    /// How far it is.
    pub state: DeliveryState,
    /// How often it was sent.
    pub attempts: i32,
    /// When it is sent next, while it is pending.
    pub next_at: DateTime<Utc>,
    /// What the receiver answered last.
    pub last_status: Option<i32>,
    /// What went wrong last.
    pub last_problem: Option<String>,
    /// When the receiver had it.
    pub delivered_at: Option<DateTime<Utc>>,
    /// What is sent.
    #[serde(rename = "event", serialize_with = "as_it_is_sent")]
    #[schema(value_type = Event)]
    pub body: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

fn as_it_is_sent<S: Serializer>(body: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let raw: &RawValue = serde_json::from_str(body).map_err(S::Error::custom)?;
    raw.serialize(serializer)
}

/// What is sent.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Event {
    /// Its id, the same however often it is sent.
    pub id: DeliveryId,
    /// The kind and what happened to it, such as `product.upsert`.
    #[serde(rename = "type")]
    pub event_type: String,
    /// Its place in the change log: grows with every event.
    pub sequence: i64,
    /// The cursor behind which `/api/v1/changes` goes on.
    pub cursor: String,
    /// What changed.
    pub data: ChangeBody,
}

/// A webhook to be made.
#[derive(Debug, Clone)]
pub struct NewWebhook {
    /// Where events go.
    pub url: String,
    /// What it is for.
    pub description: String,
    /// Kinds that are meant; all if empty.
    pub kinds: Vec<Kind>,
    /// Actions that are meant; all if empty.
    pub actions: Vec<Told>,
}

/// Longest description, in characters.
pub const LONGEST_DESCRIPTION: usize = 200;

impl NewWebhook {
    /// Checks what was asked for.
    ///
    /// # Errors
    /// What is wrong, by field: an address that may not be sent to, a description that is too long.
    pub fn check(&self, sender: &Sender) -> Result<(), AppError> {
        let mut errors = FieldErrors::default();
        if let Err(problem) = sender.check(&self.url) {
            errors.add("url", problem);
        }
        if self.description.chars().count() > LONGEST_DESCRIPTION {
            let problem = format!("must be at most {LONGEST_DESCRIPTION} characters long");
            errors.add("description", problem);
        } else if self.description.chars().any(char::is_control) {
            errors.add("description", "holds a character that can't be shown");
        }
        if let Some(kind) = self.kinds.iter().find(|kind| !kind.is_told()) {
            let plural = kind.plural();
            let problem = format!("must be what storefronts are told of, which {plural} are not");
            errors.add("kinds", problem);
        }
        errors.into_result(())
    }
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    /// The receiver has it.
    Taken(u16),
    /// It has not.
    Failed(Option<u16>, String),
}
