//! Who else's pages may read our answers: anybody's, where everybody may read them anyway.

use actix_cors::Cors;
use actix_web::http::header::{
    AUTHORIZATION, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH, RANGE, RETRY_AFTER,
};

/// Seconds for which a browser remembers the answer.
const REMEMBERED: usize = 86_400;

/// Lets agents in browsers ask, too: what they send is a question, and nothing is changed by it.
pub fn open_to_agents() -> Cors {
    Cors::default()
        .allow_any_origin()
        .send_wildcard()
        .allowed_methods(["GET", "HEAD", "POST", "DELETE"])
        .allow_any_header()
        .max_age(REMEMBERED)
}

/// Lets pages of every origin read. Nothing that is answered depends on a cookie, so a visitor's browser gives nothing away.
pub fn open_to_all() -> Cors {
    Cors::default()
        .allow_any_origin()
        .send_wildcard()
        .allowed_methods(["GET", "HEAD"])
        .allowed_headers([AUTHORIZATION, CONTENT_TYPE, IF_NONE_MATCH, RANGE])
        .expose_headers([
            CONTENT_RANGE,
            ETAG,
            RETRY_AFTER,
            HeaderName::from_static("ratelimit"),
            HeaderName::from_static("ratelimit-policy"),
            HeaderName::from_static("x-request-id"),
        ])
        .max_age(REMEMBERED)
}
