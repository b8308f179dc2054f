//! Writes of idempotency keys.

use chrono::{TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;

use super::model::IdempotencyKey;
use crate::accounts::api_key::model::ApiKeyId;
use crate::db::schema::idempotency_keys;
use crate::error::AppError;
use crate::publishing::Tx;

/// How long an answer is kept.
const KEPT: TimeDelta = TimeDelta::days(1);

/// Claims a key for a request within the transaction that does what is asked for. Who sends the same at the same time waits here.
/// Returns what was answered before, if anything was.
///
/// # Errors
/// A key that was used for another request.
pub async fn claim(
    tx: &mut Tx,
    api_key: ApiKeyId,
    key: &IdempotencyKey,
    request_hash: &[u8],
) -> Result<Option<Value>, AppError> {
    let claimed = diesel::insert_into(idempotency_keys::table)
        .values((
            idempotency_keys::api_key_id.eq(api_key),
            idempotency_keys::key.eq(key.as_str()),
            idempotency_keys::request_hash.eq(request_hash),
        ))
        .on_conflict_do_nothing()
        .execute(tx.conn()?)
        .await?;
    if claimed == 1 {
        return Ok(None);
    }
    let (hash, answer): (Vec<u8>, Option<Value>) = idempotency_keys::table
        .find((api_key, key.as_str()))
        .select((idempotency_keys::request_hash, idempotency_keys::answer))
        .first(tx.conn()?)
        .await?;
    if hash == request_hash {
        Ok(answer)
    } else {
        Err(AppError::field(
            "Idempotency-Key",
            "was used for another request: choose a new one for each",
        ))
    }
}

/// Keeps what is answered under a key that was claimed.
///
/// # Errors
/// What the database refuses.
pub async fn keep(
    tx: &mut Tx,
    api_key: ApiKeyId,
    key: &IdempotencyKey,
    answer: &Value,
) -> Result<(), AppError> {
    diesel::update(idempotency_keys::table.find((api_key, key.as_str())))
        .set(idempotency_keys::answer.eq(answer))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Deletes keys that are older than a day.
///
/// # Errors
/// What the database refuses.
pub async fn forget_old(tx: &mut Tx) -> Result<usize, AppError> {
    let old = idempotency_keys::created_at.lt(Utc::now() - KEPT);
    Ok(diesel::delete(idempotency_keys::table.filter(old))
        .execute(tx.conn()?)
        .await?)
}
