//! Reads of the edit tables of lots.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::document::{CertificateDocument, LotDocument, LotFile};
use super::draft::{CertificateDraft, LotDraft, ResultDraft};
use super::model::{CertificateId, CertificateRow, LotId, LotRow, TestResult};
use crate::catalog::product::model::ProductId;
use crate::catalog::variant::model::VariantId;
use crate::db::schema::{certificate_results, certificates, lots, variants};
use crate::media::queries::certificate_files;

/// The lots of products that have a certificate, newest first, in at most four statements.
pub async fn lots_of(
    mut conn: &AsyncPgConnection,
    products: &[ProductId],
) -> QueryResult<HashMap<ProductId, Vec<LotDocument>>> {
    let rows: Vec<(ProductId, LotRow)> = lots::table
        .inner_join(variants::table)
        .filter(variants::product_id.eq_any(products))
        .filter(lots::is_listed)
        .order((lots::made_on.desc(), lots::code))
        .select((variants::product_id, LotRow::as_select()))
        .load(&mut conn)
        .await?;
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<LotId> = rows.iter().map(|(_, row)| row.id).collect();
    let mut certificates = certificates_of(conn, &ids).await?;
    let mut files: HashMap<LotId, Vec<LotFile>> = HashMap::new();
    for (lot, title, path, expires_on) in certificate_files(conn, &ids).await? {
        let file = LotFile {
            title,
            path,
            expires_on,
        };
        files.entry(lot).or_default().push(file);
    }
    let mut lots: HashMap<ProductId, Vec<LotDocument>> = HashMap::new();
    for (product, row) in rows {
        lots.entry(product).or_default().push(LotDocument {
            variant_id: row.variant_id,
            code: row.code,
            made_on: row.made_on,
            expires_on: row.expires_on,
            certificates: certificates.remove(&row.id).unwrap_or_default(),
            files: files.remove(&row.id).unwrap_or_default(),
        });
    }
    Ok(lots)
}

async fn certificates_of(
    mut conn: &AsyncPgConnection,
    lots: &[LotId],
) -> QueryResult<HashMap<LotId, Vec<CertificateDocument>>> {
    let rows: Vec<CertificateRow> = certificates::table
        .filter(certificates::lot_id.eq_any(lots))
        .order((certificates::issued_on.desc(), certificates::id))
        .select(CertificateRow::as_select())
        .load(&mut conn)
        .await?;
    let ids: Vec<CertificateId> = rows.iter().map(|row| row.id).collect();
    let results: Vec<(CertificateId, TestResult)> = certificate_results::table
        .filter(certificate_results::certificate_id.eq_any(&ids))
        .order(certificate_results::position)
        .select((certificate_results::certificate_id, TestResult::as_select()))
        .load(&mut conn)
        .await?;
    let mut of_certificate: HashMap<CertificateId, Vec<TestResult>> = HashMap::new();
    for (certificate, result) in results {
        of_certificate.entry(certificate).or_default().push(result);
    }
    let mut of_lot: HashMap<LotId, Vec<CertificateDocument>> = HashMap::new();
    for row in rows {
        of_lot
            .entry(row.lot_id)
            .or_default()
            .push(CertificateDocument {
                results: of_certificate.remove(&row.id).unwrap_or_default(),
                laboratory: row.laboratory,
                number: row.number,
                issued_on: row.issued_on,
                review_by: row.review_by,
            });
    }
    Ok(of_lot)
}

/// What is edited of a lot, as it is saved.
pub async fn draft(mut conn: &AsyncPgConnection, id: LotId) -> QueryResult<LotDraft> {
    let (row, sku): (LotRow, String) = lots::table
        .inner_join(variants::table)
        .filter(lots::id.eq(id))
        .select((LotRow::as_select(), variants::sku))
        .first(&mut conn)
        .await?;
    let rows: Vec<CertificateRow> = certificates::table
        .filter(certificates::lot_id.eq(id))
        .order((certificates::issued_on.desc(), certificates::id))
        .select(CertificateRow::as_select())
        .load(&mut conn)
        .await?;
    let mut drafts = Vec::with_capacity(rows.len());
    for row in rows {
        let results = certificate_results::table
            .filter(certificate_results::certificate_id.eq(row.id))
            .order(certificate_results::position)
            .select(TestResult::as_select())
            .load(&mut conn)
            .await?;
        drafts.push(CertificateDraft {
            id: row.id.0,
            laboratory: row.laboratory,
            number: row.number,
            issued_on: row.issued_on,
            review_by: row.review_by,
            results: results.into_iter().map(ResultDraft::from).collect(),
        });
    }
    Ok(LotDraft {
        sku,
        code: row.code,
        made_on: row.made_on,
        expires_on: row.expires_on,
        certificates: drafts,
    })
}

/// The variant with a SKU, and its product.
pub async fn variant_by_sku(
    mut conn: &AsyncPgConnection,
    sku: &str,
) -> QueryResult<Option<(VariantId, ProductId)>> {
    variants::table
        .filter(variants::sku.eq(sku))
        .select((variants::id, variants::product_id))
        .first(&mut conn)
        .await
        .optional()
}

/// The product of a lot.
pub async fn product_of(mut conn: &AsyncPgConnection, id: LotId) -> QueryResult<ProductId> {
    lots::table
        .inner_join(variants::table)
        .filter(lots::id.eq(id))
        .select(variants::product_id)
        .first(&mut conn)
        .await
}
