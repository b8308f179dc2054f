//! Formulas of our own invention, and short ways to write them.

use rust_decimal::Decimal;

use super::{AmountInput, DeclaredPercent, Operator, PanelInput, RowInput, RowKind, ServingInput};

/// A row without amounts.
pub(in crate::compliance) fn row(kind: RowKind, name: &str) -> RowInput {
    RowInput {
        name: name.to_owned(),
        kind,
        ..RowInput::default()
    }
}

pub(in crate::compliance) fn energy(amount: &str) -> RowInput {
    row(RowKind::Energy, "Calories").is(amount)
}

pub(in crate::compliance) fn nutrient(name: &str) -> RowInput {
    row(RowKind::Nutrient, name)
}

pub(in crate::compliance) fn ingredient(name: &str) -> RowInput {
    row(RowKind::Ingredient, name)
}

pub(in crate::compliance) fn blend(name: &str) -> RowInput {
    row(RowKind::Blend, name)
}

pub(in crate::compliance) fn panel(sizes: &[(&str, &str)], rows: Vec<RowInput>) -> PanelInput {
    let serving = |(size, count): &(&str, &str)| ServingInput {
        size_text: (*size).to_owned(),
        per_container: (!count.is_empty()).then(|| (*count).to_owned()),
        populations: Vec::new(),
    };
    PanelInput {
        servings: sizes.iter().map(serving).collect(),
        rows,
        ..PanelInput::default()
    }
}

impl RowInput {
    /// Adds an amount for the next serving size, with the percentages of its populations: "25 mcg", "<1 g 0%",
    /// "15 mg †", "6 mg 100% 46%", "" when nothing is declared.
    pub(in crate::compliance) fn is(mut self, text: &str) -> Self {
        let mut amount: Vec<&str> = text.split(' ').collect();
        let mut percents = Vec::new();
        while let Some(percent) = amount.last().and_then(|word| declared(word)) {
            percents.insert(0, percent);
            amount.pop();
        }
        self.amounts.push(AmountInput {
            quantity: quantity(&amount.join(" ")),
            percents,
        });
        self
    }

    pub(in crate::compliance) fn source(mut self, text: &str) -> Self {
        self.source = Some(text.to_owned());
        self
    }

    pub(in crate::compliance) fn part(mut self, text: &str) -> Self {
        self.plant_part = Some(text.to_owned());
        self
    }

    pub(in crate::compliance) fn botanical(mut self) -> Self {
        self.is_botanical = true;
        self
    }

    pub(in crate::compliance) fn holds(mut self, rows: Vec<RowInput>) -> Self {
        self.rows = rows;
        self
    }
}

fn quantity(text: &str) -> Option<(Operator, Decimal, String)> {
    let (operator, rest) = match (text.strip_prefix('<'), text.strip_prefix('~')) {
        (Some(rest), _) => (Operator::LessThan, rest),
        (_, Some(rest)) => (Operator::Approximately, rest),
        _ => (Operator::Equal, text),
    };
    let (number, unit) = rest.split_once(' ')?;
    Some((operator, decimal(number), unit.to_owned()))
}

fn declared(word: &str) -> Option<DeclaredPercent> {
    match (word, word.strip_suffix('%')) {
        ("†", _) => Some(DeclaredPercent::NotEstablished),
        (_, Some(number)) => Some(match number.strip_prefix('<') {
            Some(number) => DeclaredPercent::LessThan(decimal(number)),
            None => DeclaredPercent::Equal(decimal(number)),
        }),
        _ => None,
    }
}

pub(in crate::compliance) fn decimal(text: &str) -> Decimal {
    match text.parse() {
        Ok(value) => value,
        Err(error) => panic!("{text}: {error}"),
    }
}
