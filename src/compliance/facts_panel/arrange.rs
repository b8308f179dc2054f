//! Rows that can't stay as the label has them: zeros are left out, nutrients within other ingredients come forward.

use super::{BlockKind, Change, ChangeKind, Operator, RowInput, RowKind, block_of, nutrients_in};
use crate::compliance::daily_values::{Nutrient, Unit, nutrient_named};

/// The rows to print, and what was done to those of the label.
pub(in crate::compliance) fn arranged(rows: &[RowInput]) -> (Vec<RowInput>, Vec<Change>) {
    let mut changes = Vec::new();
    let mut rows = without_zeros(rows, &mut changes);
    let mut listed = nutrients_in(&rows);
    let mut moved = Vec::new();
    for row in rows
        .iter_mut()
        .filter(|row| block_of(row) == BlockKind::Other)
    {
        bring_forward(row, &mut |nutrient, nested| {
            let is_new = listed.insert(nutrient);
            if is_new {
                changes.push(change(nested, ChangeKind::MovedToNutrients));
                moved.push(nested.clone());
            }
            is_new
        });
    }
    rows.extend(moved);
    (rows, changes)
}

/// A (b)(2) ingredient in an amount that is declared as zero is not listed (101.36(b)(2)(i)).
fn without_zeros(rows: &[RowInput], changes: &mut Vec<Change>) -> Vec<RowInput> {
    let mut kept = Vec::new();
    for row in rows {
        let mut row = row.clone();
        row.rows = without_zeros(&row.rows, changes);
        if is_zero(&row) && row.rows.is_empty() {
            changes.push(change(&row, ChangeKind::OmittedZero));
        } else {
            kept.push(row);
        }
    }
    kept
}

/// Whether a nutrient is declared as 0 in every serving size.
pub(super) fn is_zero(row: &RowInput) -> bool {
    let is_nutrient = row.kind == RowKind::Energy
        || (row.kind != RowKind::Blend && nutrient_named(&row.name).is_some());
    let zero = |quantity: &Option<(Operator, _, _)>| matches!(quantity, Some((Operator::Equal, value, _)) if rust_decimal::Decimal::is_zero(value));
    is_nutrient
        && !row.amounts.is_empty()
        && row.amounts.iter().all(|amount| zero(&amount.quantity))
}

/// Hands each nutrient with an amount within a row to `take`, and drops it here if that says so. An ingredient, but not a
/// blend, is then the source of its nutrients.
fn bring_forward(row: &mut RowInput, take: &mut dyn FnMut(Nutrient, &RowInput) -> bool) {
    let source = (row.kind != RowKind::Blend).then(|| format!("from {}", row.name.trim()));
    row.rows.retain_mut(|nested| {
        bring_forward(nested, take);
        let Some(nutrient) = declared_nutrient(nested) else {
            return true;
        };
        let moved = RowInput {
            source: nested.source.clone().or_else(|| source.clone()),
            ..nested.clone()
        };
        !take(nutrient, &moved)
    });
}

/// The (b)(2) ingredient that a nested row declares an amount of.
pub(super) fn declared_nutrient(row: &RowInput) -> Option<Nutrient> {
    let nutrient = nutrient_named(&row.name).filter(|nutrient| *nutrient != Nutrient::Calories)?;
    let has_amount = row.amounts.iter().any(
        |amount| matches!(&amount.quantity, Some((_, _, unit)) if Unit::parse(unit).is_some()),
    );
    (row.kind != RowKind::Blend && has_amount).then_some(nutrient)
}

fn change(row: &RowInput, kind: ChangeKind) -> Change {
    Change {
        row: row.name.trim().to_owned(),
        kind,
    }
}
