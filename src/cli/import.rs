//! `formulary import …`.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::config::Settings;

/// How to import.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Change nothing.
    pub dry_run: bool,
    /// Publish what was imported.
    pub publish: bool,
    /// Print the summary as JSON.
    pub json: bool,
}

/// Imports labels.
pub async fn dsld(_: &Settings, _: &[PathBuf], _: Options) -> anyhow::Result<ExitCode> {
    anyhow::bail!("stub")
}
