//! `formulary media …`.

use std::process::ExitCode;

use super::Context;
use super::output::print;
use crate::config::Settings;
use crate::media::sweep::sweep;

/// Removes files that no row names and says how many.
pub async fn sweep_media(settings: &Settings, is_dry_run: bool) -> anyhow::Result<ExitCode> {
    let context = Context::open(settings).await?;
    let swept = sweep(&context.db, &context.media, is_dry_run).await;
    context.close().await;
    let swept = swept?;
    let would = if is_dry_run {
        "Would remove"
    } else {
        "Removed"
    };
    print(|output| {
        writeln!(
            output,
            "{would} {} of {} files, {} kB; {} that nothing names are younger than a day.",
            swept.removed,
            swept.files,
            swept.bytes.div_ceil(1024),
            swept.young
        )
    })?;
    Ok(ExitCode::SUCCESS)
}
