//! The program behind a request to the API.

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{FromRequest, HttpRequest};
use chrono::{DateTime, Utc};
use subtle::ConstantTimeEq;

use super::commands::{USED_EXACT_TO, note_use};
use super::model::{ApiKeyId, Scope};
use super::{queries, secret};
use crate::error::AppError;
use crate::publishing::{Author, transaction};
use crate::state::State;
use crate::web::client;
use crate::web::json::ApiError;

/// The program behind a request, by its API key. A handler that takes one is for holders of a key only.
#[derive(Debug, Clone)]
pub struct ApiClient {
    /// Id of the key.
    pub id: ApiKeyId,
    /// What the key is for.
    pub name: String,
    /// The part of the key that is no secret.
    pub prefix: String,
    /// What the key may do.
    pub scopes: Vec<Scope>,
    /// When the key ends.
    pub expires_at: DateTime<Utc>,
}

impl ApiClient {
    /// Checks that the key may do what is asked for.
    ///
    /// # Errors
    /// Forbidden, with the scope that is missing.
    pub fn needs(&self, scope: Scope) -> Result<(), AppError> {
        if self.scopes.contains(&scope) {
            Ok(())
        } else {
            Err(scope.missing())
        }
    }

    /// The program as an author of publications and of the audit log.
    pub fn author(&self) -> Author {
        Author::system(&format!("API key {} ({})", self.name, self.prefix))
    }
}

impl FromRequest for ApiClient {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(load(&request).await?) })
    }
}

async fn load(request: &HttpRequest) -> Result<ApiClient, AppError> {
    let key = bearer(request).ok_or(AppError::KeyRefused(
        "send an API key in the header Authorization: Bearer fmk_…; an administrator makes one",
    ))?;
    // Unknown, revoked, expired and wrong are told alike: who tries keys learns nothing.
    let refused = || {
        AppError::KeyRefused(
            "this API key is unknown, revoked or has expired: ask an administrator for another one",
        )
    };
    let (prefix, hash) = secret::parse(key).ok_or_else(refused)?;
    let state = request.app_data::<State>().ok_or(AppError::Unavailable)?;
    let found = queries::good_key(&*state.db.write().await?, prefix).await?;
    let key = found
        .filter(|key| bool::from(key.secret_hash.ct_eq(&hash)))
        .ok_or_else(refused)?;
    let is_noted = key
        .last_used_at
        .is_some_and(|used| used > Utc::now() - USED_EXACT_TO);
    if !is_noted {
        let address = client::address(request);
        transaction(&state.db, async |tx| note_use(tx, key.id, &address).await).await?;
    }
    state.limits.trust(request);
    Ok(ApiClient {
        id: key.id,
        name: key.name,
        prefix: key.prefix,
        scopes: key.scopes,
        expires_at: key.expires_at,
    })
}

fn bearer(request: &HttpRequest) -> Option<&str> {
    let header = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = header.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| key.trim())
        .filter(|key| !key.is_empty())
}
