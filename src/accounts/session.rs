//! Who is signed in: the cookie, the session behind it, and the proof that a form came from one of our pages.

use std::fmt;
use std::pin::Pin;

use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::http::header::{HeaderName, ORIGIN};
use actix_web::{FromRequest, HttpRequest};
use rand::RngExt;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::model::{Role, User};
use super::queries;
use crate::error::AppError;
use crate::state::State;
use crate::web::page::PageError;

/// 256 random bits, in hex. Only its hash is stored.
pub struct Token([u8; 32]);

impl Token {
    /// A fresh token.
    #[expect(
        clippy::new_without_default,
        reason = "a default token would be a fresh one each time"
    )]
    pub fn new() -> Self {
        Self(rand::rng().random())
    }

    /// SHA-256 of the token as the cookie holds it.
    pub fn hash(&self) -> [u8; 32] {
        hash_of(&self.to_string())
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

fn hash_of(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Name of the session cookie. With HTTPS the prefix ties it to this host.
pub fn cookie_name(secure: bool) -> &'static str {
    if secure {
        "__Host-formulary"
    } else {
        "formulary"
    }
}

/// The session cookie with a value; an empty value takes it away.
pub fn cookie(value: String, secure: bool) -> Cookie<'static> {
    let age = if value.is_empty() {
        0
    } else {
        super::commands::SESSION.num_seconds()
    };
    Cookie::build(cookie_name(secure), value)
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Lax)
        .max_age(actix_web::cookie::time::Duration::seconds(age))
        .finish()
}

/// The person behind a request. A handler that takes one is for signed-in people only.
#[derive(Debug, Clone)]
pub struct CurrentUser {
    /// The person.
    pub user: User,
    /// What a form must send back.
    pub csrf_token: String,
    /// Hash of the session's token.
    pub token_hash: [u8; 32],
}

impl CurrentUser {
    /// Checks that the person's role reaches what is asked for.
    ///
    /// # Errors
    /// Forbidden.
    pub fn needs(&self, role: Role) -> Result<(), AppError> {
        if self.user.role >= role {
            Ok(())
        } else {
            Err(AppError::Forbidden(
                "your role does not allow this: ask an administrator",
            ))
        }
    }

    /// Checks that a form came from one of our pages.
    ///
    /// # Errors
    /// Forbidden.
    pub fn check_csrf(&self, given: &str) -> Result<(), AppError> {
        if bool::from(self.csrf_token.as_bytes().ct_eq(given.as_bytes())) {
            Ok(())
        } else {
            Err(AppError::Forbidden(
                "this form is out of date: reload the page and send it again",
            ))
        }
    }
}

impl FromRequest for CurrentUser {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(current_user(&request).await?) })
    }
}

async fn current_user(request: &HttpRequest) -> Result<CurrentUser, AppError> {
    let state = request.app_data::<State>().ok_or(AppError::Unavailable)?;
    check_origin(request, state)?;
    let cookie = request
        .cookie(cookie_name(state.config.secure()))
        .ok_or(AppError::Unauthorized)?;
    let token_hash = hash_of(cookie.value());
    let conn = state.db.write().await?;
    let (user, csrf_token) = queries::user_by_session(&conn, &token_hash)
        .await?
        .ok_or(AppError::Unauthorized)?;
    Ok(CurrentUser {
        user,
        csrf_token,
        token_hash,
    })
}

/// Refuses a write that a browser says comes from another site, before anything is read.
///
/// # Errors
/// Forbidden.
pub fn check_origin(request: &HttpRequest, state: &State) -> Result<(), AppError> {
    if request.method().is_safe() {
        return Ok(());
    }
    let header = |name: HeaderName| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let site = header(HeaderName::from_static("sec-fetch-site"));
    let other_site = site.is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let host = request.connection_info().host().to_owned();
    let other_origin = header(ORIGIN).is_some_and(|origin| {
        origin
            .split_once("://")
            .is_none_or(|(_, from)| from != host)
            && origin != state.config.public_url
    });
    if other_site || (site.is_none() && other_origin) {
        return Err(AppError::Forbidden("this form was sent from another site"));
    }
    Ok(())
}
