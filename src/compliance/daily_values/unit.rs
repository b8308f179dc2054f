//! Units of Daily Values, and the conversions that need no knowledge of the form of a substance.

use rust_decimal::Decimal;

use super::Nutrient;

/// A unit in which a Daily Value is given or a label declares a nutrient (101.36(b)(2)(ii),
/// 101.9(c)(8)(iv)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// g
    Gram,
    /// mg
    Milligram,
    /// mcg (never µg in US copy)
    Microgram,
    /// mcg of retinol activity equivalents: vitamin A.
    MicrogramRae,
    /// mcg of dietary folate equivalents: folate.
    MicrogramDfe,
    /// mg of niacin equivalents: niacin.
    MilligramNe,
    /// mg of alpha-tocopherol: vitamin E.
    MilligramAlphaTocopherol,
    /// International Units: arbitrary, so a conversion depends on the substance.
    InternationalUnit,
    /// kcal, which labels call Calories.
    Kilocalorie,
}

impl Unit {
    /// Reads a unit as labels and UCUM write it: "mcg", "µg" (either code point), "Gram(s)",
    /// "ug{RAE}", "I.U.".
    pub fn parse(text: &str) -> Option<Self> {
        let unit = match key(text).as_str() {
            "g" | "gm" | "gram" | "grams" => Self::Gram,
            "mg" | "milligram" | "milligrams" => Self::Milligram,
            "mcg" | "ug" | "microgram" | "micrograms" => Self::Microgram,
            "mcg rae" | "ug rae" => Self::MicrogramRae,
            "mcg dfe" | "ug dfe" => Self::MicrogramDfe,
            "mg ne" => Self::MilligramNe,
            "mg alpha tocopherol" | "mg α tocopherol" => Self::MilligramAlphaTocopherol,
            "iu" | "i u" | "international unit" | "international units" => Self::InternationalUnit,
            "kcal" | "cal" | "calorie" | "calories" => Self::Kilocalorie,
            _ => return None,
        };
        Some(unit)
    }

    /// How a US label prints it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Gram => "g",
            Self::Milligram => "mg",
            Self::Microgram => "mcg",
            Self::MicrogramRae => "mcg RAE",
            Self::MicrogramDfe => "mcg DFE",
            Self::MilligramNe => "mg NE",
            Self::MilligramAlphaTocopherol => "mg alpha-tocopherol",
            Self::InternationalUnit => "IU",
            Self::Kilocalorie => "kcal",
        }
    }

    /// Micrograms in one of a plain unit of mass; `None` for qualified units, IU and kcal.
    fn micrograms(self) -> Option<Decimal> {
        match self {
            Self::Gram => Some(Decimal::from(1_000_000)),
            Self::Milligram => Some(Decimal::ONE_THOUSAND),
            Self::Microgram => Some(Decimal::ONE),
            _ => None,
        }
    }
}

/// `amount` in the unit of the nutrient's Daily Value, or `None` where that depends on the form of
/// the substance.
pub(super) fn convert(amount: Decimal, from: Unit, nutrient: Nutrient) -> Option<Decimal> {
    let to = nutrient.unit();
    if from == to {
        return Some(amount);
    }
    if from == Unit::InternationalUnit {
        return international_units(amount, nutrient);
    }
    let micrograms_in_target = match to {
        // A plain mg of niacin or of vitamin E on a label that follows the regulation is that mg. A
        // plain mcg of folate may be folic acid (1.7 mcg DFE) and one of vitamin A may be
        // beta-carotene: those stay unknown.
        Unit::MilligramNe | Unit::MilligramAlphaTocopherol => Decimal::ONE_THOUSAND,
        plain => plain.micrograms()?,
    };
    amount
        .checked_mul(from.micrograms()?)?
        .checked_div(micrograms_in_target)
}

/// Only vitamin D has one factor for all its forms: 40 IU are 1 mcg. Vitamins A and E have one for
/// each form.
fn international_units(amount: Decimal, nutrient: Nutrient) -> Option<Decimal> {
    match nutrient {
        Nutrient::VitaminD => amount.checked_mul(Decimal::new(25, 3)),
        _ => None,
    }
}

/// Lower case, one spelling of the micro sign, words only: "Gram(s)" is "gram", "ug{RAE}" is "ug
/// rae".
fn key(text: &str) -> String {
    let text = text
        .to_lowercase()
        .replace("(s)", "")
        .replace(['µ', 'μ'], "u");
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}
