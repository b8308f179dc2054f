//! From the units of US labels to those of the Union.

use rust_decimal::Decimal;

use super::{EuUnit, nutrient_reference};
use crate::compliance::daily_values::{Form, Nutrient, Unit, micrograms};

/// An amount in the unit of the nutrient's reference value; `None` where no conversion is defined.
///
/// mcg RAE are µg RE only for retinol, since carotenes count otherwise; US milligrams of vitamin E are mg α-TE only for
/// the natural form; mcg DFE are no µg of folic acid.
pub fn in_unit_of_reference(
    amount: Decimal,
    unit: &str,
    nutrient: Nutrient,
    form: Option<Form>,
) -> Option<Decimal> {
    let from = Unit::parse(unit)?;
    let target = nutrient_reference(nutrient)?.unit;
    match (target, from) {
        (EuUnit::MicrogramRe, Unit::MicrogramRae) if form == Some(Form::Retinol) => Some(amount),
        (EuUnit::MicrogramRe, Unit::InternationalUnit) if form == Some(Form::Retinol) => {
            amount.checked_mul(Decimal::new(3, 1))
        }
        (EuUnit::MicrogramRe, _) => None,
        (EuUnit::MilligramAlphaTe, Unit::InternationalUnit)
            if form == Some(Form::NaturalVitaminE) =>
        {
            amount.checked_mul(Decimal::new(67, 2))
        }
        (EuUnit::MilligramAlphaTe, Unit::MilligramAlphaTocopherol)
            if form == Some(Form::NaturalVitaminE) =>
        {
            Some(amount)
        }
        (EuUnit::MilligramAlphaTe, _) if form != Some(Form::NaturalVitaminE) => None,
        (EuUnit::MilligramNe, Unit::MilligramNe) => Some(amount),
        (EuUnit::Microgram, Unit::InternationalUnit) if nutrient == Nutrient::VitaminD => {
            amount.checked_mul(Decimal::new(25, 3))
        }
        _ if nutrient == Nutrient::Folate && form != Some(Form::FolicAcid) => None,
        (EuUnit::Microgram, _) => micrograms(amount, unit),
        (EuUnit::Milligram | EuUnit::MilligramNe | EuUnit::MilligramAlphaTe, _) => {
            micrograms(amount, unit)?.checked_div(Decimal::ONE_THOUSAND)
        }
    }
}
