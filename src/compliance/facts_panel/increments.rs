//! The increments in which calories, macronutrients, cholesterol and sodium are declared (21 CFR 101.9(c)(1) to (7), to
//! which 101.36(b)(2)(ii) refers), and what may be declared as zero. For computed amounts and for checks: a declared
//! amount is printed as it is.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::compliance::daily_values::{Nutrient, Population, daily_value};

/// An amount as a label declares it, in [`Nutrient::unit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelAmount {
    /// May be declared as zero, and so isn't declared on a Supplement Facts panel.
    Zero,
    /// "Less than 1 g", "less than 5 mg".
    LessThan(Decimal),
    /// In the nutrient's increments.
    Amount(Decimal),
}

/// How an amount, in [`Nutrient::unit`], is declared. `None` where 101.9(c)(1) to (7) set no increments: vitamins and
/// minerals.
pub fn label_amount(amount: Decimal, nutrient: Nutrient) -> Option<LabelAmount> {
    let half = Decimal::new(5, 1);
    let five = Decimal::from(5);
    let (zero_below, less_than, step) = match nutrient {
        Nutrient::Calories => (
            five,
            None,
            if amount <= Decimal::from(50) {
                five
            } else {
                Decimal::TEN
            },
        ),
        Nutrient::Sodium => (
            five,
            None,
            if amount <= Decimal::from(140) {
                five
            } else {
                Decimal::TEN
            },
        ),
        Nutrient::Cholesterol => (Decimal::TWO, Some(five), five),
        Nutrient::TotalFat
        | Nutrient::SaturatedFat
        | Nutrient::TransFat
        | Nutrient::PolyunsaturatedFat
        | Nutrient::MonounsaturatedFat => {
            (half, None, if amount < five { half } else { Decimal::ONE })
        }
        Nutrient::TotalCarbohydrate
        | Nutrient::DietaryFiber
        | Nutrient::SolubleFiber
        | Nutrient::InsolubleFiber
        | Nutrient::TotalSugars
        | Nutrient::AddedSugars
        | Nutrient::SugarAlcohol
        | Nutrient::Protein => (half, Some(Decimal::ONE), Decimal::ONE),
        _ => return None,
    };
    Some(match less_than {
        _ if amount < zero_below => LabelAmount::Zero,
        Some(limit) if amount < limit => LabelAmount::LessThan(limit),
        _ => LabelAmount::Amount(to_step(amount, step)?),
    })
}

/// Whether an amount, in [`Nutrient::unit`], is one that may be declared as zero: by the increments, and for vitamins and
/// minerals below 2% of the RDI (101.36(b)(2)(i)).
pub fn is_declarable_as_zero(amount: Decimal, nutrient: Nutrient, population: Population) -> bool {
    match label_amount(amount, nutrient) {
        Some(label) => label == LabelAmount::Zero,
        None => daily_value(nutrient, population)
            .and_then(|value| value.amount.checked_mul(Decimal::new(2, 2)))
            .is_some_and(|limit| amount < limit),
    }
}

fn to_step(amount: Decimal, step: Decimal) -> Option<Decimal> {
    let steps = amount.checked_div(step)?;
    let whole = steps.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    whole.checked_mul(step).map(|amount| amount.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::facts_panel::samples::decimal;

    #[test]
    fn amounts_take_the_increments_of_their_nutrient() {
        use LabelAmount::{Amount, LessThan, Zero};
        let pairs = [
            (Nutrient::Calories, "4.9", Zero),
            (Nutrient::Calories, "47", Amount(decimal("45"))),
            (Nutrient::Calories, "55", Amount(decimal("60"))),
            (Nutrient::TotalFat, "0.4", Zero),
            (Nutrient::TotalFat, "1.3", Amount(decimal("1.5"))),
            (Nutrient::TransFat, "5.4", Amount(decimal("5"))),
            (Nutrient::Cholesterol, "1.9", Zero),
            (Nutrient::Cholesterol, "3", LessThan(decimal("5"))),
            (Nutrient::Cholesterol, "53", Amount(decimal("55"))),
            (Nutrient::Sodium, "142", Amount(decimal("140"))),
            (Nutrient::Sodium, "13", Amount(decimal("15"))),
            (Nutrient::DietaryFiber, "0.7", LessThan(decimal("1"))),
            (Nutrient::Protein, "24.5", Amount(decimal("25"))),
        ];
        for (nutrient, amount, label) in pairs {
            assert_eq!(
                label_amount(decimal(amount), nutrient),
                Some(label),
                "{nutrient:?} {amount}"
            );
        }
        assert_eq!(label_amount(decimal("1"), Nutrient::Zinc), None);
    }

    #[test]
    fn less_than_two_percent_of_an_rdi_may_be_declared_as_zero() {
        let adults = Population::default();
        assert!(is_declarable_as_zero(
            decimal("5"),
            Nutrient::Potassium,
            adults
        ));
        assert!(!is_declarable_as_zero(
            decimal("94"),
            Nutrient::Potassium,
            adults
        ));
        assert!(is_declarable_as_zero(
            decimal("0.3"),
            Nutrient::Protein,
            adults
        ));
        assert!(!is_declarable_as_zero(
            decimal("0.3"),
            Nutrient::Fluoride,
            adults
        ));
    }
}
