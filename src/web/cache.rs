//! How long who may keep a response: a value, turned into headers in one place.

use actix_web::HttpResponseBuilder;
use actix_web::http::header::CACHE_CONTROL;

/// Who may keep a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CachePolicy {
    /// Nobody: it is about one person, or an error.
    NoStore,
    /// Browsers ask each time; shared caches keep it for a short while and longer when we are away.
    Revalidate,
    /// For ever: its name changes with its content.
    Immutable,
}

impl CachePolicy {
    /// The header's value.
    pub const fn header(self) -> &'static str {
        match self {
            Self::NoStore => "no-store",
            Self::Revalidate => "public, no-cache, s-maxage=60, stale-if-error=86400",
            Self::Immutable => "public, max-age=31536000, immutable",
        }
    }

    /// Sets the header.
    pub fn apply(self, response: &mut HttpResponseBuilder) {
        response.insert_header((CACHE_CONTROL, self.header()));
    }
}
