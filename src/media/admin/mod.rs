//! The admin of media: the library of pictures with its uploads, one picture, documents, and a picker for other pages.

mod documents;
mod library;
mod picker;
mod picture;
mod upload;

pub use documents::{document_delete, document_upload, documents_page};
pub use library::{library_page, library_upload};
pub use picker::{picker, picker_upload};
pub use picture::{picture_delete, picture_page, picture_save};

use serde::Deserialize;

use crate::db::paging::PageRequest;
use crate::error::AppError;

/// `?q=…&cursor=…` of a list, and `?done=…` after something was done.
#[derive(Debug, Default, Deserialize)]
pub struct ListQuery {
    q: Option<String>,
    cursor: Option<String>,
    done: Option<String>,
}

impl ListQuery {
    /// What is searched for, if anything.
    fn text(&self) -> Result<Option<&str>, AppError> {
        let text = self.q.as_deref().map(str::trim);
        match text.filter(|text| !text.is_empty()) {
            Some(text) if text.chars().any(char::is_control) => Err(AppError::bad_parameter(
                "q",
                "must not hold control characters",
            )),
            text => Ok(text),
        }
    }

    fn page(&self, limit: i64) -> Result<PageRequest, AppError> {
        Ok(PageRequest {
            limit,
            ..PageRequest::parse(self.cursor.as_deref(), None)?
        })
    }

    /// The address of the next page, which keeps what is searched for.
    fn next(&self, path: &str, cursor: &str) -> String {
        let text = self.q.as_deref().map(str::trim).unwrap_or_default();
        match text {
            "" => format!("{path}?cursor={cursor}"),
            text => format!("{path}?q={}&cursor={cursor}", query_encoded(text)),
        }
    }
}

fn query_encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// A size for people: `240 kB`.
fn size_words(bytes: i64) -> String {
    const MB: i64 = 1024 * 1024;
    if bytes < MB {
        format!("{} kB", (bytes + 1023) / 1024)
    } else {
        format!("{}.{} MB", bytes / MB, bytes % MB * 10 / MB)
    }
}

/// A type for people.
fn kind_words(mime: &str) -> &'static str {
    match mime {
        "image/svg+xml" => "SVG",
        "image/png" => "PNG",
        "image/jpeg" => "JPEG",
        "image/webp" => "WebP",
        _ => "PDF",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_written_for_people() {
        assert_eq!(size_words(1), "1 kB");
        assert_eq!(size_words(240 * 1024), "240 kB");
        assert_eq!(size_words(1024 * 1024), "1.0 MB");
        assert_eq!(size_words(20 * 1024 * 1024 - 1), "19.9 MB");
    }
}
