//! What stands in the % Daily Value column (101.36(b)(2)(iii), (b)(3)(iv)).

use super::amount::{declared_percent_text, percent_text};
use super::{
    AmountInput, Builder, CALORIE_DIET_SYMBOL, DeclaredPercent, NOT_ESTABLISHED_SYMBOL, Note,
    Operator, PercentCell,
};
use crate::compliance::daily_values::{Nutrient, Percent, Population, daily_value, percent};

/// What the percentage of a row rests on.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Basis {
    /// Energy has no percentage and needs no symbol.
    Energy,
    /// Nothing has been established for it: every (b)(3) ingredient, and some subcomponents.
    NotEstablished,
    /// A Daily Value of the population.
    DailyValue(Nutrient),
    /// A part of the nutrient that it stands under, whose row has the percentage.
    PartOf(Nutrient),
}

impl Basis {
    pub(super) fn of_nutrient(nutrient: Nutrient, is_part: bool, population: Population) -> Self {
        match daily_value(nutrient, population) {
            _ if nutrient == Nutrient::Calories => Self::Energy,
            None => Self::NotEstablished,
            Some(_) if is_part => Self::PartOf(nutrient),
            Some(_) => Self::DailyValue(nutrient),
        }
    }
}

impl Builder {
    /// The percentage of one row for one serving size; a note when the label's own differs.
    pub(super) fn percent(
        &mut self,
        row: &str,
        serving: usize,
        basis: Basis,
        amount: &AmountInput,
    ) -> PercentCell {
        let declared = amount.declared_percent.map(declared_cell);
        let computed = match basis {
            Basis::NotEstablished => Some(not_established()),
            Basis::DailyValue(nutrient) => self.computed(nutrient, amount),
            Basis::Energy | Basis::PartOf(_) => None,
        };
        let on_label = declared.or_else(|| amount.not_established.then(not_established));
        if let (Some(label), Some(own)) = (&on_label, &computed)
            && label != own
        {
            self.notes.push(Note {
                row: row.to_owned(),
                serving,
                declared: printed(label),
                computed: printed(own),
            });
        }
        match basis {
            Basis::Energy => PercentCell::None,
            // A percentage that a label gives to what has no Daily Value is not repeated, only
            // noted.
            Basis::NotEstablished => not_established(),
            Basis::DailyValue(nutrient) | Basis::PartOf(nutrient) => {
                let shown = on_label.or(computed).unwrap_or(PercentCell::None);
                self.marked(shown, nutrient)
            }
        }
    }

    /// The percentage of a declared amount, where one follows from it.
    fn computed(&self, nutrient: Nutrient, amount: &AmountInput) -> Option<PercentCell> {
        // The percentage of protein rests on its quality, not on its weight (101.9(c)(7)).
        if nutrient == Nutrient::Protein {
            return None;
        }
        let (operator, value, unit) = amount.quantity.as_ref()?;
        let of_value = percent(*value, unit, nutrient, self.population)?;
        match operator {
            Operator::Equal => Some(computed_cell(of_value)),
            // Less than a value that is itself below one percent is below one percent; more can't
            // be said.
            Operator::LessThan | Operator::LessOrEqual if of_value == Percent::LessThanOne => {
                Some(computed_cell(of_value))
            }
            _ => None,
        }
    }

    /// The cell with the mark of the calorie footnote, where that belongs. Infants have no
    /// reference calorie intake, so neither footnote would be true of their Daily Values.
    fn marked(&self, cell: PercentCell, nutrient: Nutrient) -> PercentCell {
        if !nutrient.is_calorie_based() || self.population == Population::Infants {
            return cell;
        }
        match cell {
            PercentCell::Value(text) => PercentCell::Value(text + CALORIE_DIET_SYMBOL),
            PercentCell::LessThanOne(text) => PercentCell::LessThanOne(text + CALORIE_DIET_SYMBOL),
            unmarked => unmarked,
        }
    }
}

fn not_established() -> PercentCell {
    PercentCell::NotEstablished(NOT_ESTABLISHED_SYMBOL.to_owned())
}

fn declared_cell(percent: DeclaredPercent) -> PercentCell {
    let text = declared_percent_text(percent);
    match text == "<1%" {
        true => PercentCell::LessThanOne(text),
        false => PercentCell::Value(text),
    }
}

fn computed_cell(percent: Percent) -> PercentCell {
    let text = percent_text(percent);
    match percent {
        Percent::Whole(_) => PercentCell::Value(text),
        Percent::LessThanOne => PercentCell::LessThanOne(text),
    }
}

/// The text of a cell.
pub(super) fn printed(cell: &PercentCell) -> String {
    match cell {
        PercentCell::Value(text)
        | PercentCell::LessThanOne(text)
        | PercentCell::NotEstablished(text) => text.clone(),
        PercentCell::None => String::new(),
    }
}
