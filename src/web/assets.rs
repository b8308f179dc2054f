//! Styles, scripts and icons: embedded, served under a name that holds the hash of their content, for ever.

use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::{HttpResponse, web};
use sha2::{Digest, Sha256};

use super::cache::CachePolicy;
use super::page::PageResult;
use crate::error::AppError;

struct Asset {
    bytes: &'static [u8],
    mime: &'static str,
}

/// Every file in `static/`.
const FILES: &[(&str, &[u8], &str)] = &[
    (
        "app.css",
        include_bytes!("../../static/app.css"),
        "text/css; charset=utf-8",
    ),
    (
        "admin.css",
        include_bytes!("../../static/admin.css"),
        "text/css; charset=utf-8",
    ),
    (
        "app.js",
        include_bytes!("../../static/app.js"),
        "text/javascript; charset=utf-8",
    ),
    (
        "list.js",
        include_bytes!("../../static/list.js"),
        "text/javascript; charset=utf-8",
    ),
    (
        "suggest.js",
        include_bytes!("../../static/suggest.js"),
        "text/javascript; charset=utf-8",
    ),
    (
        "admin.js",
        include_bytes!("../../static/admin.js"),
        "text/javascript; charset=utf-8",
    ),
    (
        "grid.js",
        include_bytes!("../../static/grid.js"),
        "text/javascript; charset=utf-8",
    ),
    (
        "desk.js",
        include_bytes!("../../static/desk.js"),
        "text/javascript; charset=utf-8",
    ),
    (
        "upload.js",
        include_bytes!("../../static/upload.js"),
        "text/javascript; charset=utf-8",
    ),
    (
        "icon.svg",
        include_bytes!("../../static/icon.svg"),
        "image/svg+xml",
    ),
    (
        "no-picture.svg",
        include_bytes!("../../static/no-picture.svg"),
        "image/svg+xml",
    ),
];

struct Assets {
    by_hashed_name: HashMap<String, Asset>,
    path_of: HashMap<&'static str, String>,
}

static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let mut assets = Assets {
        by_hashed_name: HashMap::new(),
        path_of: HashMap::new(),
    };
    for (name, bytes, mime) in FILES {
        let hash: String = Sha256::digest(bytes)
            .iter()
            .take(6)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let hashed = match name.rsplit_once('.') {
            Some((stem, extension)) => format!("{stem}.{hash}.{extension}"),
            None => format!("{name}.{hash}"),
        };
        assets.path_of.insert(name, format!("/assets/{hashed}"));
        assets.by_hashed_name.insert(hashed, Asset { bytes, mime });
    }
    assets
});

/// The path of a file in `static/`; empty for a name that is not there, which a test over the templates excludes.
pub fn path(name: &str) -> &'static str {
    ASSETS.path_of.get(name).map_or("", String::as_str)
}

/// A file: `/assets/{name}`.
///
/// # Errors
/// Not found.
pub async fn asset(name: web::Path<String>) -> PageResult {
    let asset = ASSETS
        .by_hashed_name
        .get(name.as_str())
        .ok_or(AppError::NotFound)?;
    let mut response = HttpResponse::Ok();
    CachePolicy::Immutable.apply(&mut response);
    Ok(response.content_type(asset.mime).body(asset.bytes))
}
