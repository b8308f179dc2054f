//! Rows of lots and certificates.

use chrono::NaiveDate;
use diesel::prelude::*;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalog::formula::model::Operator;
use crate::catalog::variant::model::VariantId;
use crate::db::schema::{certificate_results, certificates, lots};
use crate::id_type;

id_type! {
    /// Id of a lot.
    LotId
}
id_type! {
    /// Id of a certificate.
    CertificateId
}

/// A batch.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = lots)]
pub struct LotRow {
    /// Its id.
    pub id: LotId,
    /// What it is a batch of.
    pub variant_id: VariantId,
    /// The code printed on the package, as in GS1 application identifier 10.
    pub code: String,
    /// When it was made.
    pub made_on: Option<NaiveDate>,
    /// Until when it keeps.
    pub expires_on: Option<NaiveDate>,
}

/// A laboratory's report on a lot.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = certificates)]
pub struct CertificateRow {
    /// Its id.
    pub id: CertificateId,
    /// The lot.
    pub lot_id: LotId,
    /// Who tested.
    pub laboratory: String,
    /// The laboratory's number of the report.
    pub number: Option<String>,
    /// When it was issued.
    pub issued_on: NaiveDate,
    /// When it must be reviewed.
    pub review_by: Option<NaiveDate>,
}

/// One measured value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable, ToSchema)]
#[diesel(table_name = certificate_results)]
pub struct TestResult {
    /// What was measured.
    pub analyte: String,
    /// How the number is to be read.
    pub operator: Operator,
    /// The number.
    pub quantity: Option<Decimal>,
    /// Its unit.
    pub unit: Option<String>,
    /// The limit, in the same unit.
    #[diesel(column_name = limit_quantity)]
    #[serde(rename = "limit")]
    pub limit_quantity: Option<Decimal>,
    /// Whether it was met; `null` where nothing was to be met.
    pub passed: Option<bool>,
}
