//! What tests stand on: a throw-away cluster a run, a database a test, the real server, small builders, a browser.

use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

pub mod app;
pub mod browser;
pub mod builders;
pub mod claims;
pub mod cluster;
pub mod desk;
pub mod html;
pub mod program;
pub mod serving;

pub use app::{Response, TestApp, demo};
pub use builders::{ProductBuilder, author, brand};
pub use program::{ALL_SCOPES, Program};

/// Says in a counted line that something a test needs is not there; under CI it fails instead.
pub fn skip(what: &str) {
    assert!(
        std::env::var_os("CI").is_none(),
        "under CI {what} must be there"
    );
    skip_optional(what);
}

/// The same for files that are not part of the project, without which the tests must pass everywhere.
pub fn skip_optional(what: &str) {
    static SKIPPED: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let count = SKIPPED.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
    eprintln!("skipped ({count}): {what} is not there");
}

/// A file of a package that npm has installed globally.
pub fn global_npm_file(path: &str) -> Option<PathBuf> {
    static FOLDER: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
        let output = Command::new("npm")
            .args(["root", "--global"])
            .output()
            .ok()?;
        Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
    });
    let file = FOLDER.as_ref()?.join(path);
    file.exists().then_some(file)
}
