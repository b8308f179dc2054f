//! Writes of users: being added, invited and let in again, and what administrators may change of others.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::{Value, json};

use super::queries;
use crate::accounts::model::{Email, PersonName, Role, User, UserId};
use crate::accounts::one_time_link::commands::{drop_link, make_link, take_link};
use crate::accounts::one_time_link::model::LinkPurpose;
use crate::accounts::one_time_link::queries::{good_link, unused_link_of};
use crate::accounts::session::commands::{
    end_every_session, end_half_sessions, end_other_sessions,
};
use crate::accounts::token::{Token, TokenHash};
use crate::accounts::{audit, password, second_factor};
use crate::db::schema::users;
use crate::error::{AppError, OnConstraint};
use crate::publishing::{Author, Tx};

/// Adds a user with a password.
///
/// # Errors
/// An address that has an account, or a password that is too short.
pub async fn create_user(
    tx: &mut Tx,
    email: &Email,
    role: Role,
    password: &str,
    author: &Author,
) -> Result<UserId, AppError> {
    password::check_new(password)?;
    let hash = password::hash_aside(password.to_owned()).await?;
    let id = insert_user(tx, email, "", role, &hash).await?;
    let detail = json!({ "email": email.as_str(), "role": role });
    record(tx, author, "create", id, detail).await?;
    Ok(id)
}

/// Adds a user without a password. Returns the token of the link by which the person sets one.
///
/// # Errors
/// An address that has an account.
pub async fn invite_user(
    tx: &mut Tx,
    email: &Email,
    name: &PersonName,
    role: Role,
    author: &Author,
) -> Result<(UserId, Token), AppError> {
    let id = insert_user(tx, email, name.as_str(), role, password::UNUSABLE).await?;
    diesel::update(users::table.find(id))
        .set(users::awaits_password_since.eq(diesel::dsl::now))
        .execute(tx.conn()?)
        .await?;
    let token = make_link(tx, id, LinkPurpose::Invitation).await?;
    let detail = json!({ "email": email.as_str(), "name": name.as_str(), "role": role });
    record(tx, author, "invite", id, detail).await?;
    Ok((id, token))
}

async fn insert_user(
    tx: &mut Tx,
    email: &Email,
    name: &str,
    role: Role,
    password_hash: &str,
) -> Result<UserId, AppError> {
    let id = UserId::new();
    diesel::insert_into(users::table)
        .values((
            users::id.eq(id),
            users::email.eq(email.as_str()),
            users::name.eq(name),
            users::role.eq(role),
            users::password_hash.eq(password_hash),
        ))
        .execute(tx.conn()?)
        .await
        .on_constraint("users_email_key", || {
            AppError::field("email", "has an account already")
        })?;
    Ok(id)
}

/// Sets a password by a one-time link, and a name when one is given. Returns whose it was.
///
/// # Errors
/// A link that is unknown, used or has run out, or a password that is too short.
pub async fn redeem_link(
    tx: &mut Tx,
    token_hash: &TokenHash,
    name: Option<&PersonName>,
    password: &str,
) -> Result<User, AppError> {
    password::check_new(password)?;
    // The person is locked before the link, as by everybody who changes either.
    let (_, found) = good_link(tx.conn()?, token_hash)
        .await?
        .ok_or(AppError::NotFound)?;
    let user = lock_user(tx, found.id).await?;
    if user.disabled_at.is_some() {
        return Err(AppError::NotFound);
    }
    let purpose = take_link(tx, token_hash).await?.ok_or(AppError::NotFound)?;
    let id = user.id;
    if let Some(name) = name {
        diesel::update(users::table.find(id))
            .set(users::name.eq(name.as_str()))
            .execute(tx.conn()?)
            .await?;
    }
    set_password(tx, id, password).await?;
    let action = match purpose {
        LinkPurpose::Invitation => "accept invitation",
        LinkPurpose::PasswordReset => "set password by link",
    };
    record(tx, &user.author(), action, id, json!({})).await?;
    Ok(user)
}

/// Sets the password of a person who is signed in and has proved to know the old one. Other sessions end.
///
/// # Errors
/// A password that is too short.
pub async fn change_password(
    tx: &mut Tx,
    user: &User,
    password: &str,
    kept: &TokenHash,
) -> Result<(), AppError> {
    password::check_new(password)?;
    set_password(tx, user.id, password).await?;
    end_half_sessions(tx, user.id).await?;
    end_other_sessions(tx, user, kept).await?;
    record(tx, &user.author(), "change password", user.id, json!({})).await
}

/// Sets a new password and ends every session of the user.
///
/// # Errors
/// Not found, or a password that is too short.
pub async fn reset_password(
    tx: &mut Tx,
    email: &Email,
    password: &str,
    author: &Author,
) -> Result<(), AppError> {
    password::check_new(password)?;
    let user = user_of(tx, email).await?;
    set_password(tx, user.id, password).await?;
    end_every_session(tx, user.id).await?;
    record(tx, author, "reset password", user.id, json!({})).await
}

/// Makes the password useless and ends every session. Returns the token of the link by which the person sets another one.
///
/// A person who was invited and has not come yet gets another invitation.
///
/// # Errors
/// Not found, disabled, the author, or the last administrator.
pub async fn reset_by_link(
    tx: &mut Tx,
    id: UserId,
    author: &Author,
) -> Result<(User, Token), AppError> {
    refuse_self(
        id,
        author,
        "use your own account page to change your password",
    )?;
    keep_an_admin(tx, id).await?;
    let user = lock_user(tx, id).await?;
    if user.disabled_at.is_some() {
        return Err(AppError::Conflict(format!(
            "{} is disabled: enable the account first",
            user.email
        )));
    }
    let purpose = match unused_link_of(tx.conn()?, id).await? {
        Some(link) => link.purpose,
        None => LinkPurpose::PasswordReset,
    };
    diesel::update(users::table.find(id))
        .set((
            users::password_hash.eq(password::UNUSABLE),
            users::awaits_password_since.eq(diesel::dsl::now),
            users::version.eq(users::version + 1),
            users::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await?;
    end_every_session(tx, id).await?;
    let token = make_link(tx, id, purpose).await?;
    let detail = json!({ "link": purpose });
    record(tx, author, "reset password", id, detail).await?;
    Ok((user, token))
}

/// Gives a person another role and ends their sessions.
///
/// # Errors
/// Not found, the author, or the last administrator.
pub async fn set_role(
    tx: &mut Tx,
    id: UserId,
    role: Role,
    author: &Author,
) -> Result<(), AppError> {
    refuse_self(
        id,
        author,
        "you can't change your own role: ask another administrator",
    )?;
    if role < Role::Admin {
        keep_an_admin(tx, id).await?;
    }
    let user = lock_user(tx, id).await?;
    if user.role == role {
        return Ok(());
    }
    diesel::update(users::table.find(id))
        .set((
            users::role.eq(role),
            users::version.eq(users::version + 1),
            users::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await?;
    end_every_session(tx, id).await?;
    let detail = json!({ "from": user.role, "to": role });
    record(tx, author, "change role", id, detail).await
}

/// Keeps a person out: sessions and links end at once.
///
/// # Errors
/// Not found, the author, or the last administrator.
pub async fn disable_user(tx: &mut Tx, id: UserId, author: &Author) -> Result<(), AppError> {
    refuse_self(
        id,
        author,
        "you can't disable yourself: ask another administrator",
    )?;
    keep_an_admin(tx, id).await?;
    let user = lock_user(tx, id).await?;
    if user.disabled_at.is_some() {
        return Ok(());
    }
    set_disabled(tx, id, true).await?;
    end_every_session(tx, id).await?;
    drop_link(tx, id).await?;
    record(tx, author, "disable", id, json!({ "email": user.email })).await
}

/// Lets a person in again, with the password and the role from before.
///
/// # Errors
/// Not found.
pub async fn enable_user(tx: &mut Tx, id: UserId, author: &Author) -> Result<(), AppError> {
    let user = lock_user(tx, id).await?;
    if user.disabled_at.is_none() {
        return Ok(());
    }
    set_disabled(tx, id, false).await?;
    record(tx, author, "enable", id, json!({ "email": user.email })).await
}

async fn set_disabled(tx: &mut Tx, id: UserId, is_disabled: bool) -> Result<(), AppError> {
    diesel::update(users::table.find(id))
        .set((
            users::disabled_at.eq(is_disabled.then(chrono::Utc::now)),
            users::version.eq(users::version + 1),
            users::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Takes the second factor of another person away, as when the device was lost. Every session ends.
///
/// # Errors
/// Not found, the author, or a person without one.
pub async fn reset_second_factor(tx: &mut Tx, id: UserId, author: &Author) -> Result<(), AppError> {
    refuse_self(
        id,
        author,
        "use your own account page to turn your second factor off",
    )?;
    let user = lock_user(tx, id).await?;
    if !second_factor::commands::turn_off(tx, id, author).await? {
        return Err(AppError::Conflict(format!(
            "{} has no second factor that could be reset",
            user.email
        )));
    }
    end_every_session(tx, id).await
}

/// The user of an address.
///
/// # Errors
/// An error beside the field `email`.
pub async fn user_of(tx: &mut Tx, email: &Email) -> Result<User, AppError> {
    queries::user_by_email(tx.conn()?, email)
        .await?
        .map(|(user, _)| user)
        .ok_or_else(|| AppError::field("email", format!("{} has no account", email.as_str())))
}

async fn set_password(tx: &mut Tx, id: UserId, password: &str) -> Result<(), AppError> {
    let hash = password::hash_aside(password.to_owned()).await?;
    diesel::update(users::table.find(id))
        .set((
            users::password_hash.eq(hash),
            users::awaits_password_since.eq(None::<chrono::DateTime<chrono::Utc>>),
            users::version.eq(users::version + 1),
            users::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await?;
    drop_link(tx, id).await
}

async fn lock_user(tx: &mut Tx, id: UserId) -> Result<User, AppError> {
    Ok(users::table
        .find(id)
        .select(User::as_select())
        .for_update()
        .first(tx.conn()?)
        .await?)
}

/// Refuses when nobody else could administer. Locks all who can, so that two who remove each other meet here.
async fn keep_an_admin(tx: &mut Tx, without: UserId) -> Result<(), AppError> {
    let able: Vec<UserId> = users::table
        .filter(users::role.eq(Role::Admin))
        .filter(users::disabled_at.is_null())
        .filter(users::awaits_password_since.is_null())
        .order(users::id)
        .select(users::id)
        .for_update()
        .load(tx.conn()?)
        .await?;
    if able.contains(&without) && able.len() == 1 {
        return Err(AppError::Conflict(
            "this is the last administrator who can sign in: make another one first".to_owned(),
        ));
    }
    Ok(())
}

fn refuse_self(id: UserId, author: &Author, problem: &str) -> Result<(), AppError> {
    if author.user_id == Some(id.0) {
        return Err(AppError::Conflict(problem.to_owned()));
    }
    Ok(())
}

async fn record(
    tx: &mut Tx,
    author: &Author,
    action: &str,
    id: UserId,
    detail: Value,
) -> Result<(), AppError> {
    audit::record(tx, author, action, "user", Some(id.0), detail).await
}
