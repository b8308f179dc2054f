//! Links to previews: what they show and until when, signed, so that nobody can make or change one.

use std::fmt;
use std::fmt::Write;

use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::publishing::Kind;

/// How long a link works.
pub const LIFETIME: TimeDelta = TimeDelta::days(7);

/// What a link shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PreviewLink {
    /// The kind of the entity.
    pub kind: Kind,
    /// The entity.
    pub entity_id: Uuid,
    /// The saved draft.
    pub revision: i32,
    /// Until when, in seconds since 1970.
    pub expires: i64,
}

impl PreviewLink {
    /// A link to a revision that works from now on.
    pub fn new(kind: Kind, entity_id: Uuid, revision: i32) -> Self {
        Self {
            kind,
            entity_id,
            revision,
            expires: (Utc::now() + LIFETIME).timestamp(),
        }
    }

    /// When it ceases to work.
    pub fn expires_at(self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.expires, 0).unwrap_or_default()
    }

    /// The part of the address that stands for it.
    pub fn sign(self, secret: &str) -> String {
        format!("{self}.{}", signature(&self.to_string(), secret))
    }

    /// Reads the part of an address; nothing when it was not signed with the secret. Whether it has expired is told apart,
    /// because that can be said to its visitor.
    pub fn open(text: &str, secret: &str) -> Option<Self> {
        let (said, signed) = text.rsplit_once('.')?;
        let right = signature(said, secret);
        if !bool::from(right.as_bytes().ct_eq(signed.as_bytes())) {
            return None;
        }
        let mut parts = said.split('.');
        Some(Self {
            kind: parts.next()?.parse().ok()?,
            entity_id: parts.next()?.parse().ok()?,
            revision: parts.next()?.parse().ok()?,
            expires: parts.next()?.parse().ok()?,
        })
    }

    /// Whether its time is over.
    pub fn has_expired(self) -> bool {
        self.expires <= Utc::now().timestamp()
    }
}

impl fmt::Display for PreviewLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}.{}.{}.{}",
            self.kind, self.entity_id, self.revision, self.expires
        )
    }
}

/// HMAC-SHA-256 of a text, in lower-case hex.
fn signature(text: &str, secret: &str) -> String {
    // A key of any length is good for HMAC, so that this never fails.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(text.as_bytes());
    let mut out = String::new();
    for byte in mac.finalize().into_bytes() {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_opens_with_its_secret_only_and_can_not_be_changed() {
        let link = PreviewLink::new(Kind::Product, Uuid::now_v7(), 3);
        let signed = link.sign("secret");
        assert_eq!(PreviewLink::open(&signed, "secret"), Some(link));
        assert_eq!(PreviewLink::open(&signed, "another"), None);
        assert_eq!(
            PreviewLink::open(&signed.replacen(".3.", ".4.", 1), "secret"),
            None
        );
        assert_eq!(PreviewLink::open("product", "secret"), None);
        assert!(!link.has_expired());
        let old = PreviewLink { expires: 1, ..link };
        assert!(
            PreviewLink::open(&old.sign("secret"), "secret").is_some_and(PreviewLink::has_expired)
        );
    }
}
