//! Writes of API keys.

use chrono::{TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;

use super::model::{ApiKeyId, KeyTerms};
use super::secret::NewKey;
use crate::accounts::audit;
use crate::db::schema::api_keys;
use crate::error::AppError;
use crate::publishing::{Author, Tx};

/// How exact the time of the last use is: it is written once in so long.
pub const USED_EXACT_TO: TimeDelta = TimeDelta::minutes(1);

/// Makes a key. It is returned to be shown once.
///
/// # Errors
/// What the database refuses.
pub async fn create_key(
    tx: &mut Tx,
    terms: &KeyTerms,
    author: &Author,
) -> Result<NewKey, AppError> {
    let key = NewKey::new();
    let id = ApiKeyId::new();
    diesel::insert_into(api_keys::table)
        .values((
            api_keys::id.eq(id),
            api_keys::name.eq(&terms.name),
            api_keys::prefix.eq(&key.prefix),
            api_keys::secret_hash.eq(key.secret_hash().to_vec()),
            api_keys::scopes.eq(&terms.scopes),
            api_keys::created_by.eq(author.user_id),
            api_keys::expires_at.eq(terms.expires_at),
        ))
        .execute(tx.conn()?)
        .await?;
    let detail = json!({
        "name": terms.name, "prefix": key.prefix, "scopes": terms.scopes, "expires_at": terms.expires_at
    });
    audit::record(tx, author, "create", "api key", Some(id.0), detail).await?;
    Ok(key)
}

/// Ends a key at once.
///
/// # Errors
/// Not found.
pub async fn revoke_key(tx: &mut Tx, id: ApiKeyId, author: &Author) -> Result<(), AppError> {
    let name: Option<String> = diesel::update(
        api_keys::table
            .find(id)
            .filter(api_keys::revoked_at.is_null()),
    )
    .set(api_keys::revoked_at.eq(diesel::dsl::now))
    .returning(api_keys::name)
    .get_result(tx.conn()?)
    .await
    .optional()?;
    let name = name.ok_or(AppError::NotFound)?;
    let detail = json!({ "name": name });
    audit::record(tx, author, "revoke", "api key", Some(id.0), detail).await
}

/// Notes that a key is used and from where, at most once a minute.
///
/// # Errors
/// What the database refuses.
pub async fn note_use(tx: &mut Tx, id: ApiKeyId, address: &str) -> Result<(), AppError> {
    let before = Utc::now() - USED_EXACT_TO;
    let stale = api_keys::table.find(id).filter(
        api_keys::last_used_at
            .is_null()
            .or(api_keys::last_used_at.lt(before)),
    );
    diesel::update(stale)
        .set((
            api_keys::last_used_at.eq(diesel::dsl::now),
            api_keys::last_used_from.eq(address),
        ))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}
