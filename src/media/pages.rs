//! Serves stored files.

use actix_web::{HttpResponse, web};

use super::mime_of;
use crate::error::AppError;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::PageResult;

/// A stored file: `/media/{name}`.
///
/// # Errors
/// Not found.
pub async fn media_file(state: State, name: web::Path<String>) -> PageResult {
    let store = state.media.clone();
    let file = name.clone();
    let bytes = web::block(move || store.get(&file))
        .await
        .map_err(|error| AppError::Internal(error.into()))?
        .map_err(|error| AppError::Internal(error.into()))?
        .ok_or(AppError::NotFound)?;
    let mime = mime_of(&name).ok_or(AppError::NotFound)?;
    let mut response = HttpResponse::Ok();
    CachePolicy::Immutable.apply(&mut response);
    // A drawing opened by itself may run nothing and load nothing.
    response.insert_header((
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    ));
    Ok(response.content_type(mime).body(bytes))
}
