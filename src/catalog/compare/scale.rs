//! The unit in which amounts of one substance are shown, so that they can be read against each other.

use rust_decimal::Decimal;

use crate::catalog::formula::model::{FormulaRow, Quantity};
use crate::catalog::market::Market;
use crate::compliance::daily_values::{Form, Nutrient, in_unit_of_daily_value};
use crate::compliance::nutrition_reference::{in_unit_of_reference, nutrient_reference};
use crate::evidence::dose::unit::{DoseUnit, convert};

/// The amount of a row in the unit in which the law of the Union wants it declared; `None` elsewhere, and where it doesn't
/// convert.
pub fn lawful(
    row: &FormulaRow,
    nutrient: Option<Nutrient>,
    market: Market,
) -> Option<(Decimal, String)> {
    let nutrient = nutrient.filter(|_| market == Market::Eu)?;
    let quantity = row.quantity()?;
    let reference = nutrient_reference(nutrient)?;
    let form = form_of(nutrient, row);
    let value = in_unit_of_reference(quantity.value, &quantity.unit, nutrient, form)?;
    Some((value, reference.unit.label().to_owned()))
}

/// The unit in which the amounts of a substance are shown.
pub struct Scale {
    market: Market,
    nutrient: Option<Nutrient>,
    unit: Option<DoseUnit>,
    /// Whether amounts stay in units that can't be compared.
    pub is_mixed: bool,
}

impl Scale {
    /// For the rows of a substance.
    pub fn of<'a>(
        nutrient: Option<Nutrient>,
        market: Market,
        rows: impl Iterator<Item = &'a FormulaRow>,
    ) -> Self {
        let stated: Vec<(&FormulaRow, &Quantity)> = rows
            .filter_map(|row| Some((row, row.quantity()?)))
            .collect();
        let mut scale = Self {
            market,
            nutrient,
            unit: common_unit(nutrient, &stated),
            is_mixed: false,
        };
        let mut units: Vec<String> = stated
            .iter()
            .map(|(row, quantity)| scale.measure(row, quantity).1)
            .collect();
        units.sort();
        units.dedup();
        scale.is_mixed = units.len() > 1;
        scale
    }

    /// An amount as it is shown: in the unit of the law, else in the common unit, else as the label declares it.
    pub fn measure(&self, row: &FormulaRow, quantity: &Quantity) -> (Decimal, String) {
        let common = || {
            let unit = self.unit.as_ref()?;
            let value = in_unit(row, quantity, unit, self.nutrient)?;
            Some((value, self.local(unit.label())))
        };
        lawful(row, self.nutrient, self.market)
            .or_else(common)
            .unwrap_or_else(|| {
                let unit = DoseUnit::parse(&quantity.unit);
                (quantity.value, self.local(unit.label()))
            })
    }

    /// As the market writes units: `mcg` is `µg` in the Union.
    pub fn local(&self, text: &str) -> String {
        match self.market {
            Market::Eu => text.replace("mcg", "µg"),
            Market::Us => text.to_owned(),
        }
    }
}

/// Of the units of the labels, and that of the nutrient's Daily Value, the one that every amount converts to; rather one
/// whose numbers are easy to read.
fn common_unit(
    nutrient: Option<Nutrient>,
    stated: &[(&FormulaRow, &Quantity)],
) -> Option<DoseUnit> {
    let of_labels = stated
        .iter()
        .map(|(_, quantity)| DoseUnit::parse(&quantity.unit));
    let of_nutrient = nutrient.map(|nutrient| DoseUnit::Nutrient(nutrient.unit()));
    let mut best: Option<(usize, DoseUnit)> = None;
    for unit in of_labels.chain(of_nutrient) {
        let values: Option<Vec<Decimal>> = stated
            .iter()
            .map(|(row, quantity)| in_unit(row, quantity, &unit, nutrient))
            .collect();
        let Some(values) = values else { continue };
        let hard = values.iter().filter(|value| !is_readable(**value)).count();
        if best.as_ref().is_none_or(|(least, _)| hard < *least) {
            best = Some((hard, unit));
        }
    }
    best.map(|(_, unit)| unit)
}

fn is_readable(value: Decimal) -> bool {
    value.is_zero() || (value >= Decimal::new(1, 1) && value < Decimal::from(10_000))
}

fn in_unit(
    row: &FormulaRow,
    quantity: &Quantity,
    to: &DoseUnit,
    nutrient: Option<Nutrient>,
) -> Option<Decimal> {
    let from = DoseUnit::parse(&quantity.unit);
    convert(quantity.value, &from, to, nutrient).or_else(|| {
        let nutrient = nutrient.filter(|it| DoseUnit::Nutrient(it.unit()) == *to)?;
        in_unit_of_daily_value(
            quantity.value,
            &quantity.unit,
            nutrient,
            form_of(nutrient, row),
        )
    })
}

fn form_of(nutrient: Nutrient, row: &FormulaRow) -> Option<Form> {
    let source = row.source_form.as_deref().unwrap_or_default();
    Form::named(nutrient, &format!("{} {source}", row.name))
}
