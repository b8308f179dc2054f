//! `formulary import …`.

use std::cell::Cell;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use super::Context;
use anyhow::bail;

use crate::config::Settings;
use crate::exchange::dsld::reading;
use crate::exchange::dsld::run::{self, LabelProblem, Summary};
use crate::exchange::references::run as reference_files;
use crate::exchange::shopify;
use crate::exchange::shopify::run::{self as shopify_files, RowProblem};

/// How often a long import says how far it is.
const PROGRESS: Duration = Duration::from_secs(1);

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

/// Imports labels. Exit code 1 when any failed.
pub async fn dsld(
    settings: &Settings,
    paths: &[PathBuf],
    options: Options,
) -> anyhow::Result<ExitCode> {
    // Before the database is started: a mistyped path should be told at once.
    let files = reading::files(paths)?;
    let context = Context::open(settings).await?;
    let progress = progress("labels");
    let run_options = run::Options {
        dry_run: options.dry_run,
        publish: options.publish,
    };
    let summary = run::run(&context.db, &files, run_options, &progress).await;
    context.close().await;
    let summary = summary?;
    report(&summary, options)?;
    if summary.ended_early {
        bail!("the database went away; import again to go on, what was imported stays");
    }
    Ok(if summary.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// Says now and then how far a long import is.
fn progress(what: &str) -> impl Fn(usize) {
    let last = Cell::new(Instant::now());
    move |done| {
        if last.get().elapsed() > PROGRESS {
            last.set(Instant::now());
            eprintln!("formulary: {done} {what} so far");
        }
    }
}

fn line(problem: &LabelProblem) -> String {
    let place = if problem.pointer.is_empty() {
        String::new()
    } else {
        format!(" at {}", problem.pointer)
    };
    format!("{}{place}: {}", problem.file, problem.message)
}

fn report(summary: &Summary, options: Options) -> anyhow::Result<()> {
    for warning in &summary.warnings {
        eprintln!("formulary: note: {}", line(warning));
    }
    for error in &summary.errors {
        eprintln!("formulary: {}", line(error));
    }
    if options.json {
        println!("{}", serde_json::to_string(summary)?);
        return Ok(());
    }
    let would = if options.dry_run { "Would be: " } else { "" };
    println!(
        "{would}{} created, {} updated, {} unchanged, {} failed.",
        summary.created, summary.updated, summary.unchanged, summary.failed
    );
    if !options.publish && summary.created + summary.updated > 0 {
        println!("They are drafts: publish them in the admin, or import again with --publish.");
    }
    Ok(())
}

/// Imports references. Exit code 1 when a file can't be read or holds none, or any record failed.
pub async fn references(
    settings: &Settings,
    paths: &[PathBuf],
    options: Options,
) -> anyhow::Result<ExitCode> {
    // Before the database is started: a mistyped path should be told at once.
    let mut files = Vec::new();
    let mut can_all_be_read = true;
    for path in paths {
        match reference_files::read(path) {
            Ok(file) => files.push(file),
            Err(error) => {
                can_all_be_read = false;
                eprintln!("formulary: {}", super::one_line(&error));
            }
        }
    }
    if !can_all_be_read {
        eprintln!("formulary: nothing was imported: name files of references and import again");
        return Ok(ExitCode::from(1));
    }
    let context = Context::open(settings).await?;
    let run_options = reference_files::Options {
        dry_run: options.dry_run,
        publish: options.publish,
    };
    let summary = reference_files::run(&context.db, &files, run_options).await;
    context.close().await;
    let summary = summary?;
    for warning in &summary.warnings {
        eprintln!("formulary: note: {warning}");
    }
    for error in &summary.errors {
        eprintln!("formulary: {error}");
    }
    if options.json {
        println!("{}", serde_json::to_string(&summary)?);
    } else {
        let would = if options.dry_run { "Would be: " } else { "" };
        println!(
            "{would}{} created, {} updated, {} unchanged, {} failed.",
            summary.created, summary.updated, summary.unchanged, summary.failed
        );
        if summary.regraded > 0 {
            println!(
                "{} claims were graded again; those that fell are listed at /admin/reviews.",
                summary.regraded
            );
        }
        if !options.publish && summary.created > 0 {
            println!("New ones are drafts: import again with --publish to publish them.");
        }
    }
    Ok(if summary.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// Problems that a person reads; a file of another shop has as many as it has rows.
const TOLD: usize = 50;

/// Imports offers. Exit code 1 when any row failed.
pub async fn shopify(
    settings: &Settings,
    paths: &[PathBuf],
    options: shopify::Options,
    json: bool,
) -> anyhow::Result<ExitCode> {
    // Before the database is started: a mistyped path should be told at once.
    let files = shopify_files::open(paths, options)?;
    let context = Context::open(settings).await?;
    let progress = progress("rows");
    let summary = shopify_files::run(&context.db, files, options, &progress).await;
    context.close().await;
    let summary = summary?;
    tell("note: ", &summary.notes);
    tell("", &summary.errors);
    if json {
        println!("{}", serde_json::to_string(&summary)?);
    } else {
        let would = if options.dry_run { "Would be: " } else { "" };
        println!(
            "{would}{} created, {} updated, {} unchanged, {} failed.",
            summary.created, summary.updated, summary.unchanged, summary.failed
        );
    }
    Ok(if summary.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// Says what is wrong with rows, as far as a person reads it.
fn tell(what: &str, problems: &[RowProblem]) {
    for problem in problems.iter().take(TOLD) {
        let column = match problem.column.as_str() {
            "" => String::new(),
            column => format!(", {column}"),
        };
        eprintln!(
            "formulary: {what}{}, line {}{column}: {}",
            problem.file, problem.row, problem.message
        );
    }
    if problems.len() > TOLD {
        let rest = problems.len() - TOLD;
        eprintln!("formulary: {what}and {rest} more; --json tells them all");
    }
}
