//! Reads of sign-ins that wait for their second factor.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::accounts::model::User;
use crate::accounts::token::TokenHash;
use crate::db::schema::{sign_in_challenges, users};

/// Who waits behind a token, unless it took too long or the person was disabled.
pub async fn half_signed_in(
    mut conn: &AsyncPgConnection,
    token_hash: &TokenHash,
) -> QueryResult<Option<User>> {
    sign_in_challenges::table
        .inner_join(users::table)
        .filter(sign_in_challenges::token_hash.eq(token_hash.as_slice()))
        .filter(sign_in_challenges::expires_at.gt(diesel::dsl::now))
        .filter(users::disabled_at.is_null())
        .select(User::as_select())
        .first(&mut conn)
        .await
        .optional()
}
