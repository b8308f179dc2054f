//! The HTTP server: one assembly of the application, the same in production and in tests.

use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpServer, web};
use anyhow::Context;

use crate::accounts::sign_in::guard::guard;
use crate::error::AppError;
use crate::routes;
use crate::state::AppState;
use crate::web::form;
use crate::web::json::ApiError;
use crate::web::middleware;
use crate::web::page::PageError;

/// Largest body of JSON, in bytes.
pub const MAX_JSON: usize = 2 * 1024 * 1024;

/// Makes the server on a socket that listens already. It runs when it is awaited.
///
/// # Errors
/// A socket that cannot be used.
pub fn server(state: AppState, listener: TcpListener, workers: usize) -> anyhow::Result<Server> {
    let state = web::Data::new(state);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(state.clone())
            .app_data(state.limits.clone())
            .app_data(form::config(form::MAX_FORM))
            .app_data(json_config())
            .app_data(
                web::PathConfig::default()
                    .error_handler(|error, _| PageError(bad_request(&error)).into()),
            )
            .app_data(web::QueryConfig::default().error_handler(|error, request| {
                let error = bad_request(&error);
                if request.path().starts_with("/api/") {
                    ApiError(error).into()
                } else {
                    PageError(error).into()
                }
            }))
            .wrap(from_fn(guard))
            .wrap(Compress::default())
            .wrap(from_fn(middleware::wrap))
            .configure(routes::routes)
    })
    .workers(workers)
    .shutdown_timeout(5)
    .disable_signals()
    .listen(listener)
    .context("the socket cannot be used")?
    .run();
    Ok(server)
}

fn json_config() -> web::JsonConfig {
    web::JsonConfig::default()
        .limit(MAX_JSON)
        .error_handler(|error, _| {
            use actix_web::error::JsonPayloadError::{ContentType, Overflow, OverflowKnownLength};
            let error = match error {
                Overflow { limit } | OverflowKnownLength { limit, .. } => {
                    AppError::TooLarge { limit }
                }
                ContentType => AppError::NoJson,
                error => bad_request(&error),
            };
            ApiError(error).into()
        })
}

fn bad_request(error: &dyn std::error::Error) -> AppError {
    AppError::BadRequest(error.to_string())
}
