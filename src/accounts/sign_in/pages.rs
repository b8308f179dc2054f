//! Signing in and out: the form, the question for the second factor, and the form that was kept.

use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::commands::{self, SignIn};
use super::kept::Kept;
use super::queries;
use super::return_to::ReturnTo;
use crate::accounts::model::Email;
use crate::accounts::session::commands::end_session;
use crate::accounts::session::cookie::Jar;
use crate::accounts::session::model::{Client, NewSession};
use crate::accounts::session::{CurrentUser, check_origin};
use crate::error::AppError;
use crate::publishing::transaction;
use crate::state::State;
use crate::web::form::Sent;
use crate::web::page::{PageResult, answer, see_other};

const WRONG: &str = "That address and password do not belong together. Check both and try again.";
const SLOW: &str = "Too many attempts for this account or from this network. Wait a quarter of an hour and try again.";
const WRONG_CODE: &str =
    "That code is not good, or it has been used. Wait for the next one, or use a recovery code.";
const TOO_LATE: &str = "That took too long. Sign in again.";

/// The form.
#[derive(Default, Template)]
#[template(path = "accounts/sign_in.html")]
pub struct SignInPage {
    /// What was typed before.
    pub email: String,
    /// Why it is shown again.
    pub problem: Option<&'static str>,
    /// Why it is shown at all.
    pub notice: Option<&'static str>,
    /// Where the person wanted to go.
    pub kept: Kept,
}

#[derive(Template)]
#[template(path = "accounts/code.html")]
struct CodePage {
    problem: Option<&'static str>,
    kept: Kept,
}

#[derive(Template)]
#[template(path = "accounts/kept_form.html")]
struct KeptFormPage {
    kept: Kept,
    csrf: String,
}

/// Offers to send the form that was kept, with a token of the session of now.
///
/// # Errors
/// A template that fails.
pub fn kept_form(status: StatusCode, kept: Kept, csrf: String) -> PageResult {
    answer(status, &KeptFormPage { kept, csrf })
}

/// `?return_to=…` of a page that was asked for, `?done=password-set` after a one-time link.
#[derive(Deserialize)]
pub struct SignInQuery {
    return_to: Option<String>,
    done: Option<String>,
}

impl SignInQuery {
    fn kept(&self) -> Kept {
        Kept::page(self.return_to.as_deref().and_then(ReturnTo::parse))
    }
}

/// The address of the form that leads to a page.
pub fn sign_in_path(wanted: Option<&ReturnTo>) -> String {
    wanted.map_or_else(|| "/admin/sign-in".to_owned(), ReturnTo::sign_in_path)
}

/// The form: `/admin/sign-in`.
///
/// # Errors
/// A template that fails.
pub async fn sign_in_page(query: web::Query<SignInQuery>) -> PageResult {
    let notice = match query.done.as_deref() {
        Some("password-set") => Some("Your password is set. Sign in with it."),
        _ => None,
    };
    let page = SignInPage {
        notice,
        kept: query.kept(),
        ..SignInPage::default()
    };
    answer(StatusCode::OK, &page)
}

/// Signs a person in: `POST /admin/sign-in`.
///
/// # Errors
/// A form from another site, or no database.
pub async fn sign_in(state: State, request: HttpRequest, sent: web::Form<Sent>) -> PageResult {
    check_origin(&request, &state)?;
    let typed = sent.value("email");
    let kept = Kept::of_sign_in(&sent);
    let refused = |status: StatusCode, problem: &'static str, kept: Kept| {
        let page = SignInPage {
            email: typed.to_owned(),
            problem: Some(problem),
            notice: None,
            kept,
        };
        answer(status, &page)
    };
    let Ok(email) = Email::parse(typed) else {
        return refused(StatusCode::UNPROCESSABLE_ENTITY, WRONG, kept);
    };
    let secure = state.config.secure();
    let before = Jar::Session.token_hash(&request, secure);
    let client = Client::of(&request);
    let password = sent.value("password");
    match commands::sign_in(&state.db, &email, password, &client, before).await? {
        SignIn::Welcome(session) => welcome(session, kept, secure),
        SignIn::Half(token) => {
            let response = match kept.form {
                None => see_other(&code_path(&kept)),
                Some(_) => answer(
                    StatusCode::OK,
                    &CodePage {
                        problem: None,
                        kept,
                    },
                )?,
            };
            with_cookies(
                response,
                &[Jar::HalfSignedIn.holding(token.to_string(), secure)],
            )
        }
        SignIn::Slow => refused(StatusCode::TOO_MANY_REQUESTS, SLOW, kept),
        SignIn::Refused | SignIn::TooLate => refused(StatusCode::UNPROCESSABLE_ENTITY, WRONG, kept),
    }
}

fn code_path(kept: &Kept) -> String {
    sign_in_path(kept.return_to.as_ref()).replacen("/admin/sign-in", "/admin/sign-in/code", 1)
}

/// The question for the second factor: `/admin/sign-in/code`.
///
/// # Errors
/// No database.
pub async fn code_page(
    state: State,
    request: HttpRequest,
    query: web::Query<SignInQuery>,
) -> PageResult {
    let kept = query.kept();
    let half = Jar::HalfSignedIn.token_hash(&request, state.config.secure());
    let waits = match half {
        Some(half) => queries::half_signed_in(&*state.db.write().await?, &half)
            .await?
            .is_some(),
        None => false,
    };
    if !waits {
        return Ok(see_other(&sign_in_path(kept.return_to.as_ref())));
    }
    answer(
        StatusCode::OK,
        &CodePage {
            problem: None,
            kept,
        },
    )
}

/// Completes a sign-in by a code: `POST /admin/sign-in/code`.
///
/// # Errors
/// A form from another site, or no database.
pub async fn code(state: State, request: HttpRequest, sent: web::Form<Sent>) -> PageResult {
    check_origin(&request, &state)?;
    let secure = state.config.secure();
    let kept = Kept::of_sign_in(&sent);
    let refused = |status: StatusCode, problem: &'static str, kept: Kept| {
        let problem = Some(problem);
        answer(status, &CodePage { problem, kept })
    };
    let done = match Jar::HalfSignedIn.token_hash(&request, secure) {
        Some(half) => {
            let before = Jar::Session.token_hash(&request, secure);
            let client = Client::of(&request);
            commands::complete(&state.db, &half, sent.value("code"), &client, before).await?
        }
        None => SignIn::TooLate,
    };
    match done {
        SignIn::Welcome(session) => welcome(session, kept, secure),
        SignIn::Refused => refused(StatusCode::UNPROCESSABLE_ENTITY, WRONG_CODE, kept),
        SignIn::Slow => refused(StatusCode::TOO_MANY_REQUESTS, SLOW, kept),
        SignIn::Half(_) | SignIn::TooLate => {
            let page = SignInPage {
                problem: Some(TOO_LATE),
                kept,
                ..SignInPage::default()
            };
            answer(StatusCode::UNAUTHORIZED, &page)
        }
    }
}

/// Goes where the person wanted to go, or offers to send the form that was kept.
fn welcome(session: NewSession, kept: Kept, secure: bool) -> PageResult {
    let response = match kept.form {
        None => see_other(kept.path()),
        Some(_) => kept_form(StatusCode::OK, kept, session.csrf_token)?,
    };
    let cookies = [
        Jar::Session.holding(session.token.to_string(), secure),
        Jar::HalfSignedIn.emptied(secure),
    ];
    with_cookies(response, &cookies)
}

fn with_cookies(mut response: HttpResponse, cookies: &[Cookie<'_>]) -> PageResult {
    for cookie in cookies {
        response.add_cookie(cookie).map_err(|error| {
            AppError::Internal(anyhow::anyhow!("a cookie cannot be set: {error}"))
        })?;
    }
    Ok(response)
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
/// Not signed in, or a form from elsewhere.
pub async fn sign_out(state: State, user: CurrentUser, form: web::Form<CsrfForm>) -> PageResult {
    user.check_csrf(&form.csrf)?;
    transaction(&state.db, async |tx| {
        end_session(tx, &user.token_hash).await
    })
    .await?;
    let emptied = Jar::Session.emptied(state.config.secure());
    with_cookies(see_other("/admin/sign-in"), &[emptied])
}
