//! Writes of lots.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::draft::{LotDraft, ResultDraft};
use super::model::{CertificateId, CertificateRow, LotId, LotRow, TestResult};
use super::queries;
use crate::catalog::product::model::ProductId;
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
        .on_constraints(&[
            (
                "certificates_review_after_issue",
                "review_by",
                "must be after the day of issue",
            ),
            (
                "certificates_pkey",
                "certificates",
                "hold one of another lot, or one twice: add a new row for it",
            ),
        ])?;
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

/// Saves a lot with its certificates, or makes it, not listed yet.
///
/// # Errors
/// A SKU that no variant has, or a code that another lot of the variant has.
pub async fn save_draft(tx: &mut Tx, id: LotId, draft: &LotDraft) -> Result<(), AppError> {
    let (variant_id, _) = queries::variant_by_sku(tx.conn()?, &draft.sku)
        .await?
        .ok_or_else(|| AppError::field("sku", "is that of no variant"))?;
    let row = (
        lots::variant_id.eq(variant_id),
        lots::code.eq(&draft.code),
        lots::made_on.eq(draft.made_on),
        lots::expires_on.eq(draft.expires_on),
    );
    diesel::insert_into(lots::table)
        .values((lots::id.eq(id), lots::is_listed.eq(false), row))
        .on_conflict(lots::id)
        .do_update()
        .set((
            row,
            lots::version.eq(lots::version + 1),
            lots::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await
        .on_constraints(&[(
            "lots_variant_code_key",
            "code",
            "is another lot of this variant",
        )])?;
    diesel::delete(certificates::table.filter(certificates::lot_id.eq(id)))
        .execute(tx.conn()?)
        .await?;
    for draft in &draft.certificates {
        let row = CertificateRow {
            id: CertificateId(draft.id),
            lot_id: id,
            laboratory: draft.laboratory.clone(),
            number: draft.number.clone(),
            issued_on: draft.issued_on,
            review_by: draft.review_by,
        };
        let results: Vec<TestResult> = draft.results.iter().map(ResultDraft::result).collect();
        add_certificate(tx, &row, &results).await?;
    }
    Ok(())
}

/// Lists a lot on the page of its product, or takes it from there; it shows when the product is published. Returns the product.
///
/// # Errors
/// Not found.
pub async fn set_listed(tx: &mut Tx, id: LotId, is_listed: bool) -> Result<ProductId, AppError> {
    let product = queries::product_of(tx.conn()?, id).await?;
    diesel::update(lots::table.find(id))
        .set(lots::is_listed.eq(is_listed))
        .execute(tx.conn()?)
        .await?;
    Ok(product)
}
