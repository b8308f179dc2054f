//! Noting attempts. Each counts as failed from its beginning, so that many at once get no further than one after the other.

use chrono::{TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::queries::{password_hash, recent};
use crate::accounts::model::User;
use crate::accounts::password;
use crate::db::Db;
use crate::db::schema::sign_in_failures;
use crate::error::AppError;
use crate::publishing::{Tx, transaction};

/// Failed attempts per account in a quarter of an hour before the next must wait.
const FAILURES_PER_ACCOUNT: i64 = 8;
/// The same per network address, where many people may share one.
const FAILURES_PER_ADDRESS: i64 = 30;
/// Seconds that a person is told to wait.
const WAIT: u64 = 15 * 60;

/// An attempt that counts as failed until it is taken back.
#[derive(Debug)]
pub struct Attempt(Uuid);

/// Begins an attempt; nothing when there were too many. It takes no lock and holds no connection while a password is hashed.
///
/// # Errors
/// What the database refuses.
pub async fn begin(db: &Db, email: &str, address: &str) -> Result<Option<Attempt>, AppError> {
    let attempt = Attempt(Uuid::now_v7());
    transaction(db, async |tx| note(tx, &attempt, email, address).await).await?;
    let (of_account, of_address) = recent(&*db.write().await?, email, address).await?;
    if of_account > FAILURES_PER_ACCOUNT || of_address > FAILURES_PER_ADDRESS {
        // Waiting is counted from the last attempt that was looked at, not from the last that was turned away.
        transaction(db, async |tx| attempt.take_back(tx).await).await?;
        return Ok(None);
    }
    Ok(Some(attempt))
}

async fn note(tx: &mut Tx, attempt: &Attempt, email: &str, address: &str) -> Result<(), AppError> {
    let old = Utc::now() - TimeDelta::hours(1);
    diesel::delete(sign_in_failures::table.filter(sign_in_failures::failed_at.lt(old)))
        .execute(tx.conn()?)
        .await?;
    diesel::insert_into(sign_in_failures::table)
        .values((
            sign_in_failures::id.eq(attempt.0),
            sign_in_failures::email.eq(email),
            sign_in_failures::address.eq(address),
        ))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

impl Attempt {
    /// The attempt did not fail.
    ///
    /// # Errors
    /// What the database refuses.
    pub async fn take_back(&self, tx: &mut Tx) -> Result<(), AppError> {
        diesel::delete(sign_in_failures::table.find(self.0))
            .execute(tx.conn()?)
            .await?;
        Ok(())
    }
}

/// Checks the password of a person who is signed in, before something that a borrowed browser must not do.
///
/// # Errors
/// An error beside the field, or too many attempts.
pub async fn check_password(
    db: &Db,
    user: &User,
    given: &str,
    field: &'static str,
    address: &str,
) -> Result<(), AppError> {
    let attempt = begin(db, &user.email, address)
        .await?
        .ok_or(AppError::RateLimited { seconds: WAIT })?;
    let stored = password_hash(&*db.write().await?, user.id).await?;
    if !password::verify_aside(given.to_owned(), Some(stored)).await? {
        return Err(AppError::field(
            field,
            "is not your password: type it again",
        ));
    }
    transaction(db, async |tx| attempt.take_back(tx).await).await
}
