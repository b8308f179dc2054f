//! Reads of users and sessions.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Email, User};
use crate::db::schema::{sessions, sign_in_failures, users};

/// Everyone who may or might sign in, by e-mail.
pub async fn users(mut conn: &AsyncPgConnection) -> QueryResult<Vec<User>> {
    users::table
        .order(users::email)
        .select(User::as_select())
        .load(&mut conn)
        .await
}

/// The user of an address, with the hash of the password.
pub async fn user_by_email(
    mut conn: &AsyncPgConnection,
    email: &Email,
) -> QueryResult<Option<(User, String)>> {
    users::table
        .filter(crate::db::lower(users::email).eq(email.as_str()))
        .select((User::as_select(), users::password_hash))
        .first(&mut conn)
        .await
        .optional()
}

/// The user of a session that has not expired, with its CSRF token.
pub async fn user_by_session(
    mut conn: &AsyncPgConnection,
    token_hash: &[u8],
) -> QueryResult<Option<(User, String)>> {
    sessions::table
        .inner_join(users::table)
        .filter(sessions::token_hash.eq(token_hash))
        .filter(sessions::expires_at.gt(diesel::dsl::now))
        .filter(users::disabled_at.is_null())
        .select((User::as_select(), sessions::csrf_token))
        .first(&mut conn)
        .await
        .optional()
}

/// Failed sign-ins of the last quarter of an hour: for the account, and from the address.
pub async fn recent_failures(
    mut conn: &AsyncPgConnection,
    email: &Email,
    address: &str,
) -> QueryResult<(i64, i64)> {
    let since: DateTime<Utc> = Utc::now() - TimeDelta::minutes(15);
    let recent = sign_in_failures::table.filter(sign_in_failures::failed_at.gt(since));
    let of_account = recent
        .filter(sign_in_failures::email.eq(email.as_str()))
        .count()
        .get_result(&mut conn)
        .await?;
    let of_address = recent
        .filter(sign_in_failures::address.eq(address))
        .count()
        .get_result(&mut conn)
        .await?;
    Ok((of_account, of_address))
}
