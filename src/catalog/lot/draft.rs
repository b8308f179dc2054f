//! What is edited of a lot: a batch of a variant with its laboratory reports.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::model::TestResult;
use crate::catalog::formula::model::Operator;
use crate::editing::draft::Draft;
use crate::editing::form::{Field, Form, Input, Section, Shape};
use crate::editing::read::Problems;
use crate::options;
use crate::publishing::Kind;

/// A lot in its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotDraft {
    /// SKU of the variant.
    pub sku: String,
    /// The code printed on the package.
    pub code: String,
    /// When it was made.
    pub made_on: Option<NaiveDate>,
    /// Until when it keeps.
    pub expires_on: Option<NaiveDate>,
    /// Laboratory reports.
    pub certificates: Vec<CertificateDraft>,
}

/// A laboratory report in its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateDraft {
    /// Its id.
    pub id: Uuid,
    /// Who tested.
    pub laboratory: String,
    /// The laboratory's number of the report.
    pub number: Option<String>,
    /// When it was issued.
    pub issued_on: NaiveDate,
    /// When it must be reviewed.
    pub review_by: Option<NaiveDate>,
    /// What was measured.
    pub results: Vec<ResultDraft>,
}

/// A measured value in its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultDraft {
    /// What was measured.
    pub analyte: String,
    /// How the number is to be read; exactly when nobody says.
    pub operator: Option<Operator>,
    /// The number.
    pub quantity: Option<Decimal>,
    /// Its unit.
    pub unit: Option<String>,
    /// The limit, in the same unit.
    pub limit: Option<Decimal>,
    /// Whether it was met: `yes` or `no`; empty where nothing was to be met.
    pub passed: Option<String>,
}

impl From<TestResult> for ResultDraft {
    fn from(result: TestResult) -> Self {
        Self {
            analyte: result.analyte,
            operator: Some(result.operator),
            quantity: result.quantity,
            unit: result.unit,
            limit: result.limit_quantity,
            passed: result
                .passed
                .map(|passed| if passed { "yes" } else { "no" }.to_owned()),
        }
    }
}

impl ResultDraft {
    /// The value as it is stored.
    pub fn result(&self) -> TestResult {
        TestResult {
            analyte: self.analyte.clone(),
            operator: self.operator.unwrap_or(Operator::Equal),
            quantity: self.quantity,
            unit: self.unit.clone(),
            limit_quantity: self.limit,
            passed: self.passed.as_deref().map(|passed| passed == "yes"),
        }
    }
}

impl Draft for LotDraft {
    const KIND: Kind = Kind::Lot;

    fn form() -> Form {
        Form::new(vec![
            Section::new(
                "lot",
                "Lot",
                vec![
                    Field::line("sku", "SKU of the variant", 50).required(),
                    Field::line("code", "Code on the package", 20).required(),
                    Field::new("made_on", "Made on", Input::Date),
                    Field::new("expires_on", "Keeps until", Input::Date),
                ],
            )
            .hint("It is published with its product."),
            Section::new(
                "certificates",
                "Certificates",
                vec![Field::rows(
                    "certificates",
                    "Certificates",
                    "certificate",
                    Shape::Keyed(&["laboratory", "number"]),
                    vec![
                        Field::line("laboratory", "Laboratory", 200).required(),
                        Field::line("number", "Number of the report", 100),
                        Field::new("issued_on", "Issued on", Input::Date).required(),
                        Field::new("review_by", "Review by", Input::Date),
                        Field::rows(
                            "results",
                            "Results",
                            "result",
                            Shape::Plain,
                            vec![
                                Field::line("analyte", "What was measured", 200).required(),
                                Field::choice("operator", "Reads as", options!(Operator)),
                                Field::new("quantity", "Value", Input::Decimal),
                                Field::line("unit", "Unit", 30),
                                Field::new("limit", "Limit", Input::Decimal),
                                Field::choice(
                                    "passed",
                                    "Limit met",
                                    vec![("yes", "Yes"), ("no", "No")],
                                ),
                            ],
                        ),
                    ],
                )],
            ),
        ])
    }

    fn check(&self, problems: &mut Problems) {
        if self
            .made_on
            .zip(self.expires_on)
            .is_some_and(|(made, expires)| made >= expires)
        {
            problems.add("expires_on", "must be after the day on which it was made");
        }
        for (certificate, at) in self.certificates.iter().zip(0..) {
            if certificate
                .review_by
                .is_some_and(|review| review <= certificate.issued_on)
            {
                problems.add(
                    format!("certificates.{at}.review_by"),
                    "must be after the day of issue",
                );
            }
            for (result, place) in certificate.results.iter().zip(0..) {
                if result.quantity.is_some() && result.unit.is_none() {
                    problems.add(
                        format!("certificates.{at}.results.{place}.unit"),
                        "must be given with a value",
                    );
                }
            }
        }
    }
}
