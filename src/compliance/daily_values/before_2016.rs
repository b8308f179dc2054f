//! The Daily Values in force before the rule of 2016 (21 CFR 101.9(c)(8)(iv) and (c)(9) as they stood in 2015): labels
//! that still use them are recognised, never computed with.

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};

use super::{Nutrient, Unit};

/// The whole % of the Daily Value for adults that applied before 2016; `None` when there was none or the unit needs the
/// form of the substance. Vitamins A, D and E were given in IU.
pub fn percent_before_2016(amount: Decimal, unit: &str, nutrient: Nutrient) -> Option<u32> {
    let (_, whole, tenths, old_unit) = *OLD.iter().find(|(old, ..)| *old == nutrient)?;
    let value = Decimal::from_parts(whole * 10 + tenths, 0, 0, false, 1);
    let converted = convert(amount, Unit::parse(unit)?, old_unit, nutrient)?;
    converted
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(value)?
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
        .to_u32()
}

fn convert(amount: Decimal, from: Unit, to: Unit, nutrient: Nutrient) -> Option<Decimal> {
    if from == to {
        return Some(amount);
    }
    match (from, to, nutrient) {
        (Unit::MilligramNe, Unit::Milligram, _) => Some(amount),
        // 40 IU of vitamin D are 1 mcg.
        (Unit::Microgram, Unit::InternationalUnit, Nutrient::VitaminD) => {
            amount.checked_mul(Decimal::from(40))
        }
        _ => amount
            .checked_mul(from.micrograms()?)?
            .checked_div(to.micrograms()?),
    }
}

/// Nutrient, whole units, tenths, unit.
#[rustfmt::skip] // a table is read by its columns
const OLD: [(Nutrient, u32, u32, Unit); 33] = [
    (Nutrient::TotalFat, 65, 0, Unit::Gram),
    (Nutrient::SaturatedFat, 20, 0, Unit::Gram),
    (Nutrient::Cholesterol, 300, 0, Unit::Milligram),
    (Nutrient::TotalCarbohydrate, 300, 0, Unit::Gram),
    (Nutrient::DietaryFiber, 25, 0, Unit::Gram),
    (Nutrient::Protein, 50, 0, Unit::Gram),
    (Nutrient::Sodium, 2400, 0, Unit::Milligram),
    (Nutrient::Potassium, 3500, 0, Unit::Milligram),
    (Nutrient::VitaminA, 5000, 0, Unit::InternationalUnit),
    (Nutrient::VitaminC, 60, 0, Unit::Milligram),
    (Nutrient::VitaminD, 400, 0, Unit::InternationalUnit),
    (Nutrient::VitaminE, 30, 0, Unit::InternationalUnit),
    (Nutrient::VitaminK, 80, 0, Unit::Microgram),
    (Nutrient::Thiamin, 1, 5, Unit::Milligram),
    (Nutrient::Riboflavin, 1, 7, Unit::Milligram),
    (Nutrient::Niacin, 20, 0, Unit::Milligram),
    (Nutrient::VitaminB6, 2, 0, Unit::Milligram),
    (Nutrient::Folate, 400, 0, Unit::Microgram),
    (Nutrient::VitaminB12, 6, 0, Unit::Microgram),
    (Nutrient::Biotin, 300, 0, Unit::Microgram),
    (Nutrient::PantothenicAcid, 10, 0, Unit::Milligram),
    (Nutrient::Calcium, 1000, 0, Unit::Milligram),
    (Nutrient::Iron, 18, 0, Unit::Milligram),
    (Nutrient::Phosphorus, 1000, 0, Unit::Milligram),
    (Nutrient::Iodine, 150, 0, Unit::Microgram),
    (Nutrient::Magnesium, 400, 0, Unit::Milligram),
    (Nutrient::Zinc, 15, 0, Unit::Milligram),
    (Nutrient::Selenium, 70, 0, Unit::Microgram),
    (Nutrient::Copper, 2, 0, Unit::Milligram),
    (Nutrient::Manganese, 2, 0, Unit::Milligram),
    (Nutrient::Chromium, 120, 0, Unit::Microgram),
    (Nutrient::Molybdenum, 75, 0, Unit::Microgram),
    (Nutrient::Chloride, 3400, 0, Unit::Milligram),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_labels_come_out_as_they_were_printed() {
        let of = |amount: i64, unit, nutrient| {
            percent_before_2016(Decimal::from(amount), unit, nutrient)
        };
        assert_eq!(of(150, "mg", Nutrient::VitaminC), Some(250));
        assert_eq!(of(100, "mcg", Nutrient::VitaminB12), Some(1667));
        assert_eq!(of(5000, "IU", Nutrient::VitaminA), Some(100));
        assert_eq!(of(25, "mcg", Nutrient::VitaminD), Some(250));
        assert_eq!(of(400, "mcg", Nutrient::Folate), Some(100));
        assert_eq!(of(300, "mcg", Nutrient::Biotin), Some(100));
    }

    #[test]
    fn what_had_no_daily_value_or_another_unit_has_no_percentage() {
        assert_eq!(
            percent_before_2016(Decimal::TEN, "mg", Nutrient::Choline),
            None
        );
        assert_eq!(
            percent_before_2016(Decimal::TEN, "mg", Nutrient::VitaminE),
            None
        );
        assert_eq!(
            percent_before_2016(Decimal::TEN, "mcg DFE", Nutrient::Folate),
            None
        );
    }
}
