//! What happens by itself while the program runs.

use std::time::Duration;

use chrono::Utc;

use crate::catalog::offer::commands::process_boundaries;
use crate::check::follow::{rejudge_touched, rescan_if_rules_changed};
use crate::config::RulePolicy;
use crate::db::Db;
use crate::desk::bulk;
use crate::desk::workflow::run_due;
use crate::error::AppError;
use crate::evidence::review::commands::process_lapsed_reviews;
use crate::publishing::transaction;

/// How often the jobs look for work. Changes become visible within a second.
const TICK: Duration = Duration::from_millis(500);

/// Runs every job until the program ends. A job that fails is tried again at the next tick.
pub async fn run(db: Db, policy: RulePolicy) {
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    let mut rules_judged = false;
    loop {
        ticks.tick().await;
        if !rules_judged {
            rules_judged = judged_by_new_rules(&db, policy).await;
        }
        if let Err(error) = offer_boundaries(&db).await {
            tracing::warn!(error = %error, "offers that started or ended could not be processed");
        }
        if let Err(error) = run_due(&db).await {
            tracing::warn!(error = %error, "what is planned could not be carried out");
        }
        // A change of many goes on in the next tick, after the others had their turn.
        if let Err(error) = bulk::run::work(&db).await {
            tracing::warn!(error = %error, "changes of many could not go on");
        }
        if let Err(error) = lapsed_reviews(&db).await {
            tracing::warn!(error = %error, "reviews that lapsed could not be processed");
        }
        if let Err(error) = rejudge_touched(&db, policy).await {
            tracing::warn!(error = %error, "pages that were touched could not be judged again");
        }
    }
}

async fn judged_by_new_rules(db: &Db, policy: RulePolicy) -> bool {
    match rescan_if_rules_changed(db, policy).await {
        Ok(None | Some(0)) => true,
        Ok(Some(count)) => {
            tracing::warn!(
                count,
                "the rules have changed, and object to what is public: see /admin/reviews"
            );
            true
        }
        Err(error) => {
            tracing::warn!(error = %error, "the catalog could not be judged by the rules in use");
            false
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

/// Notes in the change log whose review has become overdue or lapsed.
///
/// # Errors
/// What the database refuses.
pub async fn lapsed_reviews(db: &Db) -> Result<usize, AppError> {
    let today = Utc::now().date_naive();
    transaction(db, async |tx| process_lapsed_reviews(tx, today).await).await
}
