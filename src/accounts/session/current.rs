//! The person behind a request.

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::{HeaderName, ORIGIN};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use chrono::Utc;
use subtle::ConstantTimeEq;

use super::commands::note_use;
use super::cookie::Jar;
use super::model::{Client, SEEN_EXACT_TO};
use super::queries;
use crate::accounts::model::User;
use crate::accounts::permission::Action;
use crate::accounts::token::TokenHash;
use crate::error::AppError;
use crate::publishing::{Kind, transaction};
use crate::state::State;
use crate::web::client;
use crate::web::page::PageError;

/// The person behind a request. A handler that takes one is for signed-in people only.
#[derive(Debug, Clone)]
pub struct CurrentUser {
    /// The person.
    pub user: User,
    /// What a form must send back.
    pub csrf_token: String,
    /// Hash of the session's token.
    pub token_hash: TokenHash,
}

impl CurrentUser {
    /// Checks that the person's role allows an action on a kind of entity, or on none in particular.
    ///
    /// # Errors
    /// Forbidden, with the roles that may.
    pub fn may(&self, action: Action, kind: Option<Kind>) -> Result<(), AppError> {
        self.user.role.check(action, kind)
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

impl Client {
    /// Where a request comes from.
    pub fn of(request: &HttpRequest) -> Self {
        Self {
            address: client::address(request),
            user_agent: client::user_agent(request),
        }
    }
}

impl FromRequest for CurrentUser {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let known = request.extensions().get::<Self>().cloned();
            match known {
                Some(user) => Ok(user),
                None => Ok(load(&request).await?),
            }
        })
    }
}

/// Finds the person behind a request, and notes that they are here.
///
/// # Errors
/// Nobody is signed in, or a write comes from another site.
pub async fn load(request: &HttpRequest) -> Result<CurrentUser, AppError> {
    let state = request.app_data::<State>().ok_or(AppError::Unavailable)?;
    check_origin(request, state)?;
    let token_hash = Jar::Session
        .token_hash(request, state.config.secure())
        .ok_or(AppError::Unauthorized)?;
    let session = queries::live_session(&*state.db.write().await?, &token_hash)
        .await?
        .ok_or(AppError::Unauthorized)?;
    if session.last_seen_at < Utc::now() - SEEN_EXACT_TO {
        let user = session.user.id;
        transaction(&state.db, async |tx| note_use(tx, &token_hash, user).await).await?;
    }
    Ok(CurrentUser {
        user: session.user,
        csrf_token: session.csrf_token,
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
