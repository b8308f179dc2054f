//! Pages of the desk, the same for every kind.

pub mod bulk;
pub mod conflict;
pub mod dashboard;
pub mod edit;
pub mod grid;
pub mod history;
pub mod list;
mod page;
pub mod pick;
pub mod preview;
pub mod releases;
pub mod trail;
mod view;
pub mod views;
pub mod workflow;

use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::noun::Saver;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::error::AppError;
use crate::publishing::{Author, Kind};
use crate::web::page::PageError;

/// The kind that an address names in the plural, such as `/admin/product-types`.
#[derive(Debug, Clone, Copy)]
pub struct DeskKind(pub Kind);

impl FromRequest for DeskKind {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let kind = request
            .match_info()
            .get("kinds")
            .and_then(Kind::from_plural);
        Box::pin(async move { Ok(Self(kind.ok_or(AppError::NotFound)?)) })
    }
}

/// A person as the one who saves.
pub fn saver_of<'a>(user: &CurrentUser, author: &'a Author) -> Saver<'a> {
    Saver {
        author,
        may_approve: user.user.role.may(Action::Review, None),
    }
}
