//! US Daily Values: the RDIs of 21 CFR 101.9(c)(8)(iv) and the DRVs of 101.9(c)(9), for the four
//! populations, and the percentage of them that an amount is (101.36(b)(2)(iii)).
//!
//! Conversions that depend on the form of a substance (IU of vitamins A and E, mcg of folic acid to
//! mcg DFE) need that form by name and are refused without it, never guessed: an unknown percentage is
//! `None`, which is not zero.

mod before_2016;
mod form;
mod names;
mod nutrient;
mod table;
mod unit;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use before_2016::percent_before_2016;
pub use form::Form;
pub use names::{form_named, nutrient_named};
pub use nutrient::Nutrient;
pub use unit::Unit;

/// Whom a label addresses; each has its own column of Daily Values (101.9(c)(8)(iv),
/// 101.36(b)(2)(iii)).
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
)]
pub enum Population {
    /// Adults and children of 4 years and older: the default of every label.
    #[default]
    #[serde(rename = "adults")]
    AdultsAndChildrenFrom4,
    /// Infants through 12 months.
    #[serde(rename = "infants")]
    Infants,
    /// Children 1 through 3 years.
    #[serde(rename = "children_1_to_3")]
    Children1To3,
    /// Pregnant women and lactating women.
    #[serde(rename = "pregnant_and_lactating")]
    PregnantAndLactating,
}

/// The Daily Value of one nutrient for one population (21 CFR 101.9(c)(8)(iv) and (c)(9)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DailyValue {
    /// How much, in `unit`.
    pub amount: Decimal,
    /// The unit of the regulation, with its qualifier (mcg RAE, mcg DFE, mg NE).
    pub unit: Unit,
}

impl Population {
    /// The calories of the diet on which its DRVs rest (101.9(c)(9)); infants have no such diet.
    pub fn reference_calories(self) -> Option<u16> {
        match self {
            Self::AdultsAndChildrenFrom4 | Self::PregnantAndLactating => Some(2000),
            Self::Children1To3 => Some(1000),
            Self::Infants => None,
        }
    }
}

/// A percentage of a Daily Value, rounded as 101.36(b)(2)(iii) asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Percent {
    /// The nearest whole percent; 0 only when the amount is 0.
    Whole(u32),
    /// More than nothing, but less than half a percent: printed "<1%".
    LessThanOne,
}

/// The Daily Value of `nutrient` for `population`; `None` where the regulation has none (trans fat,
/// total sugars, fluoride, and some DRVs of infants).
pub fn daily_value(nutrient: Nutrient, population: Population) -> Option<DailyValue> {
    let amount = table::amount(nutrient, population)?;
    Some(DailyValue {
        amount,
        unit: nutrient.unit(),
    })
}

/// The % Daily Value of `amount`, to the nearest whole percent with halves up (101.36(b)(2)(iii)).
///
/// `unit` is as printed on the label ("mcg", "µg", "Gram(s)", "mg NE"). `None` when there is no
/// Daily Value, when the unit can't be converted without knowing the form of the substance, or when
/// the amount is negative.
pub fn percent(
    amount: Decimal,
    unit: &str,
    nutrient: Nutrient,
    population: Population,
) -> Option<Percent> {
    percent_of_form(amount, unit, nutrient, None, population)
}

/// As [`percent`], for a substance whose form is named.
pub fn percent_of_form(
    amount: Decimal,
    unit: &str,
    nutrient: Nutrient,
    form: Option<Form>,
    population: Population,
) -> Option<Percent> {
    let daily_value = daily_value(nutrient, population)?;
    let converted = in_unit_of_daily_value(amount, unit, nutrient, form)?;
    let exact = converted
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(daily_value.amount)?;
    let whole = exact
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
        .to_u32()?;
    if whole == 0 && converted > Decimal::ZERO {
        return Some(Percent::LessThanOne);
    }
    Some(Percent::Whole(whole))
}

/// `amount` in [`Nutrient::unit`]; `None` for a negative amount and where no conversion is defined.
pub fn in_unit_of_daily_value(
    amount: Decimal,
    unit: &str,
    nutrient: Nutrient,
    form: Option<Form>,
) -> Option<Decimal> {
    unit::convert(amount, Unit::parse(unit)?, nutrient, form)
        .filter(|amount| *amount >= Decimal::ZERO)
}

/// A weight in micrograms; `None` for equivalents such as mcg DFE, IU, and whatever isn't a weight.
pub fn micrograms(amount: Decimal, unit: &str) -> Option<Decimal> {
    amount.checked_mul(Unit::parse(unit)?.micrograms()?)
}

#[cfg(test)]
mod tests;
