//! Pictures and documents: checked, made new, and stored under the hash of their content, so that they never change and
//! can be kept for ever.
//!
//! ```text
//! upload -> web/multipart (limits, temporary files) -> format (what is it?) -> image | pdf -> store, then rows
//! ```
//!
//! A file is put before the row that names it: a fault leaves at most a file that no row names, which [`sweep`] removes.

pub mod admin;
pub mod commands;
pub mod document_form;
pub mod format;
pub mod image;
pub mod model;
pub mod name;
pub mod pages;
pub mod pdf;
pub mod queries;
mod store;
pub mod sweep;

pub use store::{MediaStore, StoredContent, StoredFile, sha256_hex};

/// The public path of a file. A hash can't be guessed, so a file is reachable only for those who were shown its path.
pub fn media_path(sha256: &str, mime: &str) -> String {
    format!("/media/{}", file_name(sha256, mime))
}

/// The name of a file: its hash and an extension for its type.
pub fn file_name(sha256: &str, mime: &str) -> String {
    format!("{sha256}.{}", extension(mime))
}

fn extension(mime: &str) -> &'static str {
    match mime {
        "image/svg+xml" => "svg",
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/webp" => "webp",
        _ => "pdf",
    }
}

/// The type of a file by its extension.
pub fn mime_of(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "svg" => Some("image/svg+xml"),
        "png" => Some("image/png"),
        "jpg" => Some("image/jpeg"),
        "webp" => Some("image/webp"),
        "pdf" => Some("application/pdf"),
        _ => None,
    }
}
