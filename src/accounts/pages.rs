//! Signing in and out.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::commands::{self, SignIn};
use super::model::Email;
use super::session::{self, CurrentUser};
use crate::error::AppError;
use crate::publishing::transaction;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageResult, respond, see_other};

#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
struct SignInPage {
    email: String,
    problem: Option<String>,
}

/// What the sign-in form sends.
#[derive(Deserialize)]
pub struct SignInForm {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
}

/// The form: `/admin/sign-in`.
///
/// # Errors
/// A template that fails.
pub async fn sign_in_page(request: HttpRequest) -> PageResult {
    respond(
        &request,
        &SignInPage {
            email: String::new(),
            problem: None,
        },
        CachePolicy::NoStore,
    )
}

/// Signs a person in: `POST /admin/sign-in`.
///
/// # Errors
/// No database.
pub async fn sign_in(
    state: State,
    request: HttpRequest,
    form: web::Form<SignInForm>,
) -> PageResult {
    session::check_origin(&request, &state)?;
    let refused = |status: fn() -> actix_web::HttpResponseBuilder, problem: &str| -> PageResult {
        let page = SignInPage {
            email: form.email.clone(),
            problem: Some(problem.to_owned()),
        };
        let html = page.render().map_err(AppError::from)?;
        let mut response = status();
        CachePolicy::NoStore.apply(&mut response);
        Ok(response.content_type("text/html; charset=utf-8").body(html))
    };
    const WRONG: &str =
        "That address and password do not belong together. Check both and try again.";
    let Ok(email) = Email::parse(&form.email) else {
        return refused(HttpResponse::UnprocessableEntity, WRONG);
    };
    let address = request
        .peer_addr()
        .map(|peer| peer.ip().to_string())
        .unwrap_or_default();
    let signed_in = transaction(&state.db, async |tx| {
        commands::sign_in(tx, &email, &form.password, &address).await
    })
    .await?;
    match signed_in {
        SignIn::Welcome(token, _) => {
            let mut response = see_other("/admin");
            response
                .add_cookie(&session::cookie(token.to_string(), state.config.secure()))
                .map_err(|error| {
                    AppError::Internal(anyhow::anyhow!("the session cookie cannot be set: {error}"))
                })?;
            Ok(response)
        }
        SignIn::Refused => refused(HttpResponse::UnprocessableEntity, WRONG),
        SignIn::Slow => refused(
            HttpResponse::TooManyRequests,
            "Too many attempts for this account or from this network. Wait a quarter of an hour and try again.",
        ),
    }
}

/// What a form without fields of its own sends.
#[derive(Deserialize)]
pub struct CsrfForm {
    #[serde(default)]
    csrf: String,
}

/// Signs a person out: `POST /admin/sign-out`.
///
/// # Errors
/// A form from elsewhere.
pub async fn sign_out(state: State, user: CurrentUser, form: web::Form<CsrfForm>) -> PageResult {
    user.check_csrf(&form.csrf)?;
    transaction(&state.db, async |tx| {
        commands::sign_out(tx, &user.token_hash).await
    })
    .await?;
    let mut response = see_other("/admin/sign-in");
    response
        .add_cookie(&session::cookie(String::new(), state.config.secure()))
        .map_err(|error| {
            AppError::Internal(anyhow::anyhow!(
                "the session cookie cannot be taken away: {error}"
            ))
        })?;
    Ok(response)
}
