//! Reads of users.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::accounts::model::{Email, User, UserId};
use crate::db::schema::users;

/// Everyone who may or might sign in, by e-mail.
pub async fn users(mut conn: &AsyncPgConnection) -> QueryResult<Vec<User>> {
    users::table
        .order(users::email)
        .select(User::as_select())
        .load(&mut conn)
        .await
}

/// A user.
pub async fn user(mut conn: &AsyncPgConnection, id: UserId) -> QueryResult<User> {
    users::table
        .find(id)
        .select(User::as_select())
        .first(&mut conn)
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
