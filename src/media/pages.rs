//! Serves stored files.

use actix_web::body::SizedStream;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpRequest, HttpResponse, web};

use super::mime_of;
use crate::error::AppError;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageResult, matches};

/// A stored file: `/media/{name}`.
///
/// # Errors
/// Not found.
pub async fn media_file(state: State, request: HttpRequest, name: web::Path<String>) -> PageResult {
    let mime = mime_of(&name).ok_or(AppError::NotFound)?;
    // The name is the content's hash, and so it is its tag.
    let etag = format!("\"{name}\"");
    let file = state.media.get(&name).await?.ok_or(AppError::NotFound)?;
    if matches(&request, &etag) {
        let mut response = HttpResponse::NotModified();
        CachePolicy::Immutable.apply(&mut response);
        return Ok(response.insert_header(("ETag", etag)).finish());
    }
    let mut response = HttpResponse::Ok();
    CachePolicy::Immutable.apply(&mut response);
    response.insert_header(("ETag", etag));
    // A drawing opened by itself may run nothing and load nothing.
    response.insert_header((
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    ));
    if mime == "application/pdf" {
        // A document never opens within the site: what a scan of its bytes can't see must not run here.
        response.insert_header((CONTENT_DISPOSITION, "attachment"));
    }
    let bytes = file.bytes();
    Ok(response
        .content_type(mime)
        .body(SizedStream::new(bytes, file.stream())))
}
