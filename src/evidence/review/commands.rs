//! Dates of review that pass: nothing is written for it, so the change log is told on the day.

use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use diesel::sql_types::{Date, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use crate::db::schema::review_boundaries;
use crate::error::AppError;
use crate::evidence::review::GRACE;
use crate::gate::task::commands::open_task;
use crate::gate::task::model::{NewTask, TaskReason};
use crate::publishing::{Kind, Tx};

#[derive(QueryableByName)]
struct Passed {
    #[diesel(sql_type = SqlUuid)]
    entity_id: Uuid,
    #[diesel(sql_type = Text)]
    kind: Kind,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Date)]
    review_by: NaiveDate,
}

/// Writes to the change log what is public and whose review has become overdue, or lapsed, since the last time; each is listed
/// for review. Once however many processes do it. Returns how many there were.
///
/// # Errors
/// What the database refuses.
pub async fn process_lapsed_reviews(tx: &mut Tx, today: NaiveDate) -> Result<usize, AppError> {
    let from: Option<NaiveDate> = review_boundaries::table
        .filter(review_boundaries::processed_until.lt(today))
        .select(review_boundaries::processed_until)
        .for_update()
        .skip_locked()
        .first(tx.conn()?)
        .await
        .optional()?;
    let Some(from) = from else { return Ok(0) };
    let passed = passed_between(tx, from, today).await?;
    for one in &passed {
        tx.changed(one.kind, one.entity_id, &one.slug, &["review_by"]);
        open_task(
            tx,
            &NewTask {
                reason: TaskReason::ReviewOverdue,
                kind: one.kind,
                entity_id: one.entity_id,
                title: &one.title,
                detail: json!({ "review_by": one.review_by }),
            },
        )
        .await?;
    }
    diesel::update(review_boundaries::table)
        .set(review_boundaries::processed_until.eq(today))
        .execute(tx.conn()?)
        .await?;
    Ok(passed.len())
}

/// What became overdue or lapsed on a day after `from`, up to and including `until`. A review is overdue on the day after its
/// date and lapses when the days of grace are over.
async fn passed_between(
    tx: &mut Tx,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<Passed>, AppError> {
    let one = Days::new(1);
    // The date stands within the published JSON, where PostgreSQL reaches it and the query builder does not.
    let rows = diesel::sql_query(
        "SELECT DISTINCT ON (current.entity_id) current.entity_id, current.kind, current.slug, publication.card ->> 'title' AS title, dated.review_by
         FROM current_publications current
         JOIN publications publication ON publication.id = current.publication_id
         CROSS JOIN LATERAL (
             SELECT (publication.document ->> 'review_by')::date AS review_by
             UNION ALL
             SELECT (found #>> '{}')::date
             FROM jsonb_path_query(publication.document::jsonb, '$.lots[*].certificates[*].review_by') found
         ) dated
         WHERE current.kind IN ('claim', 'article', 'product') AND current.state = 'live'
           AND publication.document::text LIKE '%review_by%'
           AND (dated.review_by BETWEEN $1 AND $2 OR dated.review_by BETWEEN $3 AND $4)
         ORDER BY current.entity_id, dated.review_by",
    )
    .bind::<Date, _>(from)
    .bind::<Date, _>(until - one)
    .bind::<Date, _>(from - GRACE)
    .bind::<Date, _>(until - GRACE - one)
    .load(tx.conn()?)
    .await?;
    Ok(rows)
}
