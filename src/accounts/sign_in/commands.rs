//! Signing in. Each step runs in transactions of its own, so that no connection is held while a password is hashed.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;

use super::queries::half_signed_in;
use crate::accounts::attempt::commands::{self as attempt, Attempt};
use crate::accounts::model::{Email, User};
use crate::accounts::second_factor::commands::accept;
use crate::accounts::second_factor::model::Accepted;
use crate::accounts::second_factor::queries::is_asked;
use crate::accounts::session::commands::begin_session;
use crate::accounts::session::cookie::HALF_SIGNED_IN;
use crate::accounts::session::model::{Client, NewSession};
use crate::accounts::token::{Token, TokenHash};
use crate::accounts::user::queries::user_by_email;
use crate::accounts::{audit, password};
use crate::db::Db;
use crate::db::schema::{sign_in_challenges, users};
use crate::error::AppError;
use crate::publishing::{Tx, transaction};

/// What came of an attempt to sign in.
#[derive(Debug)]
pub enum SignIn {
    /// A session was begun.
    Welcome(NewSession),
    /// The password was right; a second factor is asked for under this token.
    Half(Token),
    /// Wrong address, password or code; which of them is not said.
    Refused,
    /// Too many attempts.
    Slow,
    /// Nobody waits under the token, or no longer.
    TooLate,
}

/// Signs a person in by password, with a fresh session or the question for the second factor.
///
/// # Errors
/// What the database refuses.
pub async fn sign_in(
    db: &Db,
    email: &Email,
    given: &str,
    client: &Client,
    before: Option<TokenHash>,
) -> Result<SignIn, AppError> {
    let Some(attempt) = attempt::begin(db, email.as_str(), &client.address).await? else {
        return Ok(SignIn::Slow);
    };
    let found = user_by_email(&*db.write().await?, email).await?;
    let stored = found.as_ref().map(|(_, hash)| hash.clone());
    let is_right = password::verify_aside(given.to_owned(), stored).await?;
    let Some((user, hash)) = found.filter(|_| is_right) else {
        return Ok(SignIn::Refused);
    };
    transaction(db, async |tx| {
        if !may_sign_in(tx, &user, Some(&hash)).await? {
            return Ok(SignIn::Refused);
        }
        if is_asked(tx.conn()?, user.id).await? {
            attempt.take_back(tx).await?;
            return Ok(SignIn::Half(ask_for_second_factor(tx, &user).await?));
        }
        welcome(tx, &user, &attempt, client, before.as_ref(), None).await
    })
    .await
}

/// Whether the person may still sign in, and by the password that was checked. Locks the person, so that who disables them
/// or resets their password meanwhile waits, and then ends this session too.
async fn may_sign_in(tx: &mut Tx, user: &User, hash: Option<&str>) -> Result<bool, AppError> {
    let (disabled_at, now) = users::table
        .find(user.id)
        .select((users::disabled_at, users::password_hash))
        .for_no_key_update()
        .first::<(Option<DateTime<Utc>>, String)>(tx.conn()?)
        .await?;
    Ok(disabled_at.is_none() && hash.is_none_or(|hash| hash == now))
}

async fn ask_for_second_factor(tx: &mut Tx, user: &User) -> Result<Token, AppError> {
    let token = Token::new();
    let now = Utc::now();
    diesel::delete(sign_in_challenges::table.filter(sign_in_challenges::expires_at.lt(now)))
        .execute(tx.conn()?)
        .await?;
    diesel::insert_into(sign_in_challenges::table)
        .values((
            sign_in_challenges::token_hash.eq(token.hash().to_vec()),
            sign_in_challenges::user_id.eq(user.id),
            sign_in_challenges::expires_at.eq(now + HALF_SIGNED_IN),
        ))
        .execute(tx.conn()?)
        .await?;
    Ok(token)
}

/// Completes a sign-in with a code of the authenticator or a recovery code.
///
/// # Errors
/// What the database refuses.
pub async fn complete(
    db: &Db,
    half: &TokenHash,
    code: &str,
    client: &Client,
    before: Option<TokenHash>,
) -> Result<SignIn, AppError> {
    let Some(user) = half_signed_in(&*db.write().await?, half).await? else {
        return Ok(SignIn::TooLate);
    };
    let Some(attempt) = attempt::begin(db, &user.email, &client.address).await? else {
        return Ok(SignIn::Slow);
    };
    transaction(db, async |tx| {
        if !may_sign_in(tx, &user, None).await? {
            return Ok(SignIn::TooLate);
        }
        let Some(accepted) = accept(tx, user.id, code).await? else {
            return Ok(SignIn::Refused);
        };
        // Whoever takes the token signs in; nobody does when the password was reset meanwhile.
        if !take(tx, half).await? {
            return Ok(SignIn::TooLate);
        }
        welcome(tx, &user, &attempt, client, before.as_ref(), Some(accepted)).await
    })
    .await
}

async fn take(tx: &mut Tx, half: &TokenHash) -> Result<bool, AppError> {
    let taken = diesel::delete(sign_in_challenges::table.find(half.as_slice()))
        .execute(tx.conn()?)
        .await?;
    Ok(taken > 0)
}

async fn welcome(
    tx: &mut Tx,
    user: &User,
    attempt: &Attempt,
    client: &Client,
    before: Option<&TokenHash>,
    accepted: Option<Accepted>,
) -> Result<SignIn, AppError> {
    attempt.take_back(tx).await?;
    let session = begin_session(tx, user.id, client, before).await?;
    let detail = json!({ "address": client.address, "second_factor": accepted });
    audit::record(
        tx,
        &user.author(),
        "sign in",
        "user",
        Some(user.id.0),
        detail,
    )
    .await?;
    Ok(SignIn::Welcome(session))
}
