//! Laboratory reports on the lots of a product, as its page shows them.

use chrono::Utc;

use super::view::ProductView;
use crate::catalog::formula::model::{Operator, Quantity, grouped};
use crate::catalog::lot::document::{CertificateDocument, LotDocument, LotFile};
use crate::catalog::lot::model::TestResult;
use crate::evidence::review::Review;
use crate::web::page::day;

/// One laboratory report.
pub struct LotLine {
    /// The code printed on the package.
    pub code: String,
    /// What it is a batch of.
    pub variant: String,
    /// Until when it keeps.
    pub expires: Option<String>,
    /// Who tested, and the number of the report.
    pub laboratory: String,
    /// When it was issued.
    pub issued: String,
    /// Since when its review is overdue.
    pub overdue: Option<String>,
    /// What was measured.
    pub results: Vec<ResultLine>,
    /// The reports on the lot as files, under the latest of them.
    pub files: Vec<LotFile>,
}

/// One measured value.
pub struct ResultLine {
    /// What was measured.
    pub analyte: String,
    /// The value.
    pub value: String,
    /// The limit.
    pub limit: Option<String>,
    /// Sign, word and sort of the outcome.
    pub outcome: Option<(&'static str, &'static str, &'static str)>,
}

/// Every certificate of every lot.
pub fn lot_lines(view: &ProductView) -> Vec<LotLine> {
    let document = &view.product.document;
    let title = |lot: &LotDocument| {
        document
            .variants
            .iter()
            .find(|variant| variant.id == lot.variant_id)
            .map(|variant| variant.title.clone())
            .unwrap_or_default()
    };
    document
        .lots
        .iter()
        .flat_map(|lot| {
            let reports = lot.certificates.iter().zip(0..);
            reports.map(move |(report, at)| (lot, report, at))
        })
        .map(|(lot, report, at)| LotLine {
            files: if at == 0 { files(lot) } else { Vec::new() },
            code: lot.code.clone(),
            variant: title(lot),
            expires: lot.expires_on.map(day),
            laboratory: laboratory(report),
            issued: day(report.issued_on),
            overdue: Review::on(report.review_by, Utc::now().date_naive())
                .overdue_since()
                .map(day),
            results: report.results.iter().map(result_line).collect(),
        })
        .collect()
}

/// The files that hold today.
fn files(lot: &LotDocument) -> Vec<LotFile> {
    let today = Utc::now().date_naive();
    let holds = |file: &&LotFile| file.expires_on.is_none_or(|last| today <= last);
    lot.files.iter().filter(holds).cloned().collect()
}

fn laboratory(report: &CertificateDocument) -> String {
    match &report.number {
        Some(number) => format!("{}, report {number}", report.laboratory),
        None => report.laboratory.clone(),
    }
}

fn result_line(result: &TestResult) -> ResultLine {
    let unit = result.unit.clone().unwrap_or_default();
    let quantity = |operator: Operator, value| {
        Quantity {
            operator,
            value,
            unit: unit.clone(),
        }
        .to_string()
    };
    ResultLine {
        analyte: result.analyte.clone(),
        value: match (result.quantity, result.passed) {
            (Some(value), _) => quantity(result.operator, value),
            (None, Some(true)) => "conforms".to_owned(),
            (None, Some(false)) => "does not conform".to_owned(),
            (None, None) => "not stated".to_owned(),
        },
        limit: result
            .limit_quantity
            .map(|value| format!("{} {unit}", grouped(value.normalize()))),
        outcome: result.passed.map(|passed| {
            if passed {
                ("✓", "Passed", "passed")
            } else {
                ("✕", "Failed", "failed")
            }
        }),
    }
}
