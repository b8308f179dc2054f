//! Reads of second factors.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::SecondFactor;
use crate::accounts::model::UserId;
use crate::db::schema::{recovery_codes, second_factors};

/// The second factor of a person, also one that is only being set up.
pub async fn second_factor(
    mut conn: &AsyncPgConnection,
    user: UserId,
) -> QueryResult<Option<SecondFactor>> {
    second_factors::table
        .find(user)
        .select(SecondFactor::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// Whether a person is asked for a second factor.
pub async fn is_asked(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<bool> {
    let confirmed = second_factors::table
        .find(user)
        .filter(second_factors::confirmed_at.is_not_null());
    diesel::select(diesel::dsl::exists(confirmed))
        .get_result(&mut conn)
        .await
}

/// Everybody who is asked for a second factor.
pub async fn everybody_asked(mut conn: &AsyncPgConnection) -> QueryResult<Vec<UserId>> {
    second_factors::table
        .filter(second_factors::confirmed_at.is_not_null())
        .select(second_factors::user_id)
        .load(&mut conn)
        .await
}

/// How many recovery codes a person has left.
pub async fn codes_left(mut conn: &AsyncPgConnection, user: UserId) -> QueryResult<i64> {
    recovery_codes::table
        .filter(recovery_codes::user_id.eq(user))
        .filter(recovery_codes::used_at.is_null())
        .count()
        .get_result(&mut conn)
        .await
}
