//! From a formula to the input of the Supplement Facts panel.

use rust_decimal::Decimal;

use super::model::{Amount, Formula, FormulaRow, Operator, Population, RowKind};
use crate::compliance::daily_values;
use crate::compliance::facts_panel::{self, Panel, input};
use crate::evidence::ingredient::model::IngredientId;

/// The panel of a formula. `path_of` gives the page of an ingredient; `contains` lists allergens in words.
pub fn panel(
    formula: &Formula,
    contains: Vec<String>,
    path_of: &dyn Fn(IngredientId) -> Option<String>,
) -> Panel {
    facts_panel::build(&input::PanelInput {
        servings: formula
            .servings
            .iter()
            .enumerate()
            .map(|(at, serving)| input::ServingInput {
                size_text: serving.to_string(),
                per_container: formula.servings_per_container.clone().filter(|_| at == 0),
            })
            .collect(),
        rows: formula
            .rows
            .iter()
            .map(|row| row_input(row, path_of))
            .collect(),
        other_ingredients: formula
            .other_ingredients
            .iter()
            .map(other_ingredient)
            .collect(),
        contains,
        population: match formula.population {
            Population::Adults => daily_values::Population::AdultsAndChildrenFrom4,
            Population::Infants => daily_values::Population::Infants,
            Population::ChildrenOneToThree => daily_values::Population::Children1To3,
            Population::PregnantAndLactating => daily_values::Population::PregnantAndLactating,
        },
    })
}

fn row_input(
    row: &FormulaRow,
    path_of: &dyn Fn(IngredientId) -> Option<String>,
) -> input::RowInput {
    input::RowInput {
        name: row.name.clone(),
        kind: match row.kind {
            RowKind::Energy => input::RowKind::Energy,
            RowKind::Nutrient => input::RowKind::Nutrient,
            RowKind::Blend => input::RowKind::Blend,
            RowKind::Ingredient | RowKind::OtherIngredient => input::RowKind::Ingredient,
        },
        source: row.source_form.clone(),
        plant_part: row.plant_part.clone(),
        link: row.ingredient_id.and_then(path_of),
        amounts: row.amounts.iter().map(amount_input).collect(),
        rows: row.rows.iter().map(|row| row_input(row, path_of)).collect(),
    }
}

fn amount_input(amount: &Amount) -> input::AmountInput {
    input::AmountInput {
        quantity: amount.quantity.as_ref().map(|quantity| {
            (
                operator(quantity.operator),
                quantity.value,
                quantity.unit.clone(),
            )
        }),
        declared_percent: amount
            .daily_value
            .as_ref()
            .map(|percent| match percent.operator {
                Operator::Less | Operator::AtMost => {
                    input::DeclaredPercent::LessThan(percent.value.max(Decimal::ONE))
                }
                _ => input::DeclaredPercent::Equal(percent.value),
            }),
        not_established: amount.daily_value_not_established,
    }
}

fn operator(operator: Operator) -> input::Operator {
    match operator {
        Operator::Equal => input::Operator::Equal,
        Operator::Less => input::Operator::LessThan,
        Operator::AtMost => input::Operator::LessOrEqual,
        Operator::More => input::Operator::GreaterThan,
        Operator::AtLeast => input::Operator::GreaterOrEqual,
        Operator::About => input::Operator::Approximately,
    }
}

fn other_ingredient(row: &FormulaRow) -> String {
    match &row.source_form {
        Some(form) => format!("{} ({form})", row.name),
        None => row.name.clone(),
    }
}
