//! Folic acid beside folate: "680 mcg DFE (400 mcg folic acid)", 21 CFR 101.9(c)(8)(vii).

use super::amount::declared_amount;
use super::{Cell, Operator, RowInput};
use crate::compliance::daily_values::{Form, Nutrient, Unit, nutrient_named};

/// The row under folate that says how much of it is folic acid, if nothing else stands there.
pub(in crate::compliance) fn folic_acid(folate: &RowInput) -> Option<&RowInput> {
    if nutrient_named(&folate.name) != Some(Nutrient::Folate) {
        return None;
    }
    let [only] = folate.rows.as_slice() else {
        return None;
    };
    let is_folic_acid = nutrient_named(&only.name) == Some(Nutrient::Folate)
        && Form::named(Nutrient::Folate, &only.name) == Some(Form::FolicAcid);
    let in_dfe = in_unit(folate, &[Unit::MicrogramDfe]);
    let by_weight = in_unit(only, &[Unit::Microgram, Unit::Milligram]);
    (is_folic_acid && in_dfe && by_weight && only.rows.is_empty()).then_some(only)
}

fn in_unit(row: &RowInput, units: &[Unit]) -> bool {
    let known = |unit: &str| Unit::parse(unit).is_some_and(|unit| units.contains(&unit));
    !row.amounts.is_empty()
        && row.amounts.iter().all(
            |amount| matches!(&amount.quantity, Some((Operator::Equal, _, unit)) if known(unit)),
        )
}

/// Puts the weight of folic acid in parentheses behind each amount of folate.
pub(super) fn add_folic_acid(cells: &mut [Cell], folic_acid: &RowInput) {
    for (cell, amount) in cells.iter_mut().zip(&folic_acid.amounts) {
        cell.aside = declared_amount(amount).map(|weight| format!("{weight} folic acid"));
    }
}
