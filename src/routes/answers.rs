//! The ways in which an address answers: a page, JSON, a form. Every address says so when it is asked with another method.

use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, Handler, HttpResponse, Resource, Responder, Route, guard};

use crate::error::AppError;
use crate::web::json::ApiError;
use crate::web::page::PageError;

/// The methods of what is read.
const READ: &str = "GET, HEAD";

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
    config.service(resource.default_service(web::to(|| wrong_method_of_page(READ))));
}

/// JSON that is read.
pub fn json<F, Args>(config: &mut ServiceConfig, path: &str, handler: F)
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let resource = web::resource(path).route(read().to(handler));
    config.service(resource.default_service(web::to(|| wrong_method_of_json(READ))));
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
    config.service(resource.default_service(web::to(|| wrong_method_of_page("GET, HEAD, POST"))));
}

/// A form without a page of its own.
pub fn action<F, Args>(config: &mut ServiceConfig, path: &str, take: F)
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let resource = web::resource(path).route(web::post().to(take));
    config.service(resource.default_service(web::to(|| wrong_method_of_page("POST"))));
}

/// JSON at one address by several methods; `allowed` names them.
pub fn methods(config: &mut ServiceConfig, path: &str, allowed: &'static str, routes: Vec<Route>) {
    let resource = routes
        .into_iter()
        .fold(web::resource(path), Resource::route);
    config.service(resource.default_service(web::to(move || wrong_method_of_json(allowed))));
}

pub async fn wrong_method_of_page(allowed: &'static str) -> Result<HttpResponse, PageError> {
    Err(AppError::WrongMethod(allowed).into())
}

async fn wrong_method_of_json(allowed: &'static str) -> Result<HttpResponse, ApiError> {
    Err(AppError::WrongMethod(allowed).into())
}
