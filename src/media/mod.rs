//! Stored files: named by the hash of their content, so that they never change and can be kept for ever.

pub mod commands;
pub mod pages;
mod store;

pub use store::MediaStore;

/// The public path of a file.
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
