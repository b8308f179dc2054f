//! The headers by which a program says what it means: the version that it changes, and the key of a creation.

use actix_web::HttpRequest;
use actix_web::http::header::{HeaderName, IF_MATCH};

use crate::accounts::idempotency::model::IdempotencyKey;
use crate::desk::program::Version;
use crate::error::AppError;

/// The version that a write names in `If-Match` (RFC 9110, section 13.1.1).
///
/// # Errors
/// None named, or a header that cannot be read.
pub fn version(request: &HttpRequest) -> Result<Version, AppError> {
    let mut tags = Vec::new();
    for value in request.headers().get_all(IF_MATCH) {
        let unreadable =
            || AppError::bad_parameter("If-Match", "must be an ETag in its quotes, or *");
        let text = value.to_str().map_err(|_| unreadable())?;
        for tag in text.split(',').map(str::trim) {
            if tag == "*" {
                return Ok(Version::Any);
            }
            // A weak tag never matches here: it may stand for another draft.
            let is_tag =
                tag.strip_prefix("W/").unwrap_or(tag).starts_with('"') && tag.ends_with('"');
            if !is_tag {
                return Err(unreadable());
            }
            tags.push(tag.to_owned());
        }
    }
    if tags.is_empty() {
        return Err(AppError::NeedsVersion);
    }
    Ok(Version::OneOf(tags))
}

/// The key of a creation, if the program chose one.
///
/// # Errors
/// A key that is none.
pub fn idempotency_key(request: &HttpRequest) -> Result<Option<IdempotencyKey>, AppError> {
    let header = request
        .headers()
        .get(HeaderName::from_static("idempotency-key"));
    header
        .map(|value| IdempotencyKey::parse(value.to_str().unwrap_or_default()))
        .transpose()
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn read(value: &str) -> Result<Version, AppError> {
        let request = TestRequest::default().insert_header((IF_MATCH, value));
        version(&request.to_http_request())
    }

    #[test]
    fn a_version_is_a_tag_or_whatever_is_there() {
        assert!(matches!(read("*"), Ok(Version::Any)));
        assert!(matches!(read("\"r1\", \"r2\""), Ok(Version::OneOf(tags)) if tags.len() == 2));
        for bad in ["r1", "\"r1", "", "\"a\" \"b"] {
            assert!(
                matches!(read(bad), Err(AppError::BadParameter { .. })),
                "{bad}"
            );
        }
        let none = TestRequest::default().to_http_request();
        assert!(matches!(version(&none), Err(AppError::NeedsVersion)));
    }
}
