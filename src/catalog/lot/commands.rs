//! Writes of lots.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::model::{CertificateRow, LotRow, TestResult};
use crate::db::schema::{certificate_results, certificates, lots};
use crate::error::{AppError, OnConstraint};
use crate::publishing::Tx;

/// Adds a batch.
///
/// # Errors
/// A code that another batch of the variant has.
pub async fn add_lot(tx: &mut Tx, row: &LotRow) -> Result<(), AppError> {
    diesel::insert_into(lots::table)
        .values(row)
        .execute(tx.conn()?)
        .await
        .on_constraint("lots_variant_code_key", || {
            AppError::field(
                "code",
                format!("{} is another batch of this variant", row.code),
            )
        })?;
    Ok(())
}

/// Adds a laboratory's report with what was measured.
///
/// # Errors
/// A review before the issue.
pub async fn add_certificate(
    tx: &mut Tx,
    row: &CertificateRow,
    results: &[TestResult],
) -> Result<(), AppError> {
    diesel::insert_into(certificates::table)
        .values(row)
        .execute(tx.conn()?)
        .await
        .on_constraint("certificates_review_after_issue", || {
            AppError::field("review_by", "must be after the day of issue")
        })?;
    let rows: Vec<_> = results
        .iter()
        .zip(0i32..)
        .map(|(result, position)| {
            (
                certificate_results::certificate_id.eq(row.id),
                certificate_results::position.eq(position),
                certificate_results::analyte.eq(&result.analyte),
                certificate_results::operator.eq(result.operator),
                certificate_results::quantity.eq(result.quantity),
                certificate_results::unit.eq(result.unit.as_deref()),
                certificate_results::limit_quantity.eq(result.limit_quantity),
                certificate_results::passed.eq(result.passed),
            )
        })
        .collect();
    diesel::insert_into(certificate_results::table)
        .values(rows)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}
