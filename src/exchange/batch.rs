//! Much at once, as long as nothing is wrong with any of it.

use diesel_async::SimpleAsyncConnection;

use crate::error::AppError;
use crate::publishing::Tx;

/// Work whose failure leaves the rest of the transaction as it was.
///
/// # Errors
/// What the work answered.
pub(super) async fn apart<R>(
    tx: &mut Tx,
    work: impl AsyncFnOnce(&mut Tx) -> Result<R, AppError>,
) -> Result<R, AppError> {
    tx.conn()?.batch_execute("SAVEPOINT apart").await?;
    let outcome = work(tx).await;
    let end = match outcome {
        Ok(_) => "RELEASE SAVEPOINT apart",
        Err(_) => "ROLLBACK TO SAVEPOINT apart",
    };
    tx.conn()?.batch_execute(end).await?;
    outcome
}

/// What came of a part of what was to be imported.
pub(super) type Outcome<'a, T, R> = (&'a [T], Result<R, AppError>);

/// Imports all of it at once; if that fails, each part by itself, so that only the broken one is left out.
///
/// # Errors
/// The database went away.
pub(super) async fn all_or_each<'a, T, R>(
    all: &'a [T],
    parts: impl Iterator<Item = &'a [T]>,
    mut import: impl AsyncFnMut(&'a [T]) -> Result<R, AppError>,
) -> Result<Vec<Outcome<'a, T, R>>, AppError> {
    if all.is_empty() {
        return Ok(Vec::new());
    }
    match import(all).await {
        Err(AppError::Unavailable) => return Err(AppError::Unavailable),
        Ok(done) => return Ok(vec![(all, Ok(done))]),
        Err(_) => {}
    }
    let mut outcomes = Vec::new();
    for part in parts {
        match import(part).await {
            Err(AppError::Unavailable) => return Err(AppError::Unavailable),
            outcome => outcomes.push((part, outcome)),
        }
    }
    Ok(outcomes)
}
