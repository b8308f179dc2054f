//! Formulas of our own invention, and short ways to write them.

use rust_decimal::Decimal;

use super::{AmountInput, DeclaredPercent, Operator, PanelInput, RowInput, RowKind, ServingInput};

/// A row without amounts.
pub(super) fn row(kind: RowKind, name: &str) -> RowInput {
    RowInput {
        name: name.to_owned(),
        kind,
        ..RowInput::default()
    }
}

pub(super) fn energy(amount: &str) -> RowInput {
    row(RowKind::Energy, "Calories").is(amount)
}

pub(super) fn nutrient(name: &str) -> RowInput {
    row(RowKind::Nutrient, name)
}

pub(super) fn ingredient(name: &str) -> RowInput {
    row(RowKind::Ingredient, name)
}

pub(super) fn blend(name: &str) -> RowInput {
    row(RowKind::Blend, name)
}

pub(super) fn panel(sizes: &[(&str, &str)], rows: Vec<RowInput>) -> PanelInput {
    let serving = |(size, count): &(&str, &str)| ServingInput {
        size_text: (*size).to_owned(),
        per_container: (!count.is_empty()).then(|| (*count).to_owned()),
    };
    PanelInput {
        servings: sizes.iter().map(serving).collect(),
        rows,
        ..PanelInput::default()
    }
}

impl RowInput {
    /// Adds an amount for the next serving size: "25 mcg", "<1 g 0%", "15 mg †", "" when nothing is
    /// declared.
    pub(super) fn is(mut self, text: &str) -> Self {
        let (amount, declared_percent, not_established) = match text.rsplit_once(' ') {
            Some((amount, percent)) if percent.ends_with('%') => {
                (amount, Some(declared(percent)), false)
            }
            Some((amount, "†")) => (amount, None, true),
            _ => (text, None, false),
        };
        self.amounts.push(AmountInput {
            quantity: quantity(amount.trim()),
            declared_percent,
            not_established,
        });
        self
    }

    pub(super) fn source(mut self, text: &str) -> Self {
        self.source = Some(text.to_owned());
        self
    }

    pub(super) fn part(mut self, text: &str) -> Self {
        self.plant_part = Some(text.to_owned());
        self
    }

    pub(super) fn holds(mut self, rows: Vec<RowInput>) -> Self {
        self.rows = rows;
        self
    }
}

fn quantity(text: &str) -> Option<(Operator, Decimal, String)> {
    let (operator, rest) = match text.strip_prefix('<') {
        Some(rest) => (Operator::LessThan, rest),
        None => (Operator::Equal, text),
    };
    let (number, unit) = rest.split_once(' ')?;
    Some((operator, decimal(number), unit.to_owned()))
}

fn declared(text: &str) -> DeclaredPercent {
    let number = text.trim_end_matches('%');
    match number.strip_prefix('<') {
        Some(number) => DeclaredPercent::LessThan(decimal(number)),
        None => DeclaredPercent::Equal(decimal(number)),
    }
}

pub(super) fn decimal(text: &str) -> Decimal {
    match text.parse() {
        Ok(value) => value,
        Err(error) => panic!("{text}: {error}"),
    }
}
