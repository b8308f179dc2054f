//! Rows of signatures.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::compliance::lint::Verdict;
use crate::compliance::passage::Found;
use crate::compliance::surface::{Jurisdiction, Surface};
use crate::db::schema::sign_offs;
use crate::publishing::Kind;

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Queryable, Selectable, ToSchema)]
#[diesel(table_name = sign_offs)]
pub struct SignOff {
    /// Its id.
    pub id: Uuid,
    /// Whose text it is.
    pub entity_id: Uuid,
    /// The kind of that.
    pub kind: Kind,
    /// Under whose law.
    pub jurisdiction: Jurisdiction,
    /// Where the text appears.
    pub surface: Surface,
    /// The text.
    pub text: String,
    /// SHA-256 of the text, in hex.
    pub text_sha256: String,
    /// Ids of the rules that it may pass.
    pub rules: Vec<String>,
    /// Whether a rule blocked the text and the reviewer let it pass all the same.
    pub is_override: bool,
    /// Why it may pass.
    pub reason: String,
    /// Who signed.
    pub signer: String,
    /// When.
    pub signed_at: DateTime<Utc>,
}

impl SignOff {
    /// Whether it lets a finding in a text of an entity pass: the same words, place and law, and the rule is named. A block
    /// passes only by an override.
    pub fn covers(&self, entity_id: Uuid, found: &Found) -> bool {
        self.entity_id == entity_id
            && self.jurisdiction == found.passage.jurisdiction
            && self.surface == found.passage.surface
            && self.text == found.passage.text
            && self.rules.iter().any(|rule| **rule == *found.finding.rule)
            && (self.is_override || found.finding.severity < Verdict::Block)
    }
}

/// SHA-256 of a text, in lower-case hex.
pub fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
