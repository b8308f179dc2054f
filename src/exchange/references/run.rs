//! Goes over files of references, imports record after record, and counts. A broken record is reported; the others go on.

use std::path::Path;

use anyhow::{Context, bail};
use diesel_async::SimpleAsyncConnection;
use serde::Serialize;

use super::apply::{Applied, Report, apply};
use super::format::{ParsedReference, Problem, decode, detect, parse};
use super::identity::duplicates;
use crate::db::Db;
use crate::error::AppError;
use crate::publishing::{Author, rehearse, transaction};

/// Largest file, in bytes.
const MAX_FILE: u64 = 64 * 1024 * 1024;

/// What to do.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Say what would happen and change nothing.
    pub dry_run: bool,
    /// Publish what was imported.
    pub publish: bool,
}

/// What came of a run, counted in records.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Records that made a reference.
    pub created: usize,
    /// Records that completed one.
    pub updated: usize,
    /// Records that changed nothing.
    pub unchanged: usize,
    /// Records that could not be imported, and files without any.
    pub failed: usize,
    /// Claims that have another grade now.
    pub regraded: usize,
    /// What was wrong with those that failed, with file, record and line.
    pub errors: Vec<String>,
    /// What was read with doubt, for a person to look at.
    pub warnings: Vec<String>,
}

/// A file that was read.
pub struct ReadFile {
    name: String,
    warning: Option<&'static str>,
    records: Vec<Result<ParsedReference, Problem>>,
}

/// Reads a file, whichever of the formats it has.
///
/// # Errors
/// A file that cannot be read or is of no known format.
pub fn read(path: &Path) -> anyhow::Result<ReadFile> {
    let name = path.display().to_string();
    let size = std::fs::metadata(path)
        .with_context(|| format!("{name} cannot be read"))?
        .len();
    if size > MAX_FILE {
        bail!(
            "{name} is larger than {} MB: split it",
            MAX_FILE / 1024 / 1024
        );
    }
    let bytes = std::fs::read(path).with_context(|| format!("{name} cannot be read"))?;
    let Some(format) = detect(&bytes, &name) else {
        bail!("{name} is neither CSL-JSON, RIS, nbib nor BibTeX");
    };
    let decoded = decode(&bytes);
    Ok(ReadFile {
        name,
        warning: decoded.warning,
        records: parse(format, &decoded.text),
    })
}

/// Imports every record of some files.
///
/// # Errors
/// No database.
pub async fn run(db: &Db, files: &[ReadFile], options: Options) -> anyhow::Result<Summary> {
    let mut summary = Summary::default();
    let author = Author::system("import references");
    if options.dry_run {
        rehearse(db, async |tx| {
            each_record(files, &mut summary, async |record: &ParsedReference| {
                // A record that fails must not end the rehearsal of the others.
                tx.conn()?.batch_execute("SAVEPOINT record").await?;
                let outcome = apply(tx, record, options.publish, &author).await;
                let end = match outcome {
                    Ok(_) => "RELEASE SAVEPOINT record",
                    Err(_) => "ROLLBACK TO SAVEPOINT record",
                };
                tx.conn()?.batch_execute(end).await?;
                outcome
            })
            .await
        })
        .await?;
    } else {
        each_record(files, &mut summary, async |record: &ParsedReference| {
            transaction(db, async |tx| {
                apply(tx, record, options.publish, &author).await
            })
            .await
        })
        .await?;
    }
    Ok(summary)
}

async fn each_record(
    files: &[ReadFile],
    summary: &mut Summary,
    mut import: impl AsyncFnMut(&ParsedReference) -> Result<Report, AppError>,
) -> Result<(), AppError> {
    for file in files {
        let name = &file.name;
        summary
            .warnings
            .extend(file.warning.map(|warning| format!("{name}: {warning}")));
        let readable = file.records.iter().flatten();
        summary.warnings.extend(
            duplicates(readable)
                .iter()
                .map(|duplicate| format!("{name}: {duplicate}")),
        );
        if file.records.is_empty() {
            summary.failed += 1;
            summary.errors.push(format!(
                "{name}: not one reference can be read in it: export it again as CSL-JSON, RIS, nbib or BibTeX"
            ));
        }
        for record in &file.records {
            match record {
                Err(problem) => {
                    summary.failed += 1;
                    summary.errors.push(format!("{name}: {problem}"));
                }
                Ok(record) => {
                    let outcome = import(record).await;
                    if matches!(outcome, Err(AppError::Unavailable)) {
                        return Err(AppError::Unavailable);
                    }
                    summary.count(name, record, outcome);
                }
            }
        }
    }
    Ok(())
}

impl Summary {
    fn count(&mut self, file: &str, record: &ParsedReference, outcome: Result<Report, AppError>) {
        let place = record.place;
        let told = |text: &str| format!("{file}: {place}: {text}");
        self.warnings
            .extend(record.warnings.iter().map(|warning| told(warning)));
        match outcome {
            Ok(report) => {
                match report.applied {
                    Applied::Created => self.created += 1,
                    Applied::Updated => self.updated += 1,
                    Applied::Unchanged => self.unchanged += 1,
                }
                self.regraded += report.regraded;
                self.warnings
                    .extend(report.notes.iter().map(|note| told(note)));
            }
            Err(error) => {
                self.failed += 1;
                if let AppError::Internal(cause) = &error {
                    tracing::error!(
                        file,
                        error = format!("{cause:#}"),
                        "a record could not be imported"
                    );
                }
                self.errors.push(told(&error.to_string()));
            }
        }
    }
}
