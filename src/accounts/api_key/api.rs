//! What the API tells a key about itself.

use actix_web::HttpResponse;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::ApiClient;
use super::model::Scope;
use crate::web::cache::CachePolicy;
use crate::web::json::{ApiResult, Problem};

/// The key that was sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyBody {
    /// What the key is for, in words of the person who made it.
    pub name: String,
    /// The part of the key that is no secret.
    pub prefix: String,
    /// What the key may do.
    pub scopes: Vec<Scope>,
    /// When the key ends.
    pub expires_at: DateTime<Utc>,
}

/// The key that was sent: `/api/v1/whoami`.
///
/// # Errors
/// No key, or one that is not accepted.
#[utoipa::path(
    get,
    path = "/api/v1/whoami",
    tag = "keys",
    security(("api_key" = [])),
    responses((status = 200, body = KeyBody), (status = 401, body = Problem)),
)]
pub async fn whoami(client: ApiClient) -> ApiResult {
    let mut response = HttpResponse::Ok();
    CachePolicy::NoStore.apply(&mut response);
    Ok(response.json(KeyBody {
        name: client.name,
        prefix: client.prefix,
        scopes: client.scopes,
        expires_at: client.expires_at,
    }))
}
