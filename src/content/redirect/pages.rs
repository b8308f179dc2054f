//! What an address answers at which there is no page.

use actix_web::{HttpRequest, HttpResponse};

use crate::error::AppError;
use crate::publishing::read;
use crate::state::State;
use crate::web::page::PageError;

/// Leads on where a redirect was made, and says otherwise that there is nothing.
///
/// # Errors
/// Moved, gone or not found.
pub async fn no_page(state: State, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let conn = state.db.read().await?;
    Err(match read::target_of(&conn, request.path()).await? {
        Some(target) => AppError::Moved(target).into(),
        None => AppError::NotFound.into(),
    })
}
