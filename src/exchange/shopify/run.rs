//! Goes over files, sets offers some hundred rows at a time, and counts. A broken row is reported; the others go on.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use anyhow::{Context, anyhow};
use serde::Serialize;

use super::Options;
use super::apply::{Applied, Seen, apply};
use super::format::{Problem, Row, Rows};
use super::sibling::whole_row;
use crate::db::Db;
use crate::error::AppError;
use crate::exchange::batch::{all_or_each, apart};
use crate::publishing::{Tx, rehearse, transaction};

/// Rows in one transaction: many enough that the time goes into rows, few enough that an editor hardly waits.
const BATCH: usize = 500;

/// Rows after which even those of one product are parted, so that no file fills the memory.
const MOST: usize = 10 * BATCH;

/// What came of a run, counted in rows of variants.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Variants that had no offer.
    pub created: usize,
    /// Variants whose offers changed.
    pub updated: usize,
    /// Variants whose offers were so already.
    pub unchanged: usize,
    /// Rows that could not be imported.
    pub failed: usize,
    /// What was wrong with those.
    pub errors: Vec<RowProblem>,
    /// What was left alone, for a person to look at.
    pub notes: Vec<RowProblem>,
}

/// What is wrong with a row, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowProblem {
    /// The file.
    pub file: String,
    /// The line on which the row begins, from 1.
    pub row: u64,
    /// The column; empty for the whole row.
    pub column: String,
    /// What is wrong.
    pub message: String,
}

impl Summary {
    fn add(&mut self, file: &str, applied: Applied) {
        self.created += applied.created;
        self.updated += applied.updated;
        self.unchanged += applied.unchanged;
        for problem in applied.problems {
            self.fail(file, problem);
        }
        let notes = applied.notes.into_iter();
        self.notes
            .extend(notes.map(|note| RowProblem::of(file, note)));
    }

    fn fail(&mut self, file: &str, problem: Problem) {
        self.failed += 1;
        self.errors.push(RowProblem::of(file, problem));
    }

    /// How many rows were looked at.
    pub const fn rows(&self) -> usize {
        self.created + self.updated + self.unchanged + self.failed
    }
}

impl RowProblem {
    fn of(file: &str, problem: Problem) -> Self {
        Self {
            file: file.to_owned(),
            row: problem.line,
            column: problem.column,
            message: problem.message,
        }
    }
}

/// A file whose columns were found.
pub struct OpenFile {
    name: String,
    rows: Rows<BufReader<File>>,
}

/// Opens files.
///
/// # Errors
/// A file that cannot be read or is none of Shopify's.
pub fn open(paths: &[PathBuf], options: Options) -> anyhow::Result<Vec<OpenFile>> {
    let open = |path: &PathBuf| {
        let name = path.display().to_string();
        let file = File::open(path).with_context(|| format!("{name} cannot be read"))?;
        let rows = Rows::new(BufReader::new(file), options.market.currency());
        let rows = rows.map_err(|problem| anyhow!("{name} {problem}"))?;
        Ok(OpenFile { name, rows })
    };
    paths.iter().map(open).collect()
}

/// Sets the offers of every row of some files. `progress` hears how many rows are done.
///
/// # Errors
/// No database.
pub async fn run(
    db: &Db,
    files: Vec<OpenFile>,
    options: Options,
    progress: &dyn Fn(usize),
) -> anyhow::Result<Summary> {
    let mut summary = Summary::default();
    if options.dry_run {
        rehearse(db, async |tx| {
            let import = async |rows: &[Row], seen: &Seen| {
                let all = async |tx: &mut Tx| apply(tx, rows, options, seen).await;
                apart(tx, all).await
            };
            each_file(files, &mut summary, progress, import).await
        })
        .await?;
    } else {
        let import = async |rows: &[Row], seen: &Seen| {
            transaction(db, async |tx| apply(tx, rows, options, seen).await).await
        };
        each_file(files, &mut summary, progress, import).await?;
    }
    Ok(summary)
}

async fn each_file(
    files: Vec<OpenFile>,
    summary: &mut Summary,
    progress: &dyn Fn(usize),
    mut import: impl AsyncFnMut(&[Row], &Seen) -> Result<Applied, AppError>,
) -> Result<(), AppError> {
    for OpenFile {
        name: file,
        mut rows,
    } in files
    {
        let mut seen = Seen::new();
        let mut batch: Vec<Row> = Vec::new();
        loop {
            let row = rows.next_row();
            let is_end = row.is_none();
            let row = match row {
                Some(Ok(row)) => Some(row),
                Some(Err(problem)) => {
                    summary.fail(&file, problem);
                    None
                }
                None => None,
            };
            // Rows under one handle belong together.
            let goes_on = |row: &Row| batch.last().is_some_and(|last| is_same_product(last, row));
            let is_full = batch.len() >= BATCH && row.as_ref().is_some_and(|row| !goes_on(row));
            if is_full || is_end || batch.len() >= MOST {
                let applied = each_batch(&batch, &mut seen, &mut import).await?;
                summary.add(&file, applied);
                batch.clear();
                progress(summary.rows());
            }
            batch.extend(row);
            if is_end {
                break;
            }
        }
    }
    Ok(())
}

fn is_same_product(one: &Row, other: &Row) -> bool {
    one.handle.is_some() && one.handle == other.handle
}

/// Sets the offers of some rows at once; if that fails, product by product, so that only the broken one is left out.
async fn each_batch(
    batch: &[Row],
    seen: &mut Seen,
    import: &mut impl AsyncFnMut(&[Row], &Seen) -> Result<Applied, AppError>,
) -> Result<Applied, AppError> {
    let products = batch.chunk_by(is_same_product);
    let outcomes = all_or_each(batch, products, async |rows| {
        let applied = import(rows, seen).await?;
        seen.extend(applied.lines.iter().copied());
        Ok(applied)
    });
    let mut all = Applied::default();
    for (rows, outcome) in outcomes.await? {
        match outcome {
            Ok(applied) => all.merge(applied),
            Err(error) => all.problems.extend(refused(rows, error)),
        }
    }
    Ok(all)
}

fn refused(rows: &[Row], error: AppError) -> Vec<Problem> {
    let message = match error {
        AppError::Internal(cause) => {
            let line = rows.first().map(|row| row.line);
            let error = format!("{cause:#}");
            tracing::error!(line, error, "the offers of a product could not be imported");
            "could not be saved: the log says why (FORMULARY_LOG=error)".to_owned()
        }
        error => error.to_string(),
    };
    rows.iter()
        .map(|row| whole_row(row, message.clone()))
        .collect()
}
