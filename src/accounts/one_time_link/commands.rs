//! Writes of one-time links.

use chrono::Utc;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::model::{LASTS, LinkPurpose};
use crate::accounts::model::UserId;
use crate::accounts::token::{Token, TokenHash};
use crate::db::schema::one_time_links;
use crate::error::AppError;
use crate::publishing::Tx;

/// Makes a link for a person; one that was made before is no longer good.
///
/// # Errors
/// What the database refuses.
pub async fn make_link(tx: &mut Tx, user: UserId, purpose: LinkPurpose) -> Result<Token, AppError> {
    drop_link(tx, user).await?;
    let token = Token::new();
    diesel::insert_into(one_time_links::table)
        .values((
            one_time_links::token_hash.eq(token.hash().to_vec()),
            one_time_links::user_id.eq(user),
            one_time_links::purpose.eq(purpose),
            one_time_links::expires_at.eq(Utc::now() + LASTS),
        ))
        .execute(tx.conn()?)
        .await?;
    Ok(token)
}

/// Takes the link of a token, which only one of many at once can do. Returns what it was for, if it was good.
///
/// # Errors
/// What the database refuses.
pub async fn take_link(
    tx: &mut Tx,
    token_hash: &TokenHash,
) -> Result<Option<LinkPurpose>, AppError> {
    let good = one_time_links::table
        .find(token_hash.as_slice())
        .filter(one_time_links::expires_at.gt(diesel::dsl::now));
    Ok(diesel::delete(good)
        .returning(one_time_links::purpose)
        .get_result(tx.conn()?)
        .await
        .optional()?)
}

/// Makes the link of a person useless, if there is one.
///
/// # Errors
/// What the database refuses.
pub async fn drop_link(tx: &mut Tx, user: UserId) -> Result<(), AppError> {
    diesel::delete(one_time_links::table.filter(one_time_links::user_id.eq(user)))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}
