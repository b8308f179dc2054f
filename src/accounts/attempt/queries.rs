//! Reads of failed attempts, and of what a password is checked against.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::accounts::model::UserId;
use crate::db::schema::{sign_in_failures, users};

/// Attempts of the last quarter of an hour that failed or are not decided yet: for the account, and from the address.
pub async fn recent(
    mut conn: &AsyncPgConnection,
    email: &str,
    address: &str,
) -> QueryResult<(i64, i64)> {
    let since: DateTime<Utc> = Utc::now() - TimeDelta::minutes(15);
    let recent = sign_in_failures::table.filter(sign_in_failures::failed_at.gt(since));
    let of_account = recent
        .filter(sign_in_failures::email.eq(email))
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

/// The hash of a person's password.
pub async fn password_hash(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<String> {
    users::table
        .find(user)
        .select(users::password_hash)
        .first(&mut conn)
        .await
}
