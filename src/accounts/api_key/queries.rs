//! Reads of API keys.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::ApiKey;
use crate::db::schema::api_keys;

/// Most keys on one page.
const MOST: i64 = 200;

/// All keys, those that are accepted first, the newest of them first.
pub async fn api_keys(mut conn: &AsyncPgConnection) -> QueryResult<Vec<ApiKey>> {
    api_keys::table
        .order((
            api_keys::revoked_at.is_not_null(),
            api_keys::created_at.desc(),
            api_keys::id,
        ))
        .limit(MOST)
        .select(ApiKey::as_select())
        .load(&mut conn)
        .await
}

/// The key of a prefix, unless it has ended.
pub async fn good_key(mut conn: &AsyncPgConnection, prefix: &str) -> QueryResult<Option<ApiKey>> {
    api_keys::table
        .filter(api_keys::prefix.eq(prefix))
        .filter(api_keys::revoked_at.is_null())
        .filter(api_keys::expires_at.gt(diesel::dsl::now))
        .select(ApiKey::as_select())
        .first(&mut conn)
        .await
        .optional()
}
