//! Writes of second factors.

use chrono::Utc;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::model::{Accepted, SecondFactor};
use super::{recovery, totp};
use crate::accounts::audit;
use crate::accounts::model::{User, UserId};
use crate::accounts::session::commands::end_half_sessions;
use crate::db::schema::{recovery_codes, second_factors};
use crate::error::AppError;
use crate::publishing::{Author, Tx};

/// Begins to set up a second factor with a fresh secret. Nothing is asked for until a first code is right.
///
/// # Errors
/// One that is asked for already.
pub async fn begin_setup(tx: &mut Tx, user: &User) -> Result<(), AppError> {
    if let Some(factor) = locked(tx, user.id).await? {
        if factor.confirmed_at.is_some() {
            return Err(already_on());
        }
        delete(tx, user.id).await?;
    }
    diesel::insert_into(second_factors::table)
        .values((
            second_factors::user_id.eq(user.id),
            second_factors::secret.eq(totp::new_secret()),
        ))
        .on_conflict_do_nothing()
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

fn already_on() -> AppError {
    AppError::Conflict(
        "the second factor is on already: turn it off first to set up another authenticator"
            .to_owned(),
    )
}

/// Turns the second factor on with a first code. Returns the recovery codes, which are shown once.
///
/// # Errors
/// An error beside the field `code`, one that is on already, or none that was begun.
pub async fn confirm_setup(tx: &mut Tx, user: &User, code: &str) -> Result<Vec<String>, AppError> {
    let factor = locked(tx, user.id).await?.ok_or_else(|| {
        AppError::Conflict("there is nothing to confirm: set up an authenticator first".to_owned())
    })?;
    if factor.confirmed_at.is_some() {
        return Err(already_on());
    }
    let step = totp::step_of(&factor.secret, code, Utc::now().timestamp())?.ok_or_else(|| {
        AppError::field(
            "code",
            "is not the one of now: check the clock of your device and type the next one",
        )
    })?;
    diesel::update(second_factors::table.find(user.id))
        .set((
            second_factors::confirmed_at.eq(diesel::dsl::now),
            // The code has been used; it signs nobody in.
            second_factors::last_step.eq(step),
        ))
        .execute(tx.conn()?)
        .await?;
    let codes = replace_codes(tx, user.id).await?;
    note(tx, &user.author(), "turn on second factor", user.id).await?;
    Ok(codes)
}

/// Makes new recovery codes, and those before them useless.
///
/// # Errors
/// No second factor.
pub async fn renew_codes(tx: &mut Tx, user: &User) -> Result<Vec<String>, AppError> {
    let factor = locked(tx, user.id).await?;
    if factor.is_none_or(|factor| factor.confirmed_at.is_none()) {
        return Err(AppError::Conflict(
            "there is no second factor that codes could recover: set one up first".to_owned(),
        ));
    }
    let codes = replace_codes(tx, user.id).await?;
    note(tx, &user.author(), "renew recovery codes", user.id).await?;
    Ok(codes)
}

async fn replace_codes(tx: &mut Tx, user: UserId) -> Result<Vec<String>, AppError> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user)))
        .execute(tx.conn()?)
        .await?;
    let codes: Vec<String> = (0..recovery::COUNT).map(|_| recovery::new_code()).collect();
    let rows: Vec<_> = codes
        .iter()
        .map(|code| {
            (
                recovery_codes::id.eq(Uuid::now_v7()),
                recovery_codes::user_id.eq(user),
                recovery_codes::code_hash.eq(recovery::hash(code).to_vec()),
            )
        })
        .collect();
    diesel::insert_into(recovery_codes::table)
        .values(rows)
        .execute(tx.conn()?)
        .await?;
    Ok(codes)
}

/// Turns a second factor off, also one that is only being set up. Returns whether there was one.
///
/// # Errors
/// What the database refuses.
pub async fn turn_off(tx: &mut Tx, user: UserId, author: &Author) -> Result<bool, AppError> {
    let was_on = delete(tx, user).await?;
    if was_on {
        end_half_sessions(tx, user).await?;
        note(tx, author, "turn off second factor", user).await?;
    }
    Ok(was_on)
}

async fn delete(tx: &mut Tx, user: UserId) -> Result<bool, AppError> {
    let deleted = diesel::delete(second_factors::table.find(user))
        .execute(tx.conn()?)
        .await?;
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(user)))
        .execute(tx.conn()?)
        .await?;
    Ok(deleted > 0)
}

/// Accepts a code of the authenticator or a recovery code, each once. Nothing when it is neither.
///
/// # Errors
/// What the database refuses.
pub async fn accept(tx: &mut Tx, user: UserId, code: &str) -> Result<Option<Accepted>, AppError> {
    // The row is locked, so that the same code twice at once is one after the other.
    let locked = locked(tx, user).await?;
    let Some(factor) = locked.filter(|factor| factor.confirmed_at.is_some()) else {
        return Ok(None);
    };
    if let Some(step) = totp::step_of(&factor.secret, code, Utc::now().timestamp())? {
        let later = second_factors::table.find(user).filter(
            second_factors::last_step
                .is_null()
                .or(second_factors::last_step.lt(step)),
        );
        let accepted = diesel::update(later)
            .set(second_factors::last_step.eq(step))
            .execute(tx.conn()?)
            .await?;
        return Ok((accepted > 0).then_some(Accepted::Code));
    }
    let unused = recovery_codes::table
        .filter(recovery_codes::user_id.eq(user))
        .filter(recovery_codes::code_hash.eq(recovery::hash(code).to_vec()))
        .filter(recovery_codes::used_at.is_null());
    let accepted = diesel::update(unused)
        .set(recovery_codes::used_at.eq(diesel::dsl::now))
        .execute(tx.conn()?)
        .await?;
    Ok((accepted > 0).then_some(Accepted::RecoveryCode))
}

async fn locked(tx: &mut Tx, user: UserId) -> Result<Option<SecondFactor>, AppError> {
    Ok(second_factors::table
        .find(user)
        .select(SecondFactor::as_select())
        .for_update()
        .first(tx.conn()?)
        .await
        .optional()?)
}

async fn note(tx: &mut Tx, author: &Author, action: &str, user: UserId) -> Result<(), AppError> {
    audit::record(tx, author, action, "user", Some(user.0), json!({})).await
}
