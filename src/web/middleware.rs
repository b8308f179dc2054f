//! What every response gets: a request id, security headers and a line in the log.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;

use super::request_id;

/// Scripts, styles and pictures of our own only, nothing inline, nobody may frame us.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";

/// Headers that every response carries.
const HEADERS: &[(&str, &str)] = &[
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), payment=()",
    ),
];

/// Answers a request under an id of its own, and logs it once.
///
/// # Errors
/// What the handler answered, rendered later.
pub async fn wrap(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    request_id::scope(async move {
        let started = Instant::now();
        let (method, path) = (request.method().clone(), request.path().to_owned());
        // The error is rendered here, where the request's id is still known.
        let mut response = next.call(request).await?;
        for (name, value) in HEADERS {
            let name = HeaderName::from_static(name);
            if !response.headers().contains_key(&name) {
                response.headers_mut().insert(name, HeaderValue::from_static(value));
            }
        }
        let id = request_id::current();
        if let Ok(value) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
        }
        tracing::debug!(
            http.method = %method, http.path = %path, http.status = response.status().as_u16(), request.id = %id,
            duration_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX), "answered"
        );
        Ok(response)
    })
    .await
}
