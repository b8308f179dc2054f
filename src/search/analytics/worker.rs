//! Adds what was counted to the database from time to time, and learns from it what many look for.

use std::time::{Duration, Instant};

use chrono::{Days, Utc};

use super::commands::{add, forget};
use super::counts::Searches;
use super::queries::popular;
use crate::db::Db;
use crate::error::AppError;

/// How often what was counted is added.
const TICK: Duration = Duration::from_secs(5);
/// How often what many look for is learned, and what is old forgotten.
const LEARN: Duration = Duration::from_secs(60);
/// How often words must have been looked for before they are suggested to others, and most words that are suggested.
const POPULAR: (i64, i64) = (5, 1_000);
/// Days in which that counts.
const RECENT: Days = Days::new(30);

/// Keeps on until the program ends.
pub async fn keep(searches: Searches, db: Db) {
    let mut ticks = tokio::time::interval(TICK);
    let mut learned: Option<Instant> = None;
    loop {
        ticks.tick().await;
        if let Err(error) = save(&searches, &db).await {
            tracing::warn!(%error, "searches could not be counted; they are kept for the next time");
        }
        if learned.is_none_or(|at| at.elapsed() > LEARN) {
            learned = Some(Instant::now());
            if let Err(error) = learn(&searches, &db).await {
                tracing::warn!(%error, "what many look for could not be read");
            }
        }
    }
}

/// Adds what was counted so far to today.
///
/// # Errors
/// No database: what was counted is kept.
pub async fn save(searches: &Searches, db: &Db) -> Result<(), AppError> {
    let counted = searches.take();
    if counted.is_empty() {
        return Ok(());
    }
    let saved = async {
        let conn = db.write().await?;
        Ok(add(&conn, Utc::now().date_naive(), &counted).await?)
    };
    let saved: Result<(), AppError> = saved.await;
    if saved.is_err() {
        searches.put_back(counted);
    }
    saved
}

/// Learns what many look for, and forgets what is old.
///
/// # Errors
/// No database.
pub async fn learn(searches: &Searches, db: &Db) -> Result<(), AppError> {
    let conn = db.write().await?;
    let today = Utc::now().date_naive();
    forget(&conn, today).await?;
    let since = today.checked_sub_days(RECENT).unwrap_or(today);
    searches.set_popular(popular(&conn, since, POPULAR).await?);
    Ok(())
}
