//! The table of composition of a food supplement, Directive 2002/46/EC, article 8.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;
use utoipa::ToSchema;

use super::convert::in_unit_of_reference;
use super::table::{TABLE, european_name, nutrient_reference};
use crate::compliance::daily_values::{Form, Nutrient, Unit, nutrient_named};
use crate::compliance::facts_panel::{
    Operator, PanelInput, RowInput, RowKind, arranged, detail_of, folic_acid, number,
};

/// What else a food supplement has to say (article 6(3)(b) to (e)), in words to that effect.
pub const STATEMENTS: [&str; 3] = [
    "Do not exceed the recommended daily dose.",
    "Food supplements are no substitute for a varied and balanced diet.",
    "Store out of the reach of young children.",
];

/// The portion that is recommended for a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DailyPortion {
    /// Index of the serving size.
    pub serving: usize,
    /// How many of them a day.
    pub times: Decimal,
}

/// A table of composition; every text in it is printed as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Composition {
    /// The portion of a day: "2 × 1 capsule".
    pub daily_portion: String,
    /// Heads the amounts.
    pub amount_heading: String,
    /// Heads the percentages.
    pub percent_heading: String,
    /// Energy and macronutrients, then vitamins and minerals in the order of the annex, then everything else.
    pub rows: Vec<CompositionRow>,
    /// Explains the heading of the percentages.
    pub footnote: String,
    /// What else has to be said ([`STATEMENTS`]).
    pub statements: Vec<String>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CompositionRow {
    /// Steps of indentation.
    pub depth: u8,
    /// The name of the regulation, or else that of the label.
    pub name: String,
    /// To be put in parentheses: form, part of the plant, source.
    pub detail: Option<String>,
    /// Amount in the daily portion; empty when none is stated.
    pub amount: String,
    /// Why `amount` may be empty.
    pub amount_state: AmountState,
    /// Share of the reference value: "313%", "<1%"; `None` where there is none or it can't be told.
    pub percent: Option<String>,
}

impl CompositionRow {
    /// The amount in words: "not stated" where the label states none.
    pub fn text(&self) -> &str {
        match self.is_unstated() {
            true => "not stated",
            false => &self.amount,
        }
    }

    /// Whether the label states no amount.
    pub fn is_unstated(&self) -> bool {
        self.amount_state == AmountState::NotStated
    }
}

/// Whether the amount of a day is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CompositionAmountState)]
#[serde(rename_all = "snake_case")]
pub enum AmountState {
    /// Declared, in the unit of the directive or one that needs no other.
    Stated,
    /// Declared in a unit for which no conversion is defined, and shown in that.
    NotConverted,
    /// Not declared.
    NotStated,
}

/// The table of composition for a daily portion.
pub fn compose(input: &PanelInput, portion: DailyPortion) -> Composition {
    let size = input
        .servings
        .get(portion.serving)
        .map_or("1 serving", |serving| serving.size_text.trim());
    let (mut rows, _) = arranged(&input.rows);
    // Stable: what has no place of its own keeps the order of the label.
    rows.sort_by_cached_key(place);
    let mut lines = Vec::new();
    for row in &rows {
        push(row, 0, portion, &mut lines);
    }
    Composition {
        daily_portion: match portion.times == Decimal::ONE {
            true => size.to_owned(),
            false => format!("{} × {size}", number(portion.times)),
        },
        amount_heading: "Per daily portion".to_owned(),
        percent_heading: "% NRV*".to_owned(),
        rows: lines,
        footnote: "* Nutrient reference value for adults, Regulation (EU) No 1169/2011.".to_owned(),
        statements: STATEMENTS.map(str::to_owned).to_vec(),
    }
}

/// Energy and macronutrients in the order of the panel, vitamins and minerals in that of the annex, then the rest.
fn place(row: &RowInput) -> (u8, usize) {
    let Some(nutrient) = nutrient_of(row) else {
        return if row.kind == RowKind::Energy {
            (0, 0)
        } else {
            (3, 0)
        };
    };
    match TABLE.iter().position(|line| line.nutrient == nutrient) {
        Some(at) => (1, at),
        None if nutrient < Nutrient::VitaminA => (
            0,
            Nutrient::ALL
                .iter()
                .position(|it| *it == nutrient)
                .unwrap_or_default(),
        ),
        None => (2, 0),
    }
}

fn nutrient_of(row: &RowInput) -> Option<Nutrient> {
    (row.kind != RowKind::Blend)
        .then(|| nutrient_named(&row.name))
        .flatten()
}

fn push(row: &RowInput, depth: u8, portion: DailyPortion, lines: &mut Vec<CompositionRow>) {
    let nutrient = nutrient_of(row);
    // Folate whose folic acid is stated apart is declared as that.
    let folic_acid = folic_acid(row).filter(|_| depth == 0);
    let of_amount = amount_line(folic_acid.unwrap_or(row), nutrient, portion);
    lines.push(CompositionRow {
        depth,
        name: nutrient.map_or_else(
            || row.name.trim().to_owned(),
            |it| european_name(it).to_owned(),
        ),
        detail: detail_of(row).map(|detail| european(&detail)),
        amount: of_amount.text,
        amount_state: of_amount.state,
        percent: of_amount.percent,
    });
    for nested in row.rows.iter().filter(|_| folic_acid.is_none()) {
        push(nested, depth.saturating_add(1), portion, lines);
    }
}

struct AmountLine {
    text: String,
    state: AmountState,
    percent: Option<String>,
}

fn amount_line(row: &RowInput, nutrient: Option<Nutrient>, portion: DailyPortion) -> AmountLine {
    let quantity = row.amount(portion.serving).quantity;
    let daily = quantity.and_then(|(operator, value, unit)| {
        Some((operator, value.checked_mul(portion.times)?, unit))
    });
    let Some((operator, value, unit)) = daily else {
        return AmountLine {
            text: String::new(),
            state: AmountState::NotStated,
            percent: None,
        };
    };
    let reference = nutrient.and_then(nutrient_reference);
    let form = nutrient.and_then(|nutrient| Form::named(nutrient, &row.name_and_source()));
    let converted = reference
        .and_then(|reference| in_unit_of_reference(value, &unit, reference.nutrient, form));
    let text = match (converted, reference) {
        (Some(value), Some(reference)) => format!("{} {}", number(value), reference.unit.label()),
        _ => as_declared(value, &unit),
    };
    AmountLine {
        text: format!("{}{text}", sign(operator)),
        state: match reference.is_some() && converted.is_none() {
            true => AmountState::NotConverted,
            false => AmountState::Stated,
        },
        percent: converted
            .zip(reference)
            .filter(|_| operator == Operator::Equal)
            .and_then(|(value, reference)| share(value, reference.amount)),
    }
}

fn sign(operator: Operator) -> &'static str {
    match operator {
        Operator::Equal => "",
        Operator::LessThan => "<",
        Operator::LessOrEqual => "≤",
        Operator::GreaterThan => ">",
        Operator::GreaterOrEqual => "≥",
        Operator::Approximately => "about ",
    }
}

/// Energy in both units (Regulation (EU) No 1169/2011, annex XIV and XV); else the unit as the Union writes it.
fn as_declared(value: Decimal, unit: &str) -> String {
    if Unit::parse(unit) == Some(Unit::Kilocalorie) {
        let kilojoules = value
            .checked_mul(Decimal::new(4184, 3))
            .map(|kj| kj.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero));
        return match kilojoules {
            Some(kilojoules) => format!("{} kJ / {} kcal", number(kilojoules), number(value)),
            None => format!("{} kcal", number(value)),
        };
    }
    let unit =
        Unit::parse(unit).map_or_else(|| unit.trim().to_owned(), |unit| unit.label().to_owned());
    format!("{} {}", number(value), european(&unit))
}

/// "mcg" is "µg" in the Union.
fn european(text: &str) -> String {
    let words = text
        .split(' ')
        .map(|word| if word == "mcg" { "µg" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

/// Whole percents, halves up.
fn share(value: Decimal, reference: Decimal) -> Option<String> {
    let exact = value
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(reference)?;
    let whole = exact
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
        .to_u32()?;
    Some(match whole {
        0 if value > Decimal::ZERO => "<1%".to_owned(),
        whole => format!("{}%", number(Decimal::from(whole))),
    })
}
