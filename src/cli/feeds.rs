//! `formulary feeds …`.

use std::process::ExitCode;

use uuid::Uuid;

use super::Context;
use super::output::print;
use crate::catalog::market::Market;
use crate::config::Settings;
use crate::feeds::check::channel::Channel;
use crate::feeds::check::judge::Consequence;
use crate::feeds::check::walk::{Checked, some};

/// Products that are looked at together.
const AT_ONCE: i64 = 500;

/// Says what a channel would leave out, reject or show less. Exit code 1 when it would reject anything.
pub async fn check(
    settings: &Settings,
    channel: Channel,
    market: Market,
    site: &str,
    json: bool,
) -> anyhow::Result<ExitCode> {
    let context = Context::open(settings).await?;
    let looked = async {
        let conn = context.db.read().await?;
        let (mut after, mut count, mut found) = (Uuid::nil(), 0, Vec::new());
        loop {
            let (all, next) = some(&conn, (channel, market), (after, AT_ONCE), site).await?;
            count += all.len();
            found.extend(
                all.into_iter()
                    .filter(|product| !product.findings.is_empty()),
            );
            match next {
                Some(next) => after = next,
                None => return anyhow::Ok((count, found)),
            }
        }
    }
    .await;
    context.close().await;
    let (count, found) = looked?;
    let of = |severity: Consequence| {
        let findings = found.iter().flat_map(|product: &Checked| &product.findings);
        findings
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let (left_out, rejected, demoted) = (
        of(Consequence::LeftOut),
        of(Consequence::Rejected),
        of(Consequence::Demoted),
    );
    print(|output| {
        for product in &found {
            if json {
                writeln!(output, "{}", serde_json::to_string(product)?)?;
                continue;
            }
            for finding in &product.findings {
                let sku = finding.sku.as_deref().unwrap_or("all packages");
                writeln!(
                    output,
                    "{} ({sku}): {}: {} {}",
                    product.name,
                    finding.severity.words().to_lowercase(),
                    finding.attribute,
                    finding.message
                )?;
            }
        }
        if !json {
            writeln!(
                output,
                "{count} products looked at: {left_out} left out, {rejected} rejected, {demoted} shown less."
            )?;
        }
        Ok(())
    })?;
    Ok(ExitCode::from(u8::from(rejected > 0)))
}
