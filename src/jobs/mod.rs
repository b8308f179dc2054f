//! What happens by itself while the program runs.

use std::time::Duration;

use chrono::Utc;

use crate::accounts::idempotency::commands::forget_old;
use crate::catalog::offer::commands::process_boundaries;
use crate::check::follow::{rejudge_touched, rescan_if_rules_changed};
use crate::config::{RulePolicy, Upkeep};
use crate::db::Db;
use crate::desk::bulk;
use crate::desk::workflow::run_due;
use crate::error::AppError;
use crate::evidence::review::commands::process_lapsed_reviews;
use crate::publishing::{transaction, upkeep};
use crate::webhooks;

/// How often the jobs look for work. Changes become visible within a second.
const TICK: Duration = Duration::from_millis(500);

/// How often old changes are looked for.
const PRUNED_EVERY: Duration = Duration::from_secs(60);

/// Runs every job until the program ends. A job that fails is tried again at the next tick.
pub async fn run(db: Db, settings: Upkeep) {
    let policy = settings.rule_policy;
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    let mut rules_judged = false;
    let mut prune_at = tokio::time::Instant::now();
    loop {
        ticks.tick().await;
        if let Err(error) = renewed_epoch(&db).await {
            tracing::warn!(error = %error, "whether the change log was restored could not be seen");
        }
        if tokio::time::Instant::now() >= prune_at {
            prune_at += PRUNED_EVERY;
            if let Err(error) = prune(&db, settings.changes_kept_days).await {
                tracing::warn!(error = %error, "old changes could not be deleted");
            }
            let sent = transaction(&db, async |tx| webhooks::commands::forget_old(tx).await).await;
            if let Err(error) = sent {
                tracing::warn!(error = %error, "old deliveries could not be deleted");
            }
            let forgotten = transaction(&db, async |tx| forget_old(tx).await).await;
            if let Err(error) = forgotten {
                tracing::warn!(error = %error, "old idempotency keys could not be deleted");
            }
        }
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

/// Notes that the change log was restored, so that nobody goes on from a place in another history.
///
/// # Errors
/// No database.
pub async fn renewed_epoch(db: &Db) -> Result<(), AppError> {
    if upkeep::renew_epoch(&mut *db.write().await?).await? {
        tracing::warn!(
            "the change log has moved or was restored: who follows it has to begin again"
        );
    }
    Ok(())
}

/// Deletes changes that are older than the setting says.
///
/// # Errors
/// No database.
pub async fn prune(db: &Db, days: u16) -> Result<(), AppError> {
    if days > 0 {
        while upkeep::prune(&mut *db.write().await?, days).await? {}
    }
    Ok(())
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
