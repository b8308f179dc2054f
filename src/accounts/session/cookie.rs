//! The cookies of a session and of a sign-in that waits for its second factor.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use chrono::TimeDelta;

use super::model::SESSION;
use crate::accounts::token::{TokenHash, hash_of};

/// How long a sign-in may wait for its second factor.
pub const HALF_SIGNED_IN: TimeDelta = TimeDelta::minutes(10);

/// A cookie of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Jar {
    /// A session.
    Session,
    /// A sign-in whose password was right and that waits for its second factor.
    HalfSignedIn,
}

impl Jar {
    /// The name of the cookie. With HTTPS the prefix ties it to this host.
    pub const fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Session, true) => "__Host-formulary",
            (Self::Session, false) => "formulary",
            (Self::HalfSignedIn, true) => "__Host-formulary-half",
            (Self::HalfSignedIn, false) => "formulary-half",
        }
    }

    const fn lasts(self) -> TimeDelta {
        match self {
            Self::Session => SESSION,
            Self::HalfSignedIn => HALF_SIGNED_IN,
        }
    }

    /// The cookie with a value.
    pub fn holding(self, value: String, secure: bool) -> Cookie<'static> {
        self.cookie(value, secure, self.lasts())
    }

    /// The cookie that takes it away.
    pub fn emptied(self, secure: bool) -> Cookie<'static> {
        self.cookie(String::new(), secure, TimeDelta::zero())
    }

    fn cookie(self, value: String, secure: bool, age: TimeDelta) -> Cookie<'static> {
        Cookie::build(self.name(secure), value)
            .path("/")
            .http_only(true)
            .secure(secure)
            .same_site(SameSite::Lax)
            .max_age(Duration::seconds(age.num_seconds()))
            .finish()
    }

    /// Hash of the token that a request brings in this cookie.
    pub fn token_hash(self, request: &HttpRequest, secure: bool) -> Option<TokenHash> {
        request
            .cookie(self.name(secure))
            .map(|cookie| hash_of(cookie.value()))
    }
}
