//! Units of doses, and which of them can be compared.

use rust_decimal::Decimal;

use crate::compliance::daily_values::{Nutrient, Unit};

/// A unit in which a label or a study gives an amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DoseUnit {
    /// A unit of nutrients: mass, mass of a named form, International Units, kcal.
    Nutrient(Unit),
    /// Colony forming units.
    Cfu,
    /// Millions of colony forming units.
    MillionCfu,
    /// Billions of colony forming units.
    BillionCfu,
    /// Any other, compared with itself only: `mg/kg`, `mL`, `HUT`.
    Other(String),
}

/// What two units must share to be compared.
#[derive(Debug, PartialEq, Eq)]
enum Measure {
    Mass,
    Cfu,
    Itself(String),
}

impl DoseUnit {
    /// Reads a unit as labels and studies write it; a trailing "a day" in any spelling goes without saying.
    pub fn parse(text: &str) -> Self {
        let text = without_day(text.trim());
        if let Some(unit) = Unit::parse(text) {
            return Self::Nutrient(unit);
        }
        let words = text.to_lowercase().replace("(s)", "");
        match words.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["cfu" | "cfus"] => Self::Cfu,
            ["million", "cfu" | "cfus"] => Self::MillionCfu,
            ["billion", "cfu" | "cfus"] => Self::BillionCfu,
            _ => Self::Other(text.to_owned()),
        }
    }

    /// How a page prints it.
    pub fn label(&self) -> &str {
        match self {
            Self::Nutrient(unit) => unit.label(),
            Self::Cfu => "CFU",
            Self::MillionCfu => "million CFU",
            Self::BillionCfu => "billion CFU",
            Self::Other(text) => text,
        }
    }

    /// The next larger unit of the same measure.
    pub fn larger(&self) -> Option<Self> {
        match self {
            Self::Nutrient(Unit::Microgram) => Some(Self::Nutrient(Unit::Milligram)),
            Self::Nutrient(Unit::Milligram) => Some(Self::Nutrient(Unit::Gram)),
            Self::Cfu => Some(Self::MillionCfu),
            Self::MillionCfu => Some(Self::BillionCfu),
            _ => None,
        }
    }

    /// The measure, and how much of it one of this unit is.
    fn measure(&self, nutrient: Option<Nutrient>) -> (Measure, Decimal) {
        let milligram = Decimal::ONE_THOUSAND;
        let million = Decimal::from(1_000_000);
        match (self, nutrient) {
            (Self::Nutrient(Unit::Microgram), _) => (Measure::Mass, Decimal::ONE),
            (Self::Nutrient(Unit::Milligram), _) => (Measure::Mass, milligram),
            (Self::Nutrient(Unit::Gram), _) => (Measure::Mass, million),
            // As for Daily Values: a plain mg of niacin or of vitamin E on a label is that mg.
            (Self::Nutrient(Unit::MilligramNe), Some(Nutrient::Niacin))
            | (Self::Nutrient(Unit::MilligramAlphaTocopherol), Some(Nutrient::VitaminE)) => {
                (Measure::Mass, milligram)
            }
            // Only vitamin D has one factor for all its forms: 40 IU are 1 mcg.
            (Self::Nutrient(Unit::InternationalUnit), Some(Nutrient::VitaminD)) => {
                (Measure::Mass, Decimal::new(25, 3))
            }
            (Self::Nutrient(unit), _) => (Measure::Itself(unit.label().to_owned()), Decimal::ONE),
            (Self::Cfu, _) => (Measure::Cfu, Decimal::ONE),
            (Self::MillionCfu, _) => (Measure::Cfu, million),
            (Self::BillionCfu, _) => (Measure::Cfu, Decimal::from(1_000_000_000)),
            (Self::Other(text), _) => (Measure::Itself(text.to_lowercase()), Decimal::ONE),
        }
    }
}

/// An amount in another unit; `None` where that depends on something that the units don't say.
pub fn convert(
    amount: Decimal,
    from: &DoseUnit,
    to: &DoseUnit,
    nutrient: Option<Nutrient>,
) -> Option<Decimal> {
    let (from, of_one) = from.measure(nutrient);
    let (to, in_one) = to.measure(nutrient);
    if from != to {
        return None;
    }
    let converted = amount.checked_mul(of_one)?.checked_div(in_one)?;
    Some(converted.normalize())
}

fn without_day(text: &str) -> &str {
    const DAY: [&str; 7] = [
        "/day",
        "/d",
        " per day",
        " a day",
        " daily",
        " each day",
        "/24 h",
    ];
    DAY.iter()
        .find_map(|day| {
            let at = text.len().checked_sub(day.len())?;
            let (unit, end) = text.split_at_checked(at)?;
            end.eq_ignore_ascii_case(day).then(|| unit.trim_end())
        })
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(amount: i64, from: &str, to: &str, nutrient: Option<Nutrient>) -> Option<String> {
        let unit = DoseUnit::parse;
        convert(Decimal::from(amount), &unit(from), &unit(to), nutrient).map(|it| it.to_string())
    }

    #[test]
    fn masses_and_counts_of_cells_convert_among_themselves() {
        assert_eq!(converted(500, "mg", "g/day", None).as_deref(), Some("0.5"));
        assert_eq!(
            converted(3, "Gram(s)", "µg", None).as_deref(),
            Some("3000000")
        );
        assert_eq!(
            converted(10_000_000_000, "CFU", "Billion CFU", None).as_deref(),
            Some("10")
        );
        assert_eq!(converted(5, "billion CFU", "mg", None), None);
    }

    #[test]
    fn international_units_convert_for_vitamin_d_only() {
        assert_eq!(
            converted(1000, "IU", "mcg", Some(Nutrient::VitaminD)).as_deref(),
            Some("25")
        );
        assert_eq!(
            converted(25, "mcg", "IU", Some(Nutrient::VitaminD)).as_deref(),
            Some("1000")
        );
        for nutrient in [None, Some(Nutrient::VitaminA), Some(Nutrient::VitaminE)] {
            assert_eq!(converted(1000, "IU", "mcg", nutrient), None);
            assert_eq!(converted(1000, "IU", "mg", nutrient), None);
            assert_eq!(
                converted(1000, "IU", "I.U.", nutrient).as_deref(),
                Some("1000")
            );
        }
    }

    #[test]
    fn a_qualified_mass_is_a_plain_one_only_where_labels_mean_it() {
        assert_eq!(
            converted(16, "mg NE", "mg", Some(Nutrient::Niacin)).as_deref(),
            Some("16")
        );
        assert_eq!(
            converted(400, "mcg DFE", "mcg", Some(Nutrient::Folate)),
            None
        );
        assert_eq!(
            converted(900, "mcg RAE", "mcg", Some(Nutrient::VitaminA)),
            None
        );
    }

    #[test]
    fn an_amount_for_a_kilogram_of_body_weight_is_not_an_amount() {
        assert_eq!(
            DoseUnit::parse("mg/kg/day"),
            DoseUnit::Other("mg/kg".to_owned())
        );
        assert_eq!(converted(5, "mg/kg", "mg", None), None);
        assert_eq!(
            converted(5, "mg/kg per day", "MG/KG", None).as_deref(),
            Some("5")
        );
        assert_eq!(DoseUnit::parse("mg/D"), DoseUnit::Nutrient(Unit::Milligram));
    }
}
