//! The protocol over HTTP: `/.well-known/ucp`, and the catalog below `/ucp`.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::catalog::{self, Refusal, refused};
use super::{LOOKUP, SEARCH, VERSION};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::json::{ApiError, ApiResult, respond};

/// What the shop offers to agents and where: `/.well-known/ucp`.
///
/// # Errors
/// None in practice.
pub async fn profile(state: State, request: HttpRequest) -> ApiResult {
    let site = &state.config.public_url;
    let service = |transport: &str, endpoint: String| json!({ "version": VERSION, "transport": transport, "endpoint": endpoint });
    let profile = json!({
        "ucp": {
            "version": VERSION,
            "services": {
                "dev.ucp.shopping": [
                    service("rest", format!("{site}/ucp")),
                    service("mcp", format!("{site}/mcp")),
                ],
            },
            "capabilities": { SEARCH: [{ "version": VERSION }], LOOKUP: [{ "version": VERSION }] },
            "payment_handlers": {},
        },
    });
    respond(&request, &profile)
}

/// `POST /ucp/catalog/search`.
///
/// # Errors
/// The catalog is not available.
pub async fn search(state: State, body: web::Bytes) -> ApiResult {
    match read(&body) {
        Ok(asked) => answer(catalog::search(&state, &asked).await),
        Err(refusal) => answer(Err(refusal)),
    }
}

/// `POST /ucp/catalog/lookup`.
///
/// # Errors
/// The catalog is not available.
pub async fn lookup(state: State, body: web::Bytes) -> ApiResult {
    match read(&body) {
        Ok(asked) => answer(catalog::lookup(&state, &asked).await),
        Err(refusal) => answer(Err(refusal)),
    }
}

/// `POST /ucp/catalog/product`.
///
/// # Errors
/// The catalog is not available.
pub async fn product(state: State, body: web::Bytes) -> ApiResult {
    match read(&body) {
        Ok(asked) => answer(catalog::product(&state, &asked).await),
        Err(refusal) => answer(Err(refusal)),
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| {
        Refusal::Question(
            "invalid_request",
            format!("the body can't be read: {error}"),
        )
    })
}

fn answer(answered: Result<Value, Refusal>) -> ApiResult {
    let (status, body) = match answered {
        Ok(body) => (StatusCode::OK, body),
        Err(Refusal::Question(code, why)) => {
            (StatusCode::BAD_REQUEST, refused(code, &why, "recoverable"))
        }
        Err(Refusal::Catalog(error)) => return Err(ApiError(error)),
    };
    let mut response = HttpResponse::build(status);
    CachePolicy::NoStore.apply(&mut response);
    Ok(response.json(body))
}
