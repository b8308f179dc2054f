//! The ways in which an address answers: a page, JSON, a form. Every address says so when it is asked with another method.

use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, Handler, HttpResponse, Responder, Route, guard};

use crate::error::AppError;
use crate::web::json::ApiError;
use crate::web::page::PageError;

/// A route for reading: HEAD is GET without the body.
pub fn read() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

/// A page that is read.
pub fn page<F, Args>(config: &mut ServiceConfig, path: &str, handler: F)
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let resource = web::resource(path).route(read().to(handler));
    config.service(resource.default_service(web::to(wrong_method_of_page)));
}

/// JSON that is read.
pub fn json<F, Args>(config: &mut ServiceConfig, path: &str, handler: F)
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let resource = web::resource(path).route(read().to(handler));
    config.service(resource.default_service(web::to(wrong_method_of_json)));
}

/// A form that is read and sent back to the same address.
pub fn form<F, Args, G, More>(config: &mut ServiceConfig, path: &str, show: F, take: G)
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
    G: Handler<More>,
    More: FromRequest + 'static,
    G::Output: Responder + 'static,
{
    let resource = web::resource(path)
        .route(read().to(show))
        .route(web::post().to(take));
    config.service(resource.default_service(web::to(wrong_method_of_page)));
}

/// A form without a page of its own.
pub fn action<F, Args>(config: &mut ServiceConfig, path: &str, take: F)
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let resource = web::resource(path).route(web::post().to(take));
    config.service(resource.default_service(web::to(wrong_method_of_page)));
}

pub async fn wrong_method_of_page() -> Result<HttpResponse, PageError> {
    Err(AppError::WrongMethod.into())
}

async fn wrong_method_of_json() -> Result<HttpResponse, ApiError> {
    Err(AppError::WrongMethod.into())
}
