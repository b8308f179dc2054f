//! The page behind a one-time link, where a person sets a name and a password.

use actix_web::http::StatusCode;
use actix_web::http::header::REFERRER_POLICY;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::commands;
use crate::accounts::model::{PersonName, User};
use crate::accounts::one_time_link::model::LinkPurpose;
use crate::accounts::one_time_link::queries::good_link;
use crate::accounts::password;
use crate::accounts::session::check_origin;
use crate::accounts::token::{TokenHash, hash_of};
use crate::error::{AppError, FieldErrors};
use crate::publishing::transaction;
use crate::state::State;
use crate::web::page::{PageResult, answer, see_other};

#[derive(Template)]
#[template(path = "accounts/invitation.html")]
struct InvitationPage {
    email: String,
    is_invitation: bool,
    name: String,
    shortest: usize,
    errors: FieldErrors,
}

#[derive(Template)]
#[template(path = "accounts/link_gone.html")]
struct LinkGonePage;

/// What the form sends.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct InvitationForm {
    name: String,
    password: String,
    password_again: String,
}

/// The form behind a link: `/admin/invitations/{token}`.
///
/// # Errors
/// No database.
pub async fn invitation_page(state: State, token: web::Path<String>) -> PageResult {
    match good_link(&*state.db.write().await?, &hash_of(&token)).await? {
        Some((purpose, user)) => {
            let name = user.name.clone();
            shown(StatusCode::OK, purpose, &user, name, FieldErrors::default())
        }
        None => gone(),
    }
}

fn shown(
    status: StatusCode,
    purpose: LinkPurpose,
    user: &User,
    name: String,
    errors: FieldErrors,
) -> PageResult {
    let page = InvitationPage {
        email: user.email.clone(),
        is_invitation: purpose == LinkPurpose::Invitation,
        name,
        shortest: password::SHORTEST,
        errors,
    };
    without_referrer(answer(status, &page))
}

/// Unknown, used and run out are told alike: who tries tokens learns nothing.
fn gone() -> PageResult {
    without_referrer(answer(StatusCode::GONE, &LinkGonePage))
}

/// The address holds the token: no request from the page may carry it on.
fn without_referrer(answer: PageResult) -> PageResult {
    answer.map(|mut response| {
        let value = actix_web::http::header::HeaderValue::from_static("no-referrer");
        response.headers_mut().insert(REFERRER_POLICY, value);
        response
    })
}

/// Sets the password: `POST /admin/invitations/{token}`.
///
/// # Errors
/// A form from another site, or no database.
pub async fn invitation_accept(
    state: State,
    request: HttpRequest,
    token: web::Path<String>,
    form: web::Form<InvitationForm>,
) -> PageResult {
    check_origin(&request, &state)?;
    let token_hash = hash_of(&token);
    let Some((purpose, user)) = good_link(&*state.db.write().await?, &token_hash).await? else {
        return gone();
    };
    match accept(&state, &token_hash, purpose, &form).await {
        Ok(()) => Ok(see_other("/admin/sign-in?done=password-set")),
        Err(AppError::NotFound) => gone(),
        Err(AppError::Invalid(errors)) => {
            let name = form.into_inner().name;
            shown(
                StatusCode::UNPROCESSABLE_ENTITY,
                purpose,
                &user,
                name,
                errors,
            )
        }
        Err(error) => Err(error.into()),
    }
}

async fn accept(
    state: &State,
    token_hash: &TokenHash,
    purpose: LinkPurpose,
    form: &InvitationForm,
) -> Result<(), AppError> {
    let name = match purpose {
        LinkPurpose::Invitation => Some(PersonName::parse(&form.name)?),
        LinkPurpose::PasswordReset => None,
    };
    password::check_new(&form.password)?;
    if form.password != form.password_again {
        return Err(AppError::field(
            "password_again",
            "is not the same: type the new password twice",
        ));
    }
    transaction(&state.db, async |tx| {
        commands::redeem_link(tx, token_hash, name.as_ref(), &form.password).await
    })
    .await?;
    Ok(())
}
