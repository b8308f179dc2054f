//! Where the log stands, as the running program saw it last, for everybody in it who waits for the log to move.

use std::time::Duration;

use tokio::sync::watch;

use super::changes::{self, Head, Place};
use crate::db::Db;

/// How often the log is looked at.
const TICK: Duration = Duration::from_millis(100);

/// Where the log stands. Nothing before it was looked at for the first time.
#[derive(Debug, Clone)]
pub struct LogWatch(watch::Sender<Option<Head>>);

impl Default for LogWatch {
    fn default() -> Self {
        Self(watch::Sender::new(None))
    }
}

impl LogWatch {
    /// Looks at the log until the program ends.
    pub async fn follow(self, db: Db) {
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            // While the database is away the log stands where it stood.
            let Ok(conn) = db.read().await else { continue };
            if let Ok(head) = changes::head(&conn).await {
                self.0
                    .send_if_modified(|seen| seen.replace(head) != Some(head));
            }
        }
    }

    /// Waits until there is something behind a place, but no longer than so.
    pub async fn moved_past(&self, place: Place, longest: Duration) {
        let mut seen = self.0.subscribe();
        let is_past = |head: &Option<Head>| {
            head.is_some_and(|head| head.epoch != place.epoch || head.position > place.position)
        };
        // Both ends of the wait mean the same to who waits: look now.
        let _ = tokio::time::timeout(longest, seen.wait_for(is_past)).await;
    }
}
