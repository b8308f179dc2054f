//! US Daily Values: the RDIs of 21 CFR 101.9(c)(8)(iv) and the DRVs of 101.9(c)(9), for the four
//! populations, and the percentage of them that an amount is (101.36(b)(2)(iii)).
//!
//! Conversions that depend on the form of a substance (IU of vitamins A and E, mcg of folic acid to
//! mcg DFE) are refused here, never guessed: an unknown percentage is `None`, which is not zero.

mod names;
mod nutrient;
mod table;
mod unit;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

pub use names::{form_named, nutrient_named};
pub use nutrient::Nutrient;
pub use unit::Unit;

/// Whom a label addresses; each has its own column of Daily Values (101.9(c)(8)(iv),
/// 101.36(b)(2)(iii)).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Population {
    /// Adults and children of 4 years and older: the default of every label.
    #[default]
    AdultsAndChildrenFrom4,
    /// Infants through 12 months.
    Infants,
    /// Children 1 through 3 years.
    Children1To3,
    /// Pregnant women and lactating women.
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
    let daily_value = daily_value(nutrient, population)?;
    let converted = unit::convert(amount, Unit::parse(unit)?, nutrient)?;
    if converted < Decimal::ZERO {
        return None;
    }
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

#[cfg(test)]
mod tests;
