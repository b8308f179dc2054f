//! Writes of the ledger.

use chrono::NaiveDate;
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
                notifications::statement_sha256.eq(sha256(&made.statement)),
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

/// Notes that statements were notified on a day, by whom they were certified.
///
/// # Errors
/// What the database refuses.
pub async fn mark_notified(
    tx: &mut Tx,
    ids: &[Uuid],
    day: NaiveDate,
    signatory: &str,
    author: &Author,
) -> Result<usize, AppError> {
    if signatory.trim().is_empty() {
        return Err(AppError::field(
            "signatory",
            "must name the person who certifies the notice",
        ));
    }
    let marked = diesel::update(
        notifications::table
            .filter(notifications::id.eq_any(ids))
            .filter(notifications::notified_on.is_null()),
    )
    .set((
        notifications::notified_on.eq(day),
        notifications::signatory.eq(signatory.trim()),
    ))
    .execute(tx.conn()?)
    .await?;
    let detail = json!({ "notifications": ids, "notified_on": day, "signatory": signatory.trim() });
    audit::record(tx, author, "notify", "notification", None, detail).await?;
    Ok(marked)
}
