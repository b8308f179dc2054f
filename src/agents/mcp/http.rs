//! Streamable HTTP at `/mcp`: the library answers, and this carries its requests and answers between two versions of the same types.

use std::convert::Infallible;
use std::sync::{Arc, LazyLock};

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full};
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};

use super::Tools;
use crate::error::AppError;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::json::{ApiError, ApiResult};

/// Largest request, in bytes.
const LARGEST: usize = 256 * 1024;

static SERVICE: LazyLock<StreamableHttpService<Tools, LocalSessionManager>> = LazyLock::new(|| {
    let mut config = StreamableHttpServerConfig::default();
    config.legacy_session_mode = false;
    config.json_response = true;
    config.max_request_body_bytes = LARGEST;
    // Everything told here is public, so that a page of another site learns nothing by naming itself our host.
    config.allowed_hosts.clear();
    StreamableHttpService::new(|| Ok(Tools), Arc::default(), config)
});

/// `/mcp`: what the request's method asks of the protocol.
///
/// # Errors
/// A request larger than 256 kB, or one that the library's types can't hold.
pub async fn answer(state: State, request: HttpRequest, body: web::Bytes) -> ApiResult {
    if body.len() > LARGEST {
        return Err(AppError::TooLarge { limit: LARGEST }.into());
    }
    let asked = carried(&state, &request, body)?;
    let answered = SERVICE.handle(asked).await;
    let (parts, body) = answered.into_parts();
    let body = body
        .collect()
        .await
        .map_or_else(|never: Infallible| match never {}, |body| body.to_bytes());
    let status = StatusCode::from_u16(parts.status.as_u16()).unwrap_or(StatusCode::BAD_GATEWAY);
    let mut response = HttpResponse::build(status);
    CachePolicy::NoStore.apply(&mut response);
    for (name, value) in &parts.headers {
        if let Ok(value) = value.to_str()
            && name != http::header::CONTENT_LENGTH
        {
            response.insert_header((name.as_str(), value));
        }
    }
    Ok(response.body(body))
}

/// The request in the library's types, with the state for its tools.
fn carried(
    state: &State,
    request: &HttpRequest,
    body: web::Bytes,
) -> Result<Request<Full<Bytes>>, ApiError> {
    let mut asked = Request::builder()
        .method(request.method().as_str())
        .uri(request.uri().to_string())
        .extension(state.clone());
    for (name, value) in request.headers() {
        asked = asked.header(name.as_str(), value.as_bytes());
    }
    let asked = asked.body(Full::new(body));
    asked.map_err(|error| AppError::BadRequest(error.to_string()).into())
}
