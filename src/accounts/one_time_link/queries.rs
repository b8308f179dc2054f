//! Reads of one-time links.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{LinkPurpose, OpenLink};
use crate::accounts::model::{User, UserId};
use crate::accounts::token::TokenHash;
use crate::db::schema::{one_time_links, users};

/// Links that were not used, also those that have run out, so that a page can say so.
pub async fn unused_links(mut conn: &AsyncPgConnection) -> QueryResult<Vec<OpenLink>> {
    one_time_links::table
        .select(OpenLink::as_select())
        .load(&mut conn)
        .await
}

/// The link of one person that was not used.
pub async fn unused_link_of(
    mut conn: &AsyncPgConnection,
    user: UserId,
) -> QueryResult<Option<OpenLink>> {
    one_time_links::table
        .filter(one_time_links::user_id.eq(user))
        .select(OpenLink::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// Whose link a token is and what for, while it is good and its person may sign in.
pub async fn good_link(
    mut conn: &AsyncPgConnection,
    token_hash: &TokenHash,
) -> QueryResult<Option<(LinkPurpose, User)>> {
    one_time_links::table
        .inner_join(users::table)
        .filter(one_time_links::token_hash.eq(token_hash.as_slice()))
        .filter(one_time_links::expires_at.gt(diesel::dsl::now))
        .filter(users::disabled_at.is_null())
        .select((one_time_links::purpose, User::as_select()))
        .first(&mut conn)
        .await
        .optional()
}
