//! What stands in the % Daily Value column (101.36(b)(2)(iii), (b)(3)(iv)).

use super::amount::{declared_percent_text, percent_text};
use super::{
    AmountInput, Builder, DeclaredPercent, NOT_ESTABLISHED_SYMBOL, Note, Operator, PercentCell,
};
use crate::compliance::daily_values::{
    Form, Nutrient, Percent, Population, daily_value, percent_of_form,
};

/// What a row is, as far as its percentages go.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Subject {
    /// Energy has no percentage and needs no symbol.
    Energy,
    /// A (b)(3) ingredient.
    Other,
    /// A (b)(2) ingredient, in a form if one is named.
    Nutrient(Nutrient, Option<Form>),
    /// A part of the nutrient that another row has the percentage of.
    PartOf(Nutrient),
}

/// What the percentage of a row rests on.
#[derive(Clone, Copy, PartialEq)]
enum Basis {
    /// Energy has no percentage and needs no symbol.
    Energy,
    /// Nothing has been established for it: every (b)(3) ingredient, and some subcomponents.
    NotEstablished,
    /// A Daily Value of the population.
    DailyValue(Nutrient, Option<Form>),
    /// Another row has the percentage.
    PartOf(Nutrient),
}

impl Basis {
    fn of(subject: Subject, population: Population) -> Self {
        match subject {
            Subject::Energy => Self::Energy,
            Subject::Other => Self::NotEstablished,
            Subject::Nutrient(nutrient, _) | Subject::PartOf(nutrient)
                if daily_value(nutrient, population).is_none() =>
            {
                Self::NotEstablished
            }
            Subject::Nutrient(nutrient, form) => Self::DailyValue(nutrient, form),
            Subject::PartOf(nutrient) => Self::PartOf(nutrient),
        }
    }
}

/// One cell of a column of percentages.
pub(super) struct Place<'a> {
    /// The row's name on the label.
    pub row: &'a str,
    /// Index of the serving size.
    pub serving: usize,
    /// Whose Daily Values.
    pub population: Population,
}

impl Builder {
    /// The percentage of one row for one serving size and population; a note when the label's own differs.
    pub(super) fn percent(
        &mut self,
        place: &Place<'_>,
        subject: Subject,
        amount: &AmountInput,
        declared: DeclaredPercent,
    ) -> PercentCell {
        let basis = Basis::of(subject, place.population);
        let computed = match basis {
            Basis::NotEstablished => Some(not_established()),
            Basis::DailyValue(nutrient, form) => computed(nutrient, form, place.population, amount),
            Basis::Energy | Basis::PartOf(_) => None,
        };
        let on_label = declared_cell(declared);
        if let (Some(label), Some(own)) = (&on_label, &computed)
            && label != own
        {
            self.notes.push(Note {
                row: place.row.to_owned(),
                serving: place.serving,
                population: place.population,
                declared: label.text().to_owned(),
                computed: own.text().to_owned(),
            });
        }
        match basis {
            Basis::Energy => PercentCell::None,
            // A percentage that a label gives to what has no Daily Value is not repeated, only
            // noted.
            Basis::NotEstablished => not_established(),
            Basis::DailyValue(nutrient, _) | Basis::PartOf(nutrient) => {
                let shown = on_label.or(computed).unwrap_or(PercentCell::None);
                self.marked(shown, nutrient, place.population)
            }
        }
    }

    /// The cell with the mark of the calorie footnote, where that belongs. Infants have no
    /// reference calorie intake, so neither footnote would be true of their Daily Values.
    fn marked(&self, cell: PercentCell, nutrient: Nutrient, population: Population) -> PercentCell {
        let diets = self.diets();
        let mut symbols = diets
            .iter()
            .filter(|(calories, _)| population.reference_calories() == Some(*calories));
        let symbol = symbols.next().filter(|_| nutrient.is_calorie_based());
        match (cell, symbol) {
            (PercentCell::Value(text), Some((_, symbol))) => PercentCell::Value(text + symbol),
            (PercentCell::LessThanOne(text), Some((_, symbol))) => {
                PercentCell::LessThanOne(text + symbol)
            }
            (unmarked, _) => unmarked,
        }
    }
}

/// The percentage of a declared amount, where one follows from it.
fn computed(
    nutrient: Nutrient,
    form: Option<Form>,
    population: Population,
    amount: &AmountInput,
) -> Option<PercentCell> {
    computed_percent(nutrient, form, population, amount).map(computed_cell)
}

/// The % Daily Value of a declared amount, where one follows from it.
pub(super) fn computed_percent(
    nutrient: Nutrient,
    form: Option<Form>,
    population: Population,
    amount: &AmountInput,
) -> Option<Percent> {
    // The percentage of protein rests on its quality, not on its weight (101.9(c)(7)).
    if nutrient == Nutrient::Protein {
        return None;
    }
    let (operator, value, unit) = amount.quantity.as_ref()?;
    let of_value = percent_of_form(*value, unit, nutrient, form, population)?;
    match operator {
        Operator::Equal => Some(of_value),
        // Less than a value that is itself below one percent is below one percent; more can't
        // be said.
        Operator::LessThan | Operator::LessOrEqual if of_value == Percent::LessThanOne => {
            Some(of_value)
        }
        _ => None,
    }
}

fn not_established() -> PercentCell {
    PercentCell::NotEstablished(NOT_ESTABLISHED_SYMBOL.to_owned())
}

fn declared_cell(percent: DeclaredPercent) -> Option<PercentCell> {
    match (percent, declared_percent_text(percent)) {
        (DeclaredPercent::NotEstablished, _) => Some(not_established()),
        (_, Some(text)) if text == "<1%" => Some(PercentCell::LessThanOne(text)),
        (_, text) => text.map(PercentCell::Value),
    }
}

fn computed_cell(percent: Percent) -> PercentCell {
    let text = percent_text(percent);
    match percent {
        Percent::Whole(_) => PercentCell::Value(text),
        Percent::LessThanOne => PercentCell::LessThanOne(text),
    }
}
