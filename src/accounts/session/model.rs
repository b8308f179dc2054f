//! Sessions: how long they last, and how they are listed.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;

use crate::accounts::model::User;
use crate::accounts::token::Token;
use crate::db::schema::sessions;
use crate::id_type;

/// How long a session lasts at most.
pub const SESSION: TimeDelta = TimeDelta::hours(12);
/// How long a session lasts without a request.
pub const IDLE: TimeDelta = TimeDelta::hours(2);
/// How exact the time of the last request is: it is written once in so long.
pub const SEEN_EXACT_TO: TimeDelta = TimeDelta::minutes(1);

id_type! {
    /// Id of a session; unlike its token it may stand on a page.
    SessionId
}

/// Where a request comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Network address.
    pub address: String,
    /// What the browser calls itself.
    pub user_agent: String,
}

/// A session that was just begun.
#[derive(Debug)]
pub struct NewSession {
    /// What the cookie holds.
    pub token: Token,
    /// What a form must send back.
    pub csrf_token: String,
}

/// A session that has not ended, with its person.
#[derive(Debug, Clone)]
pub struct LiveSession {
    /// The person.
    pub user: User,
    /// What a form must send back.
    pub csrf_token: String,
    /// Last request, exact to the minute.
    pub last_seen_at: DateTime<Utc>,
}

/// A session as its person sees it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct SessionRow {
    /// Its id.
    pub id: SessionId,
    /// Hash of its token.
    pub token_hash: Vec<u8>,
    /// Network address that signed in.
    pub address: String,
    /// What the browser calls itself.
    pub user_agent: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// Last request, exact to the minute.
    pub last_seen_at: DateTime<Utc>,
}
