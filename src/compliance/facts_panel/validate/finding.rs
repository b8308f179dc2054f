//! What a rule finds.

use serde::Serialize;
use utoipa::ToSchema;

use super::PanelRule;
use super::rows::Visit;
use crate::compliance::daily_values::Population;
use crate::compliance::severity::Severity;

/// A broken rule, with where and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PanelFinding {
    /// The rule, published as its id.
    #[schema(value_type = String)]
    pub rule: PanelRule,
    /// What follows.
    pub severity: Severity,
    /// Places of the row and of those above it, from the top, counted from 0; `None` when it isn't about one row.
    pub row: Option<Vec<usize>>,
    /// The row's name on the label.
    pub row_name: Option<String>,
    /// Index of the serving size.
    pub serving: Option<usize>,
    /// Whose Daily Values.
    pub population: Option<Population>,
    /// What the label says.
    pub declared: Option<String>,
    /// What it should come to.
    pub computed: Option<String>,
    /// For editors.
    pub message: String,
}

impl PanelFinding {
    /// A finding on the panel as a whole.
    pub(super) fn new(rule: PanelRule, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity,
            row: None,
            row_name: None,
            serving: None,
            population: None,
            declared: None,
            computed: None,
            message: message.into(),
        }
    }

    /// Against a rule.
    pub(super) fn block(rule: PanelRule, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Block, message)
    }

    /// For a person to judge.
    pub(super) fn review(rule: PanelRule, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Review, message)
    }

    /// Worth knowing.
    pub(super) fn note(rule: PanelRule, message: impl Into<String>) -> Self {
        Self::new(rule, Severity::Note, message)
    }

    pub(super) fn at(mut self, visit: &Visit<'_>) -> Self {
        self.row = Some(visit.path.clone());
        self.row_name = Some(visit.row.name.trim().to_owned());
        self
    }

    pub(super) fn in_serving(mut self, serving: usize) -> Self {
        self.serving = Some(serving);
        self
    }

    pub(super) fn of_population(mut self, population: Population) -> Self {
        self.population = Some(population);
        self
    }

    pub(super) fn declared(mut self, text: impl Into<String>) -> Self {
        self.declared = Some(text.into());
        self
    }

    pub(super) fn computed(mut self, text: impl Into<String>) -> Self {
        self.computed = Some(text.into());
        self
    }
}
