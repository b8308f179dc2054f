//! `formulary check`: everything that is public, judged by the rule packs in use.

use std::io::Write;
use std::process::ExitCode;

use super::Context;
use super::output::print;
use crate::check::scan::{Report, scan};
use crate::compliance::lint::Verdict;
use crate::config::Settings;
use crate::gate::objection;

/// Judges the public catalog. Exit code 1 when anything blocks.
pub async fn check(settings: &Settings, labels: bool, json: bool) -> anyhow::Result<ExitCode> {
    let context = Context::open(settings).await?;
    let report = async { anyhow::Ok(scan(&*context.db.write().await?).await?) }.await;
    context.close().await;
    let report = report?;
    print(|output| {
        if json {
            write_json(output, &report)
        } else {
            write_words(output, &report, labels)
        }
    })?;
    Ok(if report.blocks() {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

fn write_json(output: &mut dyn Write, report: &Report) -> std::io::Result<()> {
    for one in &report.objected {
        for finding in &one.findings {
            let line = serde_json::json!({
                "kind": one.kind,
                "id": one.entity_id,
                "slug": one.slug,
                "title": one.title,
                "objection": objection(finding),
            });
            writeln!(output, "{}", serde_json::to_string(&line)?)?;
        }
    }
    for (slug, finding) in &report.labels {
        let line = serde_json::json!({ "kind": "product", "slug": slug, "label": finding });
        writeln!(output, "{}", serde_json::to_string(&line)?)?;
    }
    let summary = serde_json::json!({
        "judged": report.judged,
        "block": report.count(Verdict::Block),
        "review": report.count(Verdict::Review),
        "labels": report.labels.len(),
    });
    writeln!(output, "{}", serde_json::to_string(&summary)?)?;
    Ok(())
}

fn write_words(output: &mut dyn Write, report: &Report, labels: bool) -> std::io::Result<()> {
    for one in &report.objected {
        writeln!(output, "{} {}: {}", one.kind, one.slug, one.title)?;
        for finding in &one.findings {
            let objection = objection(finding);
            writeln!(
                output,
                "  {:<6} {} in {} ({} {}): {:?}",
                objection.verdict,
                objection.rule,
                objection.field,
                objection.jurisdiction,
                objection.surface,
                objection.words
            )?;
            writeln!(output, "         {}", objection.message)?;
            if let Some(suggestion) = objection.suggestion {
                writeln!(output, "         Instead: {suggestion}")?;
            }
        }
    }
    for (slug, finding) in report.labels.iter().filter(|_| labels) {
        writeln!(output, "label {slug}: {} {}", finding.rule, finding.message)?;
    }
    writeln!(
        output,
        "Judged {} published entities: {} blocked, {} to be reviewed; {} notes on labels{}.",
        report.judged,
        report.count(Verdict::Block),
        report.count(Verdict::Review),
        report.labels.len(),
        if labels || report.labels.is_empty() {
            ""
        } else {
            " (--labels prints them)"
        }
    )
}
