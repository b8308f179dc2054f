//! Whether a product meets the conditions under which the law of a market lets a claim be made.

use rust_decimal::Decimal;
use uuid::Uuid;

use crate::catalog::formula::model::Formula;
use crate::catalog::formula::panel::composition;
use crate::compliance::lint::Wording;
use crate::evidence::dose::input::Dose;
use crate::evidence::dose::unit::{DoseUnit, convert};

/// Share of the nutrient reference value, in percent, from which on a food is a source of a vitamin or mineral: Regulation (EU)
/// No 1169/2011, annex XIII, part A, point 2; for a food supplement in the portion recommended for a day.
const SOURCE: u32 = 15;

/// Whether a formula carries an authorised wording about an ingredient. What cannot be checked is not met.
pub fn are_met(formula: Option<&Formula>, wording: &Wording, ingredient: Uuid) -> bool {
    let Some(formula) = formula else {
        return false;
    };
    match (&wording.source_of, &wording.minimum) {
        (Some(nutrient), None) => is_source_of(formula, nutrient),
        (None, Some(minimum)) => gives(formula, ingredient, minimum),
        (Some(nutrient), Some(minimum)) => {
            is_source_of(formula, nutrient) && gives(formula, ingredient, minimum)
        }
        (None, None) => false,
    }
}

fn is_source_of(formula: &Formula, nutrient: &str) -> bool {
    let table = composition(formula);
    let row = table
        .iter()
        .flat_map(|table| &table.rows)
        .find(|row| row.name.eq_ignore_ascii_case(nutrient));
    let percent = row
        .and_then(|row| row.percent.as_deref())
        .and_then(|percent| percent.strip_suffix('%'))
        .and_then(|percent| percent.replace(',', "").parse::<u32>().ok());
    percent.is_some_and(|percent| percent >= SOURCE)
}

/// Whether a day as directed gives at least an amount of an ingredient.
fn gives(formula: &Formula, ingredient: Uuid, minimum: &str) -> bool {
    let Some(needed) = minimum
        .split_once(' ')
        .and_then(|(amount, unit)| Dose::new(amount.parse().ok()?, unit))
    else {
        return false;
    };
    let Some(times) = formula.servings_a_day() else {
        return false;
    };
    let total: Decimal = formula
        .walk()
        .into_iter()
        .filter(|(_, row)| row.ingredient_id.is_some_and(|id| id.0 == ingredient))
        .filter_map(|(_, row)| row.quantity())
        .filter_map(|quantity| {
            let unit = DoseUnit::parse(&quantity.unit);
            convert(quantity.value, &unit, needed.unit(), None)
        })
        .sum();
    total
        .checked_mul(times)
        .is_some_and(|total| total >= needed.amount())
}
