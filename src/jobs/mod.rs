//! What happens by itself while the program runs.

use std::time::Duration;

use chrono::Utc;

use crate::catalog::offer::commands::process_boundaries;
use crate::db::Db;
use crate::error::AppError;
use crate::publishing::transaction;

/// How often the jobs look for work. Changes become visible within a second.
const TICK: Duration = Duration::from_millis(500);

/// Runs every job until the program ends. A job that fails is tried again at the next tick.
pub async fn run(db: Db) {
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        ticks.tick().await;
        if let Err(error) = offer_boundaries(&db).await {
            tracing::warn!(error = %error, "offers that started or ended could not be processed");
        }
    }
}

/// Notes in the change log which offers have started or ended.
///
/// # Errors
/// What the database refuses.
pub async fn offer_boundaries(db: &Db) -> Result<usize, AppError> {
    transaction(db, async |tx| process_boundaries(tx, Utc::now()).await).await
}
