//! What a one-time link is for, and how long it is good.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

use crate::accounts::model::UserId;
use crate::db::schema::one_time_links;
use crate::text_enum;

/// How long a link is good.
pub const LASTS: TimeDelta = TimeDelta::days(7);

text_enum! {
    /// What a one-time link is for.
    LinkPurpose {
        /// A person who is new sets a name and a first password.
        Invitation = "invitation",
        /// A person who had a password sets another one.
        PasswordReset = "password_reset",
    }
}

/// A link that was made and not used yet.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = one_time_links)]
pub struct OpenLink {
    /// Whose link it is.
    pub user_id: UserId,
    /// What it is for.
    pub purpose: LinkPurpose,
    /// Until when it is good.
    pub expires_at: DateTime<Utc>,
}
