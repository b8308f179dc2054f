//! What is published of a lot, within its product.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::TestResult;
use crate::catalog::variant::model::VariantId;

/// A batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LotDocument {
    /// What it is a batch of.
    pub variant_id: VariantId,
    /// The code printed on the package.
    pub code: String,
    /// When it was made.
    pub made_on: Option<NaiveDate>,
    /// Until when it keeps.
    pub expires_on: Option<NaiveDate>,
    /// Laboratory reports, newest first.
    pub certificates: Vec<CertificateDocument>,
    /// The reports as their laboratories wrote them.
    #[serde(default)]
    pub files: Vec<LotFile>,
}

/// A certificate as a PDF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LotFile {
    /// What it is called.
    pub title: String,
    /// Its address on this site.
    pub path: String,
    /// The last day on which it holds.
    pub expires_on: Option<NaiveDate>,
}

/// A laboratory's report on a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CertificateDocument {
    /// Who tested.
    pub laboratory: String,
    /// The laboratory's number of the report.
    pub number: Option<String>,
    /// When it was issued.
    pub issued_on: NaiveDate,
    /// When it must be reviewed.
    pub review_by: Option<NaiveDate>,
    /// What was measured.
    pub results: Vec<TestResult>,
}
