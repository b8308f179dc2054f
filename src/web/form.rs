//! Forms: how large they may be, and reading them as pairs where a field may come more than once or under any name.

use actix_web::error::UrlencodedError;
use actix_web::web::FormConfig;

use super::page::PageError;
use crate::error::AppError;

/// Largest body of a form, in bytes.
pub const MAX_FORM: usize = 512 * 1024;

/// How forms are read: at most so many bytes, and a page that says so when there are more.
pub fn config(limit: usize) -> FormConfig {
    FormConfig::default()
        .limit(limit)
        .error_handler(|error, _| {
            let error = match error {
                UrlencodedError::Overflow { limit, .. } => AppError::TooLarge { limit },
                error => AppError::BadRequest(error.to_string()),
            };
            PageError(error).into()
        })
}

/// The first value of a field; nothing at all reads as an empty one.
pub fn value<'a>(pairs: &'a [(String, String)], wanted: &str) -> &'a str {
    pairs
        .iter()
        .find(|(name, _)| name == wanted)
        .map(|(_, value)| value.as_str())
        .unwrap_or_default()
}
