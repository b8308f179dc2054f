//! Writes of sessions.

use chrono::Utc;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;

use super::model::{Client, IDLE, NewSession, SEEN_EXACT_TO, SESSION, SessionId};
use crate::accounts::audit;
use crate::accounts::model::{User, UserId};
use crate::accounts::token::{Token, TokenHash};
use crate::db::schema::{sessions, sign_in_challenges, users};
use crate::error::AppError;
use crate::publishing::Tx;

/// Begins a session under a fresh token, and ends the one that the browser had before.
///
/// # Errors
/// What the database refuses.
pub async fn begin_session(
    tx: &mut Tx,
    user: UserId,
    client: &Client,
    before: Option<&TokenHash>,
) -> Result<NewSession, AppError> {
    let now = Utc::now();
    let ended = sessions::expires_at
        .lt(now)
        .or(sessions::last_seen_at.lt(now - IDLE));
    diesel::delete(sessions::table.filter(ended))
        .execute(tx.conn()?)
        .await?;
    if let Some(token_hash) = before {
        end_session(tx, token_hash).await?;
    }
    let session = NewSession {
        token: Token::new(),
        csrf_token: Token::new().to_string(),
    };
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(session.token.hash().to_vec()),
            sessions::user_id.eq(user),
            sessions::csrf_token.eq(&session.csrf_token),
            sessions::expires_at.eq(now + SESSION),
            sessions::id.eq(SessionId::new()),
            sessions::address.eq(&client.address),
            sessions::user_agent.eq(&client.user_agent),
        ))
        .execute(tx.conn()?)
        .await?;
    note_person(tx, user).await?;
    Ok(session)
}

/// Notes that a session is used, at most once a minute.
///
/// # Errors
/// What the database refuses.
pub async fn note_use(tx: &mut Tx, token_hash: &TokenHash, user: UserId) -> Result<(), AppError> {
    // The person first and then the session, as everybody who ends sessions does: so nobody waits in a circle.
    note_person(tx, user).await?;
    let before = Utc::now() - SEEN_EXACT_TO;
    let stale = sessions::table
        .find(token_hash.as_slice())
        .filter(sessions::last_seen_at.lt(before));
    diesel::update(stale)
        .set(sessions::last_seen_at.eq(diesel::dsl::now))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

async fn note_person(tx: &mut Tx, user: UserId) -> Result<(), AppError> {
    let before = Utc::now() - SEEN_EXACT_TO;
    let stale = users::table.find(user).filter(
        users::last_seen_at
            .is_null()
            .or(users::last_seen_at.lt(before)),
    );
    diesel::update(stale)
        .set(users::last_seen_at.eq(diesel::dsl::now))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Ends the session of a token, if there is one.
///
/// # Errors
/// What the database refuses.
pub async fn end_session(tx: &mut Tx, token_hash: &TokenHash) -> Result<(), AppError> {
    diesel::delete(sessions::table.find(token_hash.as_slice()))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Ends one of a person's sessions.
///
/// # Errors
/// Not found among the person's own.
pub async fn end_own_session(tx: &mut Tx, user: &User, id: SessionId) -> Result<(), AppError> {
    let own = sessions::table
        .filter(sessions::id.eq(id))
        .filter(sessions::user_id.eq(user.id));
    if diesel::delete(own).execute(tx.conn()?).await? == 0 {
        return Err(AppError::NotFound);
    }
    let detail = json!({ "session": id });
    audit::record(
        tx,
        &user.author(),
        "end session",
        "user",
        Some(user.id.0),
        detail,
    )
    .await
}

/// Ends every session of a person but one. Returns how many ended.
///
/// # Errors
/// What the database refuses.
pub async fn end_other_sessions(
    tx: &mut Tx,
    user: &User,
    kept: &TokenHash,
) -> Result<usize, AppError> {
    let others = sessions::table
        .filter(sessions::user_id.eq(user.id))
        .filter(sessions::token_hash.ne(kept.as_slice()));
    let ended = diesel::delete(others).execute(tx.conn()?).await?;
    let detail = json!({ "ended": ended });
    audit::record(
        tx,
        &user.author(),
        "end other sessions",
        "user",
        Some(user.id.0),
        detail,
    )
    .await?;
    Ok(ended)
}

/// Ends every session of a person, also those that wait for a second factor.
///
/// # Errors
/// What the database refuses.
pub async fn end_every_session(tx: &mut Tx, user: UserId) -> Result<(), AppError> {
    end_half_sessions(tx, user).await?;
    diesel::delete(sessions::table.filter(sessions::user_id.eq(user)))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Ends what waits for a second factor, because the password or the factor is another one now.
///
/// # Errors
/// What the database refuses.
pub async fn end_half_sessions(tx: &mut Tx, user: UserId) -> Result<(), AppError> {
    diesel::delete(sign_in_challenges::table.filter(sign_in_challenges::user_id.eq(user)))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}
