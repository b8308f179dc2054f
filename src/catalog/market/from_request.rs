//! The market of a request, which the first part of its path names.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::Market;

impl FromRequest for Market {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let path = request.path();
        let found = Self::ALL.iter().copied().find(|market| {
            let rest = path.strip_prefix(market.prefix());
            *market != Self::Us && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        ready(Ok(found.unwrap_or(Self::Us)))
    }
}
