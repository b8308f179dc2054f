//! Writes of the ledger.

use chrono::{Months, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;
use uuid::Uuid;

use super::model::Made;
use crate::accounts::audit;
use crate::db::schema::notifications;
use crate::error::AppError;
use crate::gate::sign_off::model::sha256;
use crate::publishing::{Author, Tx};

/// Opens an entry for each statement that a product did not make before. The first day counts, however often it comes back.
///
/// # Errors
/// What the database refuses.
pub async fn enter(
    tx: &mut Tx,
    (product_id, product, brand): (Uuid, &str, &str),
    statements: &[Made],
) -> Result<(), AppError> {
    if statements.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = statements
        .iter()
        .map(|made| {
            (
                notifications::id.eq(Uuid::now_v7()),
                notifications::product_id.eq(product_id),
                notifications::product.eq(product),
                notifications::brand.eq(brand),
                notifications::ingredient.eq(made.ingredient.as_deref()),
                notifications::claim_id.eq(made.claim_id),
                notifications::statement.eq(&made.statement),
                notifications::statement_sha256.eq(sha256(&words_of(&made.statement))),
            )
        })
        .collect();
    diesel::insert_into(notifications::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// The words of a statement, by which the ledger knows it: a full stop more makes no other statement.
fn words_of(statement: &str) -> String {
    let words = statement.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join(" ")
}

/// Longest name of a signatory, in characters.
const MAX_SIGNATORY: usize = 200;

/// How many months before a statement was first public its notice may have been sent.
const EARLIEST: Months = Months::new(12);

/// Notes that statements were notified on a day, by whom they were certified. All of them or none.
///
/// # Errors
/// A day or a name that can't be right, or a statement that the ledger doesn't know or that was notified before.
pub async fn mark_notified(
    tx: &mut Tx,
    ids: &[Uuid],
    day: NaiveDate,
    signatory: &str,
    author: &Author,
) -> Result<usize, AppError> {
    let signatory = signatory.trim();
    if signatory.is_empty() {
        return Err(AppError::field(
            "signatory",
            "must name the person who certifies the notice",
        ));
    }
    if signatory.chars().count() > MAX_SIGNATORY {
        return Err(AppError::field(
            "signatory",
            format!("must be at most {MAX_SIGNATORY} characters"),
        ));
    }
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    open_for(tx, &ids, day).await?;
    let marked = diesel::update(
        notifications::table
            .filter(notifications::id.eq_any(&ids))
            .filter(notifications::notified_on.is_null()),
    )
    .set((
        notifications::notified_on.eq(day),
        notifications::signatory.eq(signatory),
    ))
    .execute(tx.conn()?)
    .await?;
    let detail = json!({ "notifications": ids, "notified_on": day, "signatory": signatory });
    audit::record(tx, author, "notify", "notification", None, detail).await?;
    Ok(marked)
}

/// Locks statements that shall be noted, and sees that each is open and that its notice can have been sent on that day.
async fn open_for(tx: &mut Tx, ids: &[Uuid], day: NaiveDate) -> Result<(), AppError> {
    let rows: Vec<(NaiveDate, Option<NaiveDate>)> = notifications::table
        .filter(notifications::id.eq_any(ids))
        .order(notifications::id)
        .select((notifications::first_public_on, notifications::notified_on))
        .for_update()
        .load(tx.conn()?)
        .await?;
    if rows.len() < ids.len() {
        return Err(AppError::Conflict(
            "a chosen statement is not in the ledger: reload the page and choose again".to_owned(),
        ));
    }
    if rows.iter().any(|(_, notified_on)| notified_on.is_some()) {
        return Err(AppError::Conflict(
            "the notice of a chosen statement has been noted before: reload the page and choose again"
                .to_owned(),
        ));
    }
    let today = Utc::now().date_naive();
    let newest = rows
        .iter()
        .map(|(first_public_on, _)| *first_public_on)
        .max();
    let earliest = newest
        .and_then(|first_public_on| first_public_on.checked_sub_months(EARLIEST))
        .unwrap_or(today);
    if day < earliest || day > today {
        return Err(AppError::field(
            "notified_on",
            format!(
                "must be a day from {earliest}, a year before the statement was first public, to today, {today}"
            ),
        ));
    }
    Ok(())
}
