//! Writes of users and sessions.

use chrono::{TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::model::{Email, Role, User, UserId};
use super::session::Token;
use super::{audit, password, queries};
use crate::db::schema::{sessions, sign_in_failures, users};
use crate::error::{AppError, OnConstraint};
use crate::publishing::{Author, Tx};

/// How long a session lasts.
pub const SESSION: TimeDelta = TimeDelta::hours(12);
/// Failed sign-ins per account in a quarter of an hour before the next must wait.
const FAILURES_PER_ACCOUNT: i64 = 8;
/// The same per network address, where many people may share one.
const FAILURES_PER_ADDRESS: i64 = 30;

/// Adds a user.
///
/// # Errors
/// An address that has an account, or a password that is too short.
pub async fn create_user(
    tx: &mut Tx,
    email: &Email,
    role: Role,
    password: &str,
    author: &Author,
) -> Result<UserId, AppError> {
    password::check_new(password)?;
    let id = UserId::new();
    let password_hash = hash(password.to_owned()).await?;
    diesel::insert_into(users::table)
        .values((
            users::id.eq(id),
            users::email.eq(email.as_str()),
            users::role.eq(role),
            users::password_hash.eq(password_hash),
        ))
        .execute(tx.conn()?)
        .await
        .on_constraint("users_email_key", || {
            AppError::field("email", "has an account already")
        })?;
    audit::record(
        tx,
        author,
        "create",
        "user",
        Some(id.0),
        json!({ "email": email.as_str(), "role": role }),
    )
    .await?;
    Ok(id)
}

/// Sets a new password and ends every session of the user.
///
/// # Errors
/// Not found, or a password that is too short.
pub async fn reset_password(
    tx: &mut Tx,
    email: &Email,
    password: &str,
    author: &Author,
) -> Result<(), AppError> {
    password::check_new(password)?;
    let (user, _) = queries::user_by_email(tx.conn()?, email)
        .await?
        .ok_or_else(|| AppError::field("email", format!("{} has no account", email.as_str())))?;
    let password_hash = hash(password.to_owned()).await?;
    diesel::update(users::table.find(user.id))
        .set((
            users::password_hash.eq(password_hash),
            users::version.eq(users::version + 1),
            users::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await?;
    diesel::delete(sessions::table.filter(sessions::user_id.eq(user.id)))
        .execute(tx.conn()?)
        .await?;
    audit::record(
        tx,
        author,
        "reset password",
        "user",
        Some(user.id.0),
        json!({}),
    )
    .await
}

/// What came of an attempt to sign in.
#[derive(Debug)]
pub enum SignIn {
    /// A session was made.
    Welcome(Token, User),
    /// Wrong address or password; which of the two is not said.
    Refused,
    /// Too many attempts.
    Slow,
}

/// Signs a person in with a fresh session, or notes the failure.
///
/// # Errors
/// What the database refuses.
pub async fn sign_in(
    tx: &mut Tx,
    email: &Email,
    password: &str,
    address: &str,
) -> Result<SignIn, AppError> {
    let (of_account, of_address) = queries::recent_failures(tx.conn()?, email, address).await?;
    if of_account >= FAILURES_PER_ACCOUNT || of_address >= FAILURES_PER_ADDRESS {
        return Ok(SignIn::Slow);
    }
    let found = queries::user_by_email(tx.conn()?, email).await?;
    let stored = found.as_ref().map(|(_, hash)| hash.clone());
    let password = password.to_owned();
    let right = blocking(move || password::verify(&password, stored.as_deref())).await?;
    match found {
        Some((user, _)) if right && user.disabled_at.is_none() => {
            let token = create_session(tx, user.id).await?;
            audit::record(
                tx,
                &user.author(),
                "sign in",
                "user",
                Some(user.id.0),
                json!({ "address": address }),
            )
            .await?;
            Ok(SignIn::Welcome(token, user))
        }
        _ => {
            note_failure(tx, email, address).await?;
            Ok(SignIn::Refused)
        }
    }
}

async fn create_session(tx: &mut Tx, user: UserId) -> Result<Token, AppError> {
    let token = Token::new();
    diesel::delete(sessions::table.filter(sessions::expires_at.lt(diesel::dsl::now)))
        .execute(tx.conn()?)
        .await?;
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(token.hash().to_vec()),
            sessions::user_id.eq(user),
            sessions::csrf_token.eq(Token::new().to_string()),
            sessions::expires_at.eq(Utc::now() + SESSION),
        ))
        .execute(tx.conn()?)
        .await?;
    Ok(token)
}

async fn note_failure(tx: &mut Tx, email: &Email, address: &str) -> Result<(), AppError> {
    let old = Utc::now() - TimeDelta::hours(1);
    diesel::delete(sign_in_failures::table.filter(sign_in_failures::failed_at.lt(old)))
        .execute(tx.conn()?)
        .await?;
    diesel::insert_into(sign_in_failures::table)
        .values((
            sign_in_failures::id.eq(Uuid::now_v7()),
            sign_in_failures::email.eq(email.as_str()),
            sign_in_failures::address.eq(address),
        ))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// What the database refuses.
pub async fn sign_out(tx: &mut Tx, token_hash: &[u8]) -> Result<(), AppError> {
    diesel::delete(sessions::table.find(token_hash))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

async fn hash(password: String) -> Result<String, AppError> {
    blocking(move || password::hash(&password))
        .await?
        .map_err(AppError::Internal)
}

/// Runs what takes long on purpose where it holds up no other request.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| AppError::Internal(error.into()))
}
