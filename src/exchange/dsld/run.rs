//! Goes over files and folders, imports label after label, and counts. A broken label is reported; the others go on.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::Context;
use diesel_async::SimpleAsyncConnection;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::apply::{Applied, Report, apply};
use super::format::{Label, parse_label};
use crate::db::Db;
use crate::error::AppError;
use crate::publishing::{Author, rehearse, transaction};

/// Largest file of one label, in bytes; real ones have some hundred thousand.
const MAX_LABEL: u64 = 16 * 1024 * 1024;

/// What to do.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Say what would happen and change nothing.
    pub dry_run: bool,
    /// Publish what was imported.
    pub publish: bool,
}

/// What came of a run, counted in labels.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Labels that made a product.
    pub created: usize,
    /// Labels that changed one.
    pub updated: usize,
    /// Labels that changed nothing.
    pub unchanged: usize,
    /// Labels that could not be imported.
    pub failed: usize,
    /// What was wrong with those.
    pub errors: Vec<LabelProblem>,
    /// What was read with doubt or left alone, for a person to look at.
    #[serde(skip)]
    pub warnings: Vec<LabelProblem>,
    /// The database went away, and the rest was not tried.
    #[serde(skip)]
    pub ended_early: bool,
}

/// What is wrong with a label, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LabelProblem {
    /// The file.
    pub file: String,
    /// JSON pointer within the label; empty for the whole.
    pub pointer: String,
    /// What is wrong, with the line in files that hold one label a line.
    pub message: String,
}

/// A label that was found.
struct Found {
    file: String,
    line: Option<usize>,
    text: String,
}

impl Found {
    fn problem(&self, pointer: &str, message: &str) -> LabelProblem {
        let message = match self.line {
            Some(line) => format!("line {line}: {message}"),
            None => message.to_owned(),
        };
        LabelProblem {
            file: self.file.clone(),
            pointer: pointer.to_owned(),
            message,
        }
    }
}

/// The files behind some paths; folders are searched for `.json` and `.jsonl`.
///
/// # Errors
/// A path that does not exist.
pub fn files(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        collect(path, &mut files)?;
    }
    Ok(files)
}

/// Imports every label of some files. `progress` hears how many labels are done.
///
/// # Errors
/// No database.
pub async fn run(
    db: &Db,
    files: &[PathBuf],
    options: Options,
    progress: &dyn Fn(usize),
) -> anyhow::Result<Summary> {
    let mut summary = Summary::default();
    let author = Author::system("import dsld");
    if options.dry_run {
        rehearse(db, async |tx| {
            each_label(
                files,
                &mut summary,
                progress,
                async |label: &Label, checksum: &str| {
                    // A label that fails must not end the rehearsal of the others.
                    tx.conn()?.batch_execute("SAVEPOINT label").await?;
                    let outcome = apply(tx, label, checksum, options.publish, &author).await;
                    let end = if outcome.is_ok() {
                        "RELEASE SAVEPOINT label"
                    } else {
                        "ROLLBACK TO SAVEPOINT label"
                    };
                    tx.conn()?.batch_execute(end).await?;
                    outcome
                },
            )
            .await
        })
        .await?;
    } else {
        each_label(
            files,
            &mut summary,
            progress,
            async |label: &Label, checksum: &str| {
                transaction(db, async |tx| {
                    apply(tx, label, checksum, options.publish, &author).await
                })
                .await
            },
        )
        .await?;
    }
    Ok(summary)
}

async fn each_label(
    files: &[PathBuf],
    summary: &mut Summary,
    progress: &dyn Fn(usize),
    mut import: impl AsyncFnMut(&Label, &str) -> Result<Report, AppError>,
) -> Result<(), AppError> {
    // A label that comes twice with different contents would change back and forth at every run.
    let mut seen: HashMap<i64, String> = HashMap::new();
    let mut done = 0;
    for file in files {
        let labels = match labels_in(file) {
            Ok(labels) => labels,
            Err(problem) => {
                summary.failed += 1;
                summary.errors.push(problem);
                continue;
            }
        };
        for found in labels {
            match read_label(&found, &mut seen, summary) {
                Ok((label, checksum)) => {
                    let outcome = import(&label, &checksum).await;
                    summary.ended_early = matches!(outcome, Err(AppError::Unavailable));
                    summary.count(&found, outcome);
                }
                Err(error) => summary.count(&found, Err(error)),
            }
            if summary.ended_early {
                return Ok(());
            }
            done += 1;
            progress(done);
        }
    }
    Ok(())
}

impl Summary {
    fn count(&mut self, found: &Found, outcome: Result<Report, AppError>) {
        match outcome {
            Ok(report) => {
                match report.applied {
                    Applied::Created => self.created += 1,
                    Applied::Updated => self.updated += 1,
                    Applied::Unchanged => self.unchanged += 1,
                }
                self.warnings
                    .extend(report.notes.iter().map(|note| found.problem("", note)));
            }
            Err(error) => {
                self.failed += 1;
                self.errors.push(problem(found, error));
            }
        }
    }
}

/// Reads a label and notes what was read with doubt.
fn read_label(
    found: &Found,
    seen: &mut HashMap<i64, String>,
    summary: &mut Summary,
) -> Result<(Label, String), AppError> {
    let label = parse_label(&found.text).map_err(|error| AppError::Label {
        pointer: error.pointer,
        message: error.message,
    })?;
    let checksum = checksum(&found.text);
    match seen.get(&label.id) {
        Some(earlier) if *earlier != checksum => {
            let message = format!(
                "The label {} came before in this run, with other contents.",
                label.id
            );
            return Err(AppError::Label {
                pointer: "/id".to_owned(),
                message,
            });
        }
        _ => seen.insert(label.id, checksum.clone()),
    };
    let doubts = label
        .warnings
        .iter()
        .map(|warning| found.problem(&warning.pointer, &warning.message));
    summary.warnings.extend(doubts);
    Ok((label, checksum))
}

/// SHA-256 of the label; the same JSON with other white space is the same label.
fn checksum(text: &str) -> String {
    // Numbers that JSON allows and this reader does not are compared as they stand.
    let canonical = serde_json::from_str::<Value>(text)
        .map_or_else(|_| text.to_owned(), |value| value.to_string());
    Sha256::digest(canonical)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn problem(found: &Found, error: AppError) -> LabelProblem {
    match error {
        AppError::Label { pointer, message } => found.problem(&pointer, &message),
        AppError::Internal(cause) => {
            tracing::error!(
                file = found.file,
                error = format!("{cause:#}"),
                "a label could not be imported"
            );
            found.problem(
                "",
                "could not be saved: the log says why (FORMULARY_LOG=error)",
            )
        }
        error => found.problem("", &error.to_string()),
    }
}

/// Files in order of their names.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let data =
        std::fs::metadata(path).with_context(|| format!("{} cannot be read", path.display()))?;
    if !data.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let entries =
        std::fs::read_dir(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let mut inside: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    inside.sort();
    for entry in inside {
        let is_label = entry
            .extension()
            .is_some_and(|extension| extension == "json" || extension == "jsonl");
        if entry.is_dir() || is_label {
            collect(&entry, files)?;
        }
    }
    Ok(())
}

/// The labels of a file: one, or one a line.
fn labels_in(path: &Path) -> Result<Vec<Found>, LabelProblem> {
    let file = path.display().to_string();
    let whole = |message: String| LabelProblem {
        file: file.clone(),
        pointer: String::new(),
        message,
    };
    let is_lines = path
        .extension()
        .is_some_and(|extension| extension == "jsonl");
    let size = std::fs::metadata(path)
        .map_err(|error| whole(format!("cannot be read: {error}")))?
        .len();
    if !is_lines && size > MAX_LABEL {
        return Err(whole(format!(
            "is larger than {} MB and cannot be one label",
            MAX_LABEL / 1024 / 1024
        )));
    }
    let bytes = std::fs::read(path).map_err(|error| whole(format!("cannot be read: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        whole(format!(
            "is not UTF-8 at byte {}",
            error.utf8_error().valid_up_to()
        ))
    })?;
    let text = text.trim_start_matches('\u{feff}');
    if !is_lines {
        return Ok(vec![Found {
            file,
            line: None,
            text: text.to_owned(),
        }]);
    }
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    Ok(lines
        .map(|(at, line)| Found {
            file: file.clone(),
            line: Some(at + 1),
            text: line.to_owned(),
        })
        .collect())
}
