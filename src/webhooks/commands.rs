//! Writes of webhooks and their deliveries.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use rand::RngExt;
use reqwest::Url;
use serde_json::json;

use super::model::{Attempt, DeliveryId, DeliveryState, Event, NewWebhook, WebhookId, WebhookRow};
use super::signature::SECRET;
use crate::accounts::audit;
use crate::db::schema::{webhook_deliveries, webhooks};
use crate::error::AppError;
use crate::publishing::changes::{self, Place};
use crate::publishing::told::ChangeBody;
use crate::publishing::{Author, Tx};

/// Rows of the log that one transaction makes events of.
const ROWS: i64 = 500;
/// Webhooks that one process takes up at once.
const AT_ONCE: i64 = 16;
/// How long a process sends to a webhook alone unless it says that it still does: twice as long as an answer may take, so that
/// little time is lost when a process is killed.
const LEASE: TimeDelta = TimeDelta::seconds(20);
/// Attempts after which a delivery is given up: a little more than a day.
const ATTEMPTS: i32 = 12;
/// Failures in a row after which a webhook gets a pause.
const PATIENCE: i32 = 5;
/// How long deliveries are kept.
const KEPT: TimeDelta = TimeDelta::days(30);

/// Makes a webhook that hears of what changes from now on. Returns it with its secret.
///
/// # Errors
/// What the database refuses.
pub async fn create(
    tx: &mut Tx,
    new: &NewWebhook,
    author: &Author,
) -> Result<WebhookRow, AppError> {
    let head = changes::head(tx.conn()?).await?;
    let secret: [u8; SECRET] = rand::rng().random();
    let row: WebhookRow = diesel::insert_into(webhooks::table)
        .values((
            webhooks::id.eq(WebhookId::new()),
            webhooks::url.eq(&new.url),
            webhooks::description.eq(&new.description),
            webhooks::secret.eq(secret.to_vec()),
            webhooks::kinds.eq(&new.kinds),
            webhooks::actions.eq(&new.actions),
            webhooks::epoch.eq(head.epoch),
            webhooks::position.eq(head.position),
            webhooks::created_by.eq(&author.name),
        ))
        .returning(WebhookRow::as_returning())
        .get_result(tx.conn()?)
        .await?;
    // Not the whole address, which may hold a secret of the receiver.
    let host = Url::parse(&new.url)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned));
    let detail = json!({ "host": host });
    audit::record(tx, author, "create", "webhook", Some(row.id.0), detail).await?;
    Ok(row)
}

/// Deletes a webhook with its deliveries.
///
/// # Errors
/// Not found.
pub async fn delete(tx: &mut Tx, id: WebhookId, author: &Author) -> Result<(), AppError> {
    let gone = diesel::delete(webhooks::table.find(id))
        .execute(tx.conn()?)
        .await?;
    if gone == 0 {
        return Err(AppError::NotFound);
    }
    audit::record(tx, author, "delete", "webhook", Some(id.0), json!({})).await
}

/// Switches a webhook off, or on again: what changed meanwhile is sent then, as far as the log reaches back.
///
/// # Errors
/// Not found.
pub async fn switch(
    tx: &mut Tx,
    id: WebhookId,
    on: bool,
    author: &Author,
) -> Result<WebhookRow, AppError> {
    let row: WebhookRow = diesel::update(webhooks::table.find(id))
        .set(webhooks::disabled_at.eq((!on).then(Utc::now)))
        .returning(WebhookRow::as_returning())
        .get_result(tx.conn()?)
        .await?;
    if on {
        reopen(tx, id).await?;
    }
    let verb = if on { "switch on" } else { "switch off" };
    audit::record(tx, author, verb, "webhook", Some(id.0), json!({})).await?;
    Ok(row)
}

/// A delivery as if it had never been sent.
#[derive(AsChangeset)]
#[diesel(table_name = webhook_deliveries)]
struct Again {
    state: DeliveryState,
    attempts: i32,
    next_at: DateTime<Utc>,
}

impl Again {
    fn now() -> Self {
        Self {
            state: DeliveryState::Pending,
            attempts: 0,
            next_at: Utc::now(),
        }
    }
}

/// Sends a delivery once more, at once, whatever became of it.
///
/// # Errors
/// Not found.
pub async fn replay(
    tx: &mut Tx,
    (webhook, id): (WebhookId, DeliveryId),
    author: &Author,
) -> Result<(), AppError> {
    let found = diesel::update(
        webhook_deliveries::table
            .find(id)
            .filter(webhook_deliveries::webhook_id.eq(webhook)),
    )
    .set(Again::now())
    .execute(tx.conn()?)
    .await?;
    if found == 0 {
        return Err(AppError::NotFound);
    }
    reopen(tx, webhook).await?;
    let detail = json!({ "delivery": id.0 });
    audit::record(tx, author, "replay", "webhook", Some(webhook.0), detail).await
}

/// Sends everything once more that was given up. Returns how many there are.
///
/// # Errors
/// Not found.
pub async fn replay_failed(
    tx: &mut Tx,
    webhook: WebhookId,
    author: &Author,
) -> Result<usize, AppError> {
    let given_up = webhook_deliveries::table
        .filter(webhook_deliveries::webhook_id.eq(webhook))
        .filter(webhook_deliveries::state.eq(DeliveryState::Failed));
    let count = diesel::update(given_up)
        .set(Again::now())
        .execute(tx.conn()?)
        .await?;
    reopen(tx, webhook).await?;
    let detail = json!({ "deliveries": count });
    audit::record(tx, author, "replay", "webhook", Some(webhook.0), detail).await?;
    Ok(count)
}

/// Forgets what failed, so that a webhook is sent to at once.
async fn reopen(tx: &mut Tx, id: WebhookId) -> Result<(), AppError> {
    diesel::update(webhooks::table.find(id))
        .set((
            webhooks::failures.eq(0),
            webhooks::closed_until.eq(None::<DateTime<Utc>>),
        ))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Makes events of what changed since the last time, one for each change that a webhook asks for, whichever process does it.
/// Returns whether there is more.
///
/// # Errors
/// What the database refuses.
pub async fn fan_out(tx: &mut Tx) -> Result<bool, AppError> {
    let head = changes::head(tx.conn()?).await?;
    let behind: Vec<WebhookRow> = webhooks::table
        .filter(webhooks::disabled_at.is_null())
        .filter(
            webhooks::position
                .ne(head.position)
                .or(webhooks::epoch.ne(head.epoch)),
        )
        .select(WebhookRow::as_select())
        .for_update()
        .skip_locked()
        .load(tx.conn()?)
        .await?;
    let mut has_more = false;
    for webhook in behind {
        let place = Place {
            epoch: webhook.epoch,
            position: webhook.position,
        };
        let reached = if head.reaches_back_to(place) {
            let rows = changes::since(tx.conn()?, webhook.position, ROWS).await?;
            let reached = rows.last().map_or(head.position, |row| row.position);
            let bodies: Vec<ChangeBody> = rows.into_iter().filter_map(ChangeBody::of).collect();
            add_events(tx, &webhook, &bodies).await?;
            reached
        } else {
            // The log was restored, or is kept no longer so far back: what lies between is lost to who only listens.
            tracing::warn!(webhook = %webhook.id, "a webhook begins again at the end of the change log");
            head.position
        };
        has_more |= reached < head.position;
        diesel::update(webhooks::table.find(webhook.id))
            .set((
                webhooks::epoch.eq(head.epoch),
                webhooks::position.eq(reached),
            ))
            .execute(tx.conn()?)
            .await?;
    }
    Ok(has_more)
}

async fn add_events(
    tx: &mut Tx,
    webhook: &WebhookRow,
    rows: &[ChangeBody],
) -> Result<(), AppError> {
    let mut events = Vec::new();
    for change in rows.iter().filter(|change| webhook.wants(change)) {
        let id = DeliveryId::new();
        let place = Place {
            epoch: webhook.epoch,
            position: change.version,
        };
        let event = Event {
            id,
            event_type: format!("{}.{}", change.kind, change.action),
            sequence: change.version,
            cursor: place.to_string(),
            data: change.clone(),
        };
        events.push((
            webhook_deliveries::id.eq(id),
            webhook_deliveries::webhook_id.eq(webhook.id),
            webhook_deliveries::epoch.eq(webhook.epoch),
            webhook_deliveries::position.eq(change.version),
            webhook_deliveries::body.eq(serde_json::to_string(&event)?),
        ));
    }
    diesel::insert_into(webhook_deliveries::table)
        .values(events)
        .on_conflict_do_nothing()
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Takes up webhooks for which something is due, each for one process at a time.
///
/// # Errors
/// What the database refuses.
pub async fn claim(tx: &mut Tx, now: DateTime<Utc>) -> Result<Vec<WebhookRow>, AppError> {
    let with_something_due = webhook_deliveries::table
        .filter(webhook_deliveries::state.eq(DeliveryState::Pending))
        .filter(webhook_deliveries::next_at.le(now))
        .select(webhook_deliveries::webhook_id);
    let free: Vec<WebhookRow> = webhooks::table
        .filter(webhooks::disabled_at.is_null())
        .filter(
            webhooks::closed_until
                .is_null()
                .or(webhooks::closed_until.assume_not_null().le(now)),
        )
        .filter(
            webhooks::leased_until
                .is_null()
                .or(webhooks::leased_until.assume_not_null().le(now)),
        )
        .filter(webhooks::id.eq_any(with_something_due))
        .order(webhooks::id)
        .limit(AT_ONCE)
        .select(WebhookRow::as_select())
        .for_update()
        .skip_locked()
        .load(tx.conn()?)
        .await?;
    if free.is_empty() {
        return Ok(free);
    }
    let ids: Vec<WebhookId> = free.iter().map(|webhook| webhook.id).collect();
    diesel::update(webhooks::table.filter(webhooks::id.eq_any(ids)))
        .set(webhooks::leased_until.eq(now + LEASE))
        .execute(tx.conn()?)
        .await?;
    Ok(free)
}

/// Notes what became of an attempt, and that this process goes on with the webhook. Returns whether it can be sent to at once.
///
/// # Errors
/// What the database refuses.
pub async fn note(
    tx: &mut Tx,
    (webhook, id): (WebhookId, DeliveryId),
    attempts: i32,
    attempt: &Attempt,
) -> Result<bool, AppError> {
    let now = Utc::now();
    diesel::update(webhooks::table.find(webhook))
        .set(webhooks::leased_until.eq(Some(now + LEASE)))
        .execute(tx.conn()?)
        .await?;
    let row = webhook_deliveries::table.find(id);
    match attempt {
        Attempt::Taken(status) => {
            diesel::update(row)
                .set((
                    webhook_deliveries::state.eq(DeliveryState::Delivered),
                    webhook_deliveries::attempts.eq(attempts + 1),
                    webhook_deliveries::last_status.eq(Some(i32::from(*status))),
                    webhook_deliveries::last_problem.eq(None::<String>),
                    webhook_deliveries::delivered_at.eq(Some(now)),
                ))
                .execute(tx.conn()?)
                .await?;
            reopen(tx, webhook).await?;
            Ok(true)
        }
        Attempt::Failed(status, problem) => {
            let state = if attempts + 1 >= ATTEMPTS {
                DeliveryState::Failed
            } else {
                DeliveryState::Pending
            };
            diesel::update(row)
                .set((
                    webhook_deliveries::state.eq(state),
                    webhook_deliveries::attempts.eq(attempts + 1),
                    webhook_deliveries::last_status.eq(status.map(i32::from)),
                    webhook_deliveries::last_problem.eq(Some(problem)),
                    webhook_deliveries::next_at.eq(now + backoff(attempts, jitter())),
                ))
                .execute(tx.conn()?)
                .await?;
            note_failure(tx, webhook, now).await
        }
    }
}

/// Counts a failure of a webhook; too many in a row give it a pause.
async fn note_failure(tx: &mut Tx, id: WebhookId, now: DateTime<Utc>) -> Result<bool, AppError> {
    let failures: i32 = diesel::update(webhooks::table.find(id))
        .set(webhooks::failures.eq(webhooks::failures + 1))
        .returning(webhooks::failures)
        .get_result(tx.conn()?)
        .await?;
    if failures < PATIENCE {
        return Ok(true);
    }
    let pause = pause(failures - PATIENCE);
    diesel::update(webhooks::table.find(id))
        .set(webhooks::closed_until.eq(Some(now + pause)))
        .execute(tx.conn()?)
        .await?;
    Ok(false)
}

/// Lets other processes send to a webhook.
///
/// # Errors
/// What the database refuses.
pub async fn release(tx: &mut Tx, id: WebhookId) -> Result<(), AppError> {
    diesel::update(webhooks::table.find(id))
        .set(webhooks::leased_until.eq(None::<DateTime<Utc>>))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Deletes deliveries that are older than a month.
///
/// # Errors
/// What the database refuses.
pub async fn forget_old(tx: &mut Tx) -> Result<usize, AppError> {
    let old = webhook_deliveries::created_at.lt(Utc::now() - KEPT);
    Ok(diesel::delete(webhook_deliveries::table.filter(old))
        .execute(tx.conn()?)
        .await?)
}

/// From half to one and a half, so that what failed together is not tried together again.
fn jitter() -> f64 {
    rand::rng().random_range(0.5..1.5)
}

/// How long to wait after so many attempts: five seconds, then three times as long each time, at most six hours.
fn backoff(attempts: i32, jitter: f64) -> TimeDelta {
    const MOST: f64 = 6.0 * 3_600.0;
    let seconds = (5.0 * 3_f64.powi(attempts.max(0))).min(MOST) * jitter;
    // At most nine hours, which fits.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "at most nine hours of milliseconds"
    )]
    TimeDelta::milliseconds((seconds * 1_000.0) as i64)
}

/// How long a webhook that keeps failing gets a pause: half a minute, then twice as long each time, at most half an hour.
fn pause(more: i32) -> TimeDelta {
    let doubled = 30_i64 << more.clamp(0, 6);
    TimeDelta::seconds(doubled.min(1_800))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_six_hours_and_pauses_up_to_half_an_hour() {
        let waits: Vec<i64> = (0..10)
            .map(|attempts| backoff(attempts, 1.0).num_seconds())
            .collect();
        assert_eq!(
            waits,
            [5, 15, 45, 135, 405, 1_215, 3_645, 10_935, 21_600, 21_600]
        );
        assert!((0.5..1.5).contains(&jitter()));
        let pauses: Vec<i64> = [0, 1, 5, 6, 90]
            .map(|more| pause(more).num_seconds())
            .to_vec();
        assert_eq!(pauses, [30, 60, 960, 1_800, 1_800]);
        let day: i64 = (0..ATTEMPTS)
            .map(|attempts| backoff(attempts, 1.0).num_seconds())
            .sum();
        assert!(day > 24 * 3_600, "{day}");
    }
}
