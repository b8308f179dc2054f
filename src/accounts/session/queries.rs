//! Reads of sessions.

use chrono::Utc;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{IDLE, LiveSession, SessionRow};
use crate::accounts::model::{User, UserId};
use crate::accounts::token::TokenHash;
use crate::db::schema::{sessions, users};

/// The session of a token, unless it has expired, was not used for long, or its person was disabled.
pub async fn live_session(
    mut conn: &AsyncPgConnection,
    token_hash: &TokenHash,
) -> QueryResult<Option<LiveSession>> {
    let found = sessions::table
        .inner_join(users::table)
        .filter(sessions::token_hash.eq(token_hash.as_slice()))
        .filter(sessions::expires_at.gt(diesel::dsl::now))
        .filter(sessions::last_seen_at.gt(Utc::now() - IDLE))
        .filter(users::disabled_at.is_null())
        .select((
            User::as_select(),
            sessions::csrf_token,
            sessions::last_seen_at,
        ))
        .first(&mut conn)
        .await
        .optional()?;
    Ok(found.map(|(user, csrf_token, last_seen_at)| LiveSession {
        user,
        csrf_token,
        last_seen_at,
    }))
}

/// The sessions of a person that have not ended, the last used first.
pub async fn sessions_of(
    mut conn: &AsyncPgConnection,
    user: UserId,
) -> QueryResult<Vec<SessionRow>> {
    sessions::table
        .filter(sessions::user_id.eq(user))
        .filter(sessions::expires_at.gt(diesel::dsl::now))
        .filter(sessions::last_seen_at.gt(Utc::now() - IDLE))
        .order((sessions::last_seen_at.desc(), sessions::id))
        .select(SessionRow::as_select())
        .load(&mut conn)
        .await
}
