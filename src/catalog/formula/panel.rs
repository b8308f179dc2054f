//! From a formula to the input of the Supplement Facts panel, and to what is printed from that.

use rust_decimal::Decimal;

use super::model::{Amount, Formula, FormulaRow, Operator, Population, RowKind};
use crate::compliance::daily_values;
use crate::compliance::facts_panel::{self, Panel, input};
use crate::compliance::nutrition_reference::{self, Composition, DailyPortion};
use crate::evidence::ingredient::model::IngredientId;

/// What a panel has to know of the ingredients that rows refer to.
#[derive(Clone, Copy)]
pub struct Ingredients<'a> {
    /// The page of one.
    pub path_of: &'a dyn Fn(IngredientId) -> Option<String>,
    /// Whether one is a plant, whose part the label has to name. Only the rules ask.
    pub is_botanical: &'a dyn Fn(IngredientId) -> bool,
}

/// The panel of a formula. `path_of` gives the page of an ingredient; `contains` lists allergens in words.
pub fn panel(
    formula: &Formula,
    contains: Vec<String>,
    path_of: &dyn Fn(IngredientId) -> Option<String>,
) -> Panel {
    let ingredients = Ingredients {
        path_of,
        is_botanical: &|_| false,
    };
    facts_panel::build(&panel_input(formula, contains, ingredients))
}

/// The table of composition that a food supplement has in the Union; `None` when the label states no servings a day.
pub fn composition(formula: &Formula) -> Option<Composition> {
    let ingredients = Ingredients {
        path_of: &|_| None,
        is_botanical: &|_| false,
    };
    let portion = DailyPortion {
        serving: 0,
        times: formula.servings_a_day()?,
    };
    let input = panel_input(formula, Vec::new(), ingredients);
    Some(nutrition_reference::compose(&input, portion))
}

/// A formula as the panel, its rules and the table of composition need it.
pub fn panel_input(
    formula: &Formula,
    contains: Vec<String>,
    ingredients: Ingredients<'_>,
) -> input::PanelInput {
    input::PanelInput {
        servings: formula
            .servings
            .iter()
            .enumerate()
            .map(|(at, serving)| input::ServingInput {
                size_text: serving.to_string(),
                per_container: formula.servings_per_container.clone().filter(|_| at == 0),
                populations: Vec::new(),
            })
            .collect(),
        rows: formula
            .rows
            .iter()
            .map(|row| row_input(row, ingredients))
            .collect(),
        other_ingredients: formula
            .other_ingredients
            .iter()
            .map(other_ingredient)
            .collect(),
        contains,
        populations: std::iter::once(formula.population)
            .chain(formula.more_populations.iter().copied())
            .map(population)
            .collect(),
    }
}

fn population(population: Population) -> daily_values::Population {
    match population {
        Population::Adults => daily_values::Population::AdultsAndChildrenFrom4,
        Population::Infants => daily_values::Population::Infants,
        Population::ChildrenOneToThree => daily_values::Population::Children1To3,
        Population::PregnantAndLactating => daily_values::Population::PregnantAndLactating,
    }
}

fn row_input(row: &FormulaRow, ingredients: Ingredients<'_>) -> input::RowInput {
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
        is_botanical: row.ingredient_id.is_some_and(ingredients.is_botanical),
        link: row.ingredient_id.and_then(ingredients.path_of),
        amounts: row.amounts.iter().map(amount_input).collect(),
        rows: row
            .rows
            .iter()
            .map(|row| row_input(row, ingredients))
            .collect(),
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
        percents: vec![declared_percent(amount)],
    }
}

fn declared_percent(amount: &Amount) -> input::DeclaredPercent {
    match &amount.daily_value {
        Some(percent) => match percent.operator {
            Operator::Less | Operator::AtMost => {
                input::DeclaredPercent::LessThan(percent.value.max(Decimal::ONE))
            }
            _ => input::DeclaredPercent::Equal(percent.value),
        },
        None if amount.daily_value_not_established => input::DeclaredPercent::NotEstablished,
        None => input::DeclaredPercent::NotDeclared,
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
