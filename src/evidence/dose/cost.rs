//! What a day and a studied dose cost, in minor units of the price's currency.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

/// A cost in whole minor units (cents), rounded once, half up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// Nothing was rounded.
    Exact(i64),
    /// Rounded.
    About(i64),
    /// Less than half a minor unit, which isn't zero.
    LessThanOne,
}

impl Cost {
    /// In words; `money` prints minor units with their currency.
    pub fn words(self, money: impl Fn(i64) -> String) -> String {
        match self {
            Self::Exact(minor) => money(minor),
            Self::About(minor) => format!("about {}", money(minor)),
            Self::LessThanOne => format!("less than {}", money(1)),
        }
    }

    /// From one cost to another in words: `about $0.42 to $0.83`.
    pub fn range_words(from: Self, to: Self, money: impl Fn(i64) -> String) -> String {
        match (from, to) {
            (from, to) if from == to => to.words(money),
            (Self::Exact(from), Self::Exact(to)) => format!("{} to {}", money(from), money(to)),
            (Self::LessThanOne, to) => format!("less than {} to {}", money(1), to.words(money)),
            (from, to) => format!("about {} to {}", money(from.minor()), money(to.minor())),
        }
    }

    /// The whole minor units, for sorting.
    pub fn minor(self) -> i64 {
        match self {
            Self::Exact(minor) | Self::About(minor) => minor,
            Self::LessThanOne => 0,
        }
    }

    fn rounded(minor: Decimal) -> Option<Self> {
        let whole = minor
            .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
            .to_i64()?;
        Some(match whole {
            0 => Self::LessThanOne,
            whole if Decimal::from(whole) == minor => Self::Exact(whole),
            whole => Self::About(whole),
        })
    }
}

/// The cost of a day as directed. `None` when a number is unknown or isn't above zero.
pub fn cost_per_day(
    price_minor: Option<i64>,
    servings_in_container: Option<Decimal>,
    servings_per_day: Option<Decimal>,
) -> Option<Cost> {
    let day = positive(servings_per_day)?;
    let price = positive(price_minor.map(Decimal::from))?;
    let cost = price
        .checked_mul(day)?
        .checked_div(positive(servings_in_container)?)?;
    Cost::rounded(cost)
}

/// The cost of the lowest studied dose a day: of as many servings, or such a part of one, as hold it. `amount_per_serving`
/// and `studied_min` are in the same unit. `None` when a number is unknown or isn't above zero.
pub fn cost_per_studied_dose(
    price_minor: Option<i64>,
    amount_per_serving: Option<Decimal>,
    servings_in_container: Option<Decimal>,
    studied_min: Option<Decimal>,
) -> Option<Cost> {
    let in_container =
        positive(amount_per_serving)?.checked_mul(positive(servings_in_container)?)?;
    let price = positive(price_minor.map(Decimal::from))?;
    let cost = price
        .checked_mul(positive(studied_min)?)?
        .checked_div(in_container)?;
    Cost::rounded(cost)
}

fn positive(value: Option<Decimal>) -> Option<Decimal> {
    value.filter(|value| *value > Decimal::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(value: i64) -> Option<Decimal> {
        Some(Decimal::from(value))
    }

    #[test]
    fn a_day_costs_its_part_of_the_container() {
        assert_eq!(
            cost_per_day(Some(1800), some(60), some(2)),
            Some(Cost::Exact(60))
        );
        assert_eq!(
            cost_per_day(Some(1999), some(60), some(1)),
            Some(Cost::About(33))
        );
    }

    #[test]
    fn a_half_cent_rounds_up_and_less_than_half_a_cent_is_not_zero() {
        assert_eq!(
            cost_per_day(Some(25), some(10), some(1)),
            Some(Cost::About(3))
        );
        assert_eq!(
            cost_per_day(Some(1), some(2), some(1)),
            Some(Cost::About(1))
        );
        assert_eq!(
            cost_per_day(Some(1), some(3), some(1)),
            Some(Cost::LessThanOne)
        );
    }

    #[test]
    fn a_studied_dose_costs_as_many_servings_as_hold_it() {
        let cost = |amount, studied| {
            cost_per_studied_dose(Some(3000), some(amount), some(30), some(studied))
        };
        assert_eq!(cost(500, 10_000), Some(Cost::Exact(2000)));
        assert_eq!(cost(500, 250), Some(Cost::Exact(50)));
        assert_eq!(cost(300, 100), Some(Cost::About(33)));
    }

    #[test]
    fn what_is_unknown_or_zero_has_no_cost() {
        assert_eq!(cost_per_day(None, some(60), some(2)), None);
        assert_eq!(cost_per_day(Some(1800), None, some(2)), None);
        assert_eq!(cost_per_day(Some(1800), some(0), some(2)), None);
        assert_eq!(cost_per_day(Some(1800), some(60), None), None);
        assert_eq!(cost_per_day(Some(0), some(60), some(1)), None);
        assert_eq!(
            cost_per_studied_dose(Some(1800), None, some(60), some(5)),
            None
        );
        assert_eq!(
            cost_per_studied_dose(Some(1800), some(5), some(60), None),
            None
        );
        assert_eq!(
            cost_per_studied_dose(Some(1800), some(-5), some(60), some(5)),
            None
        );
        let most = Some(Decimal::MAX);
        assert_eq!(
            cost_per_studied_dose(Some(i64::MAX), most, most, most),
            None
        );
    }

    #[test]
    fn a_rounded_cost_says_about() {
        let money = |minor: i64| format!("{minor}c");
        assert_eq!(Cost::Exact(60).words(money), "60c");
        assert_eq!(Cost::About(33).words(money), "about 33c");
        assert_eq!(Cost::LessThanOne.words(money), "less than 1c");
        let range = |from, to| Cost::range_words(from, to, money);
        assert_eq!(range(Cost::Exact(30), Cost::Exact(60)), "30c to 60c");
        assert_eq!(range(Cost::About(33), Cost::Exact(66)), "about 33c to 66c");
        assert_eq!(range(Cost::About(33), Cost::About(33)), "about 33c");
        assert_eq!(
            range(Cost::LessThanOne, Cost::About(1)),
            "less than 1c to about 1c"
        );
    }
}
