//! Imports the labels of files and folders, and counts them. A broken label is reported; the others go on.

use std::collections::HashMap;
use std::path::PathBuf;

use serde::Serialize;
use tokio::sync::Mutex;

use super::apply::{Applied, Placed, publish, write};
use super::format::LabelError;
use super::lanes::{self, Published};
use super::reading::{self, Incoming, Parsed, Place};
use crate::db::Db;
use crate::error::AppError;
use crate::exchange::batch::apart;
use crate::exchange::publish::{Brought, Came};
use crate::publishing::{Author, Tx, rehearse, transaction};

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

impl LabelProblem {
    fn at(place: &Place, pointer: &str, message: &str) -> Self {
        let message = match place.line {
            Some(line) => format!("line {line}: {message}"),
            None => message.to_owned(),
        };
        Self {
            file: place.file.to_string(),
            pointer: pointer.to_owned(),
            message,
        }
    }
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
    let author = &Author::system("import dsld");
    let incoming = reading::read(files);
    let publish = async |tx: &mut Tx, brought: &[Brought]| match options.publish {
        true => publish(tx, brought, author).await,
        false => Ok(Published::new()),
    };
    let outcome = if options.dry_run {
        rehearse(db, async |tx| {
            let tx = Mutex::new(tx);
            let write = async |labels: &[Placed]| {
                let work = async |tx: &mut Tx| write(tx, labels).await;
                apart(&mut **tx.lock().await, work).await
            };
            let publish = async |brought: &[Brought]| {
                let work = async |tx: &mut Tx| publish(tx, brought).await;
                apart(&mut **tx.lock().await, work).await
            };
            lanes::import(incoming, &mut summary, progress, write, publish).await
        })
        .await
    } else {
        let write =
            async |labels: &[Placed]| transaction(db, async |tx| write(tx, labels).await).await;
        let publish = async |brought: &[Brought]| {
            transaction(db, async |tx| publish(tx, brought).await).await
        };
        lanes::import(incoming, &mut summary, progress, write, publish).await
    };
    match outcome {
        Err(AppError::Unavailable) if summary.labels() > 0 => summary.ended_early = true,
        outcome => outcome?,
    }
    Ok(summary)
}

impl Summary {
    /// How many labels were looked at.
    pub const fn labels(&self) -> usize {
        self.created + self.updated + self.unchanged + self.failed
    }

    /// Notes what was read with doubt, and counts what could not be read; returns what can be imported.
    pub(super) fn note(
        &mut self,
        incoming: Incoming,
        seen: &mut HashMap<i64, String>,
    ) -> Option<Placed> {
        let Incoming { place, read } = incoming;
        match read.and_then(|parsed| came_once(parsed, seen)) {
            Ok(Parsed { label, checksum }) => {
                let doubts = label
                    .warnings
                    .iter()
                    .map(|warning| LabelProblem::at(&place, &warning.pointer, &warning.message));
                self.warnings.extend(doubts);
                Some(Placed {
                    place,
                    label,
                    checksum,
                })
            }
            Err(error) => {
                self.fail(&place, &error.pointer, &error.message);
                None
            }
        }
    }

    /// Counts what became of a label, and what came of publishing its product.
    pub(super) fn count(&mut self, place: &Place, applied: Applied, came: Option<Came>) {
        let came = came.unwrap_or_default();
        match applied {
            Applied::Created => self.created += 1,
            Applied::Unchanged if !came.is_public => self.unchanged += 1,
            Applied::Updated | Applied::Unchanged => self.updated += 1,
        }
        let notes = came.notes.iter();
        self.warnings
            .extend(notes.map(|note| LabelProblem::at(place, "", note)));
    }

    /// Counts a label that could not be imported.
    pub(super) fn fail(&mut self, place: &Place, pointer: &str, message: &str) {
        self.failed += 1;
        self.errors.push(LabelProblem::at(place, pointer, message));
    }
}

/// A label that comes twice with different contents would change back and forth at every run.
fn came_once(parsed: Parsed, seen: &mut HashMap<i64, String>) -> Result<Parsed, LabelError> {
    let Parsed { label, checksum } = &parsed;
    match seen.get(&label.id) {
        Some(earlier) if earlier != checksum => Err(LabelError {
            pointer: "/id".to_owned(),
            message: format!(
                "The label {} came before in this run, with other contents.",
                label.id
            ),
        }),
        _ => {
            seen.insert(label.id, checksum.clone());
            Ok(parsed)
        }
    }
}

/// What a person is told of an error.
pub(super) fn told(error: AppError) -> String {
    match error {
        AppError::Internal(cause) => {
            let error = format!("{cause:#}");
            tracing::error!(error, "a label could not be imported");
            "could not be saved: the log says why (FORMULARY_LOG=error)".to_owned()
        }
        error => error.to_string(),
    }
}
