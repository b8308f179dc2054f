//! JSON answers, and errors as problem+json (RFC 9457).

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, ETAG, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use super::cache::CachePolicy;
use super::page::{etag, log, matches};
use super::request_id;
use crate::error::{AppError, Flaw, Objection};

/// What a handler of JSON answers.
pub type ApiResult = Result<HttpResponse, ApiError>;

/// An error that is shown as problem+json.
#[derive(Debug)]
pub struct ApiError(pub AppError);

impl<E: Into<AppError>> From<E> for ApiError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The body of an error, RFC 9457.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// A URI that names the sort of problem.
    #[serde(rename = "type")]
    pub problem_type: String,
    /// The sort of problem in words.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong here, and a way out.
    pub detail: String,
    /// What in the request it is about: the name of a parameter, or a JSON pointer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// Everything that is wrong with a body, place by place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Flaw>,
    /// What the rule packs object to, when that is the problem.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub objections: Vec<Objection>,
    /// The id under which the request was logged.
    pub request_id: String,
}

fn flaws(error: &AppError) -> Vec<Flaw> {
    match error {
        AppError::Unfit(flaws) => flaws.clone(),
        AppError::Invalid(errors) => errors
            .iter()
            .map(|(field, detail)| Flaw {
                pointer: format!("/{}", field.replace('.', "/")),
                detail: detail.to_owned(),
            })
            .collect(),
        _ => Vec::new(),
    }
}

impl Problem {
    /// What a program is told of an error.
    pub fn new(error: &AppError) -> Self {
        let (name, title) = match error {
            AppError::NotFound => ("not-found", "Not found"),
            AppError::Gone(_) => ("withdrawn", "Withdrawn"),
            AppError::Resync => ("resync", "Resync"),
            AppError::Moved(_) => ("moved", "Moved"),
            AppError::BadParameter { .. } => ("bad-parameter", "Bad parameter"),
            AppError::BadRequest(_) => ("bad-request", "Bad request"),
            AppError::NoJson => ("no-json", "Unsupported media type"),
            AppError::WrongMethod(_) => ("wrong-method", "Method not allowed"),
            AppError::TooLarge { .. } => ("too-large", "Body too large"),
            AppError::Unauthorized => ("unauthorized", "Not signed in"),
            AppError::KeyRefused(_) => ("key-refused", "API key refused"),
            AppError::Forbidden(_) => ("forbidden", "Forbidden"),
            AppError::Invalid(_) => ("invalid", "Invalid"),
            AppError::NotCleared(_) => ("not-cleared", "Not cleared for publication"),
            AppError::Unfit(_) => ("invalid", "Invalid"),
            AppError::Conflict(_) => ("conflict", "Conflict"),
            AppError::Stale => ("stale", "Changed meanwhile"),
            AppError::NeedsVersion => ("needs-version", "Version needed"),
            AppError::RateLimited { .. } => ("rate-limited", "Too many attempts"),
            AppError::Unavailable => ("unavailable", "Not available"),
            AppError::Internal(_) => ("internal", "Internal error"),
        };
        let errors = flaws(error);
        let pointer = match error {
            AppError::BadParameter { name, .. } => Some((*name).to_owned()),
            _ => errors.first().map(|flaw| flaw.pointer.clone()),
        };
        Self {
            problem_type: format!("urn:formulary:problem:{name}"),
            title,
            status: error.status(),
            detail: error.to_string(),
            pointer,
            errors,
            objections: match error {
                AppError::NotCleared(objections) => objections.clone(),
                _ => Vec::new(),
            },
            request_id: request_id::current(),
        }
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        log(&self.0);
        let mut response = HttpResponse::build(self.status_code());
        CachePolicy::NoStore.apply(&mut response);
        match &self.0 {
            AppError::Moved(target) => {
                response.insert_header((LOCATION, target.clone()));
            }
            AppError::Unavailable => {
                response.insert_header((RETRY_AFTER, "5"));
            }
            AppError::WrongMethod(allowed) => {
                response.insert_header((ALLOW, *allowed));
            }
            AppError::KeyRefused(_) => {
                response.insert_header((WWW_AUTHENTICATE, "Bearer realm=\"formulary\""));
            }
            AppError::RateLimited { seconds } => {
                response.insert_header((RETRY_AFTER, seconds.to_string()));
            }
            _ => {}
        }
        let body =
            serde_json::to_string(&Problem::new(&self.0)).unwrap_or_else(|_| "{}".to_owned());
        response.content_type("application/problem+json").body(body)
    }
}

/// Answers with JSON that nobody may keep, because who asks goes on from it.
///
/// # Errors
/// A value that is no JSON.
pub fn respond_now(value: &impl Serialize) -> ApiResult {
    let mut response = HttpResponse::Ok();
    CachePolicy::NoStore.apply(&mut response);
    Ok(response
        .content_type("application/json")
        .body(serde_json::to_vec(value)?))
}

/// Answers with JSON; 304 when the client has exactly it.
///
/// # Errors
/// A value that is no JSON.
pub fn respond(request: &HttpRequest, value: &impl Serialize) -> ApiResult {
    // A page of a list fits; growing step by step would copy it several times.
    let mut body = Vec::with_capacity(32 * 1024);
    serde_json::to_writer(&mut body, value)?;
    let etag = etag(&body);
    if matches(request, &etag) {
        let mut response = HttpResponse::NotModified();
        CachePolicy::Revalidate.apply(&mut response);
        return Ok(response.insert_header((ETAG, etag)).finish());
    }
    let mut response = HttpResponse::Ok();
    CachePolicy::Revalidate.apply(&mut response);
    Ok(response
        .insert_header((ETAG, etag))
        .content_type("application/json")
        .body(body))
}
