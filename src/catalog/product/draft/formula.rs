//! The formula in the form of its product.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::catalog::formula::model::{
    Amount, DeclaredPercent, Formula, FormulaRow, FormulaSource, Operator, Population, Quantity,
    RowKind, Serving,
};
use crate::editing::read::Problems;
use crate::evidence::ingredient::model::IngredientId;

/// A formula in the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormulaDraft {
    /// Serving sizes.
    pub servings: Vec<Serving>,
    /// Servings per container, as printed.
    pub servings_per_container: Option<String>,
    /// Whose Daily Values it uses; adults when nobody says.
    pub population: Option<Population>,
    /// Further columns of Daily Values.
    pub more_populations: Vec<Population>,
    /// Since when it is sold.
    pub effective_from: Option<NaiveDate>,
    /// Every row, those below the panel last.
    pub rows: Vec<RowDraft>,
}

/// A row in the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowDraft {
    /// Name as on the label.
    pub name: String,
    /// What it is.
    pub kind: RowKind,
    /// The ingredient that it is.
    pub ingredient_id: Option<IngredientId>,
    /// Printed in parentheses.
    pub source_form: Option<String>,
    /// Part of the plant.
    pub plant_part: Option<String>,
    /// Anything else that the label says.
    pub note: Option<String>,
    /// Amounts, one a serving size.
    pub amounts: Vec<AmountDraft>,
    /// Rows within it.
    pub rows: Vec<RowDraft>,
}

/// An amount in the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmountDraft {
    /// How the amount is to be read; exactly when nobody says.
    pub operator: Option<Operator>,
    /// How much.
    pub quantity: Option<Decimal>,
    /// Of what unit.
    pub unit: Option<String>,
    /// How the percentage is to be read.
    pub percent_operator: Option<Operator>,
    /// Percent of the Daily Value.
    pub percent: Option<Decimal>,
    /// The label says that no Daily Value is established.
    pub not_established: bool,
}

impl FormulaDraft {
    /// What is wrong beyond single fields.
    pub(super) fn check(&self, problems: &mut Problems) {
        for (serving, at) in self.servings.iter().zip(0..) {
            let path = |field: &str| format!("formula.servings.{at}.{field}");
            if serving.amount <= Decimal::ZERO {
                problems.add(path("amount"), "must be above zero");
            }
            if serving.amount_max.is_some_and(|max| max < serving.amount) {
                problems.add(path("amount_max"), "must not be below the amount");
            }
            let days = (serving.per_day_min, serving.per_day_max);
            if days.0.is_some_and(|min| min <= Decimal::ZERO)
                || matches!(days, (Some(min), Some(max)) if min > max)
            {
                problems.add(
                    path("per_day_min"),
                    "must be above zero and not above the most a day",
                );
            }
        }
        let mut at = 0;
        check_rows(&self.rows, &mut at, self.servings.len().max(1), problems);
    }

    /// The formula as it is stored.
    pub fn formula(&self, source: FormulaSource, dsld_label_id: Option<i64>) -> Formula {
        let rows: Vec<FormulaRow> = self.rows.iter().map(row).collect();
        let (other_ingredients, rows) = rows
            .into_iter()
            .partition(|row| row.kind == RowKind::OtherIngredient);
        Formula {
            source,
            dsld_label_id,
            effective_from: self.effective_from,
            population: self.population.unwrap_or(Population::Adults),
            more_populations: self.more_populations.clone(),
            servings: self.servings.clone(),
            servings_per_container: self.servings_per_container.clone(),
            rows,
            other_ingredients,
        }
    }
}

/// Rows are numbered as the form shows them: from the first, those within a row behind it.
fn check_rows(rows: &[RowDraft], at: &mut usize, servings: usize, problems: &mut Problems) {
    for row in rows {
        let path = format!("formula.rows.{at}");
        *at += 1;
        if row.amounts.len() > servings {
            problems.add(
                format!("{path}.amounts"),
                "holds more amounts than there are serving sizes",
            );
        }
        for (amount, place) in row.amounts.iter().zip(0..) {
            let of = |field: &str| format!("{path}.amounts.{place}.{field}");
            if amount.quantity.is_some() != amount.unit.is_some() {
                problems.add(
                    of("unit"),
                    "and the amount are given together or not at all",
                );
            }
            let negative =
                |number: Option<Decimal>| number.is_some_and(|number| number < Decimal::ZERO);
            if negative(amount.quantity) || negative(amount.percent) {
                problems.add(of("quantity"), "must not be below zero");
            }
            if amount.not_established && amount.percent.is_some() {
                problems.add(
                    of("percent"),
                    "can't be given when no Daily Value is established",
                );
            }
        }
        check_rows(&row.rows, at, servings, problems);
    }
}

fn row(draft: &RowDraft) -> FormulaRow {
    FormulaRow {
        kind: draft.kind,
        name: draft.name.clone(),
        ingredient_id: draft.ingredient_id,
        source_form: draft.source_form.clone(),
        plant_part: draft.plant_part.clone(),
        note: draft.note.clone(),
        amounts: draft.amounts.iter().map(amount).collect(),
        rows: draft.rows.iter().map(row).collect(),
    }
}

fn amount(draft: &AmountDraft) -> Amount {
    Amount {
        quantity: draft
            .quantity
            .zip(draft.unit.clone())
            .map(|(value, unit)| Quantity {
                operator: draft.operator.unwrap_or(Operator::Equal),
                value,
                unit,
            }),
        daily_value: draft.percent.map(|value| DeclaredPercent {
            operator: draft.percent_operator.unwrap_or(Operator::Equal),
            value,
        }),
        daily_value_not_established: draft.not_established,
    }
}

impl From<&Formula> for FormulaDraft {
    fn from(formula: &Formula) -> Self {
        Self {
            servings: formula.servings.clone(),
            servings_per_container: formula.servings_per_container.clone(),
            population: Some(formula.population),
            more_populations: formula.more_populations.clone(),
            effective_from: formula.effective_from,
            rows: formula
                .rows
                .iter()
                .chain(&formula.other_ingredients)
                .map(RowDraft::from)
                .collect(),
        }
    }
}

impl From<&FormulaRow> for RowDraft {
    fn from(row: &FormulaRow) -> Self {
        Self {
            name: row.name.clone(),
            kind: row.kind,
            ingredient_id: row.ingredient_id,
            source_form: row.source_form.clone(),
            plant_part: row.plant_part.clone(),
            note: row.note.clone(),
            amounts: row.amounts.iter().map(AmountDraft::from).collect(),
            rows: row.rows.iter().map(Self::from).collect(),
        }
    }
}

impl From<&Amount> for AmountDraft {
    fn from(amount: &Amount) -> Self {
        let (quantity, percent) = (amount.quantity.as_ref(), amount.daily_value.as_ref());
        Self {
            operator: quantity.map(|quantity| quantity.operator),
            quantity: quantity.map(|quantity| quantity.value),
            unit: quantity.map(|quantity| quantity.unit.clone()),
            percent_operator: percent.map(|percent| percent.operator),
            percent: percent.map(|percent| percent.value),
            not_established: amount.daily_value_not_established,
        }
    }
}
