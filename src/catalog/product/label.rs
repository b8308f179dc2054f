//! The label of a product held against the rules of 21 CFR 101.36 and of allergens.

use std::sync::Arc;

use serde::Serialize;
use utoipa::ToSchema;

use super::document::ProductDocument;
use super::model::Form;
use crate::catalog::formula::checks::{allergen_findings, panel_findings};
use crate::catalog::formula::model::FormulaSource;
use crate::catalog::formula::panel::Ingredients;
use crate::compliance::allergens::AllergenRule;
use crate::compliance::lint::{Finding, Part, Verdict};
use crate::compliance::passage::{Found, Passage};
use crate::compliance::severity::Severity;
use crate::compliance::surface::{Jurisdiction, Surface};

/// What a rule finds on a label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LabelFinding {
    /// Id of the rule.
    pub rule: &'static str,
    /// Section that the rule comes from.
    pub source: &'static str,
    /// `note`, `review` or `block`.
    pub severity: Severity,
    /// What it is about: a row of the panel, or a substance.
    pub about: Option<String>,
    /// What the label declares.
    pub declared: Option<String>,
    /// What it should come to.
    pub computed: Option<String>,
    /// What is wrong, in words.
    pub message: String,
    /// Whether the product cannot be published with it.
    #[serde(skip)]
    blocks_publication: bool,
}

/// Everything that rules find on the label of a product, the gravest first.
pub fn label_findings(document: &ProductDocument) -> Vec<LabelFinding> {
    let Some(formula) = &document.formula else {
        return Vec::new();
    };
    // A label that was imported says what is printed on a package: what is wrong there is reported. Only what contradicts
    // itself keeps it from the public.
    let is_ours = formula.source == FormulaSource::Editor;
    let ingredients = Ingredients {
        path_of: &|_| None,
        is_botanical: &|_| false,
    };
    let is_solid = matches!(
        document.form,
        Form::Capsule | Form::Tablet | Form::Softgel | Form::Gummy | Form::Lozenge
    );
    let of_panel = panel_findings(
        formula,
        &document.assertions,
        document.cautions.as_deref(),
        is_solid,
        ingredients,
    );
    let texts = [document.name.as_str(), document.summary.as_str()];
    let of_allergens = allergen_findings(formula, &document.assertions, &texts);
    let mut findings: Vec<LabelFinding> = of_panel
        .into_iter()
        .map(|finding| LabelFinding {
            rule: finding.rule.id(),
            source: finding.rule.source(),
            severity: finding.severity,
            about: finding.row_name,
            declared: finding.declared,
            computed: finding.computed,
            message: finding.message,
            blocks_publication: is_ours && finding.severity == Severity::Block,
        })
        .chain(of_allergens.into_iter().map(|finding| LabelFinding {
            rule: finding.rule.id(),
            source: finding.rule.source(),
            severity: finding.severity,
            about: Some(finding.substance.words()),
            declared: None,
            computed: finding.ingredient,
            message: finding.message,
            blocks_publication: finding.severity == Severity::Block
                && (is_ours || finding.rule != AllergenRule::ContainsMissing),
        }))
        .collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

/// What keeps the product from being published, as the gate reads findings.
pub fn contradictions(document: &ProductDocument) -> Vec<Found> {
    label_findings(document)
        .into_iter()
        .filter(|finding| finding.blocks_publication)
        .map(|finding| {
            let text = finding
                .about
                .clone()
                .unwrap_or_else(|| "the panel".to_owned());
            Found {
                finding: Finding {
                    rule: Arc::from(finding.rule),
                    span: (0, text.chars().count()),
                    severity: Verdict::Block,
                    message: Arc::from(finding.message),
                    suggestion: None,
                    criterion: None,
                },
                passage: Passage {
                    field: "label".to_owned(),
                    part: Part::Text,
                    surface: Surface::Product,
                    jurisdiction: Jurisdiction::Us,
                    text,
                },
            }
        })
        .collect()
}
