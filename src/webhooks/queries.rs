//! Reads of webhooks.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Delivery, DeliveryId, DeliveryState, WebhookId, WebhookRow};
use crate::db::paging::{Cursor, Page, PageRequest};
use crate::db::schema::{webhook_deliveries, webhooks};

/// Every webhook, the oldest first.
pub async fn webhooks_of(mut conn: &AsyncPgConnection) -> QueryResult<Vec<WebhookRow>> {
    webhooks::table
        .order((webhooks::created_at, webhooks::id))
        .select(WebhookRow::as_select())
        .load(&mut conn)
        .await
}

/// One webhook.
pub async fn webhook(mut conn: &AsyncPgConnection, id: WebhookId) -> QueryResult<WebhookRow> {
    webhooks::table
        .find(id)
        .select(WebhookRow::as_select())
        .first(&mut conn)
        .await
}

/// The deliveries of a webhook, or those of one state, the newest first.
pub async fn deliveries(
    mut conn: &AsyncPgConnection,
    id: WebhookId,
    state: Option<DeliveryState>,
    page: &PageRequest,
) -> QueryResult<Page<Delivery>> {
    let mut query = webhook_deliveries::table
        .filter(webhook_deliveries::webhook_id.eq(id))
        .into_boxed();
    if let Some(state) = state {
        query = query.filter(webhook_deliveries::state.eq(state));
    }
    if let Some(after) = &page.after {
        query = query.filter(webhook_deliveries::id.lt(DeliveryId(after.id)));
    }
    let rows: Vec<Delivery> = query
        .order(webhook_deliveries::id.desc())
        .limit(page.limit + 1)
        .select(Delivery::as_select())
        .load(&mut conn)
        .await?;
    Ok(Page::cut(rows, page.limit, |row| Cursor {
        key: String::new(),
        id: row.id.0,
    }))
}

/// How many deliveries of each webhook are pending or given up.
pub async fn outstanding(
    mut conn: &AsyncPgConnection,
) -> QueryResult<HashMap<(WebhookId, DeliveryState), i64>> {
    let rows: Vec<(WebhookId, DeliveryState, i64)> = webhook_deliveries::table
        .filter(webhook_deliveries::state.ne(DeliveryState::Delivered))
        .group_by((webhook_deliveries::webhook_id, webhook_deliveries::state))
        .select((
            webhook_deliveries::webhook_id,
            webhook_deliveries::state,
            count_star(),
        ))
        .load(&mut conn)
        .await?;
    let by_state = |(id, state, count)| ((id, state), count);
    Ok(rows.into_iter().map(by_state).collect())
}

/// The next delivery of a webhook that is due, with what is sent.
pub async fn due(
    mut conn: &AsyncPgConnection,
    id: WebhookId,
    now: DateTime<Utc>,
) -> QueryResult<Option<(DeliveryId, String, i32)>> {
    webhook_deliveries::table
        .filter(webhook_deliveries::webhook_id.eq(id))
        .filter(webhook_deliveries::state.eq(DeliveryState::Pending))
        .filter(webhook_deliveries::next_at.le(now))
        .order((webhook_deliveries::next_at, webhook_deliveries::position))
        .select((
            webhook_deliveries::id,
            webhook_deliveries::body,
            webhook_deliveries::attempts,
        ))
        .first(&mut conn)
        .await
        .optional()
}
