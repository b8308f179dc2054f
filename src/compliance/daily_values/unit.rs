//! Units of Daily Values, and the conversions that the regulation defines.

use rust_decimal::Decimal;

use super::{Form, Nutrient};

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
    /// Whether it is a weight or, with a qualifier, an equivalent of one: not IU and not kcal.
    pub fn is_weight(self) -> bool {
        !matches!(self, Self::InternationalUnit | Self::Kilocalorie)
    }

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
    pub(super) fn micrograms(self) -> Option<Decimal> {
        match self {
            Self::Gram => Some(Decimal::from(1_000_000)),
            Self::Milligram => Some(Decimal::ONE_THOUSAND),
            Self::Microgram => Some(Decimal::ONE),
            _ => None,
        }
    }
}

/// `amount` in the unit of the nutrient's Daily Value, or `None` where that depends on a form that isn't named.
pub(super) fn convert(
    amount: Decimal,
    from: Unit,
    nutrient: Nutrient,
    form: Option<Form>,
) -> Option<Decimal> {
    let to = nutrient.unit();
    if from == to {
        return Some(amount);
    }
    if from == Unit::InternationalUnit {
        return amount.checked_mul(of_one_international_unit(nutrient, form)?);
    }
    let (micrograms_in_target, factor) = match to {
        // A plain mg of niacin or of vitamin E on a label that follows the regulation is that mg.
        Unit::MilligramNe | Unit::MilligramAlphaTocopherol => (Decimal::ONE_THOUSAND, Decimal::ONE),
        Unit::MicrogramDfe if form == Some(Form::FolicAcid) => (Decimal::ONE, Decimal::new(17, 1)),
        // A plain mcg of folate may be any folate and one of vitamin A may be beta-carotene: those stay unknown.
        plain => (plain.micrograms()?, Decimal::ONE),
    };
    amount
        .checked_mul(from.micrograms()?)?
        .checked_mul(factor)?
        .checked_div(micrograms_in_target)
}

/// What one IU is in the unit of the Daily Value. Vitamin D has one factor for all its forms (40 IU are 1 mcg),
/// vitamins A and E have one for each form (FDA's guidance on converting units, August 2019).
fn of_one_international_unit(nutrient: Nutrient, form: Option<Form>) -> Option<Decimal> {
    match (nutrient, form) {
        (Nutrient::VitaminD, _) => Some(Decimal::new(25, 3)),
        (
            Nutrient::VitaminA,
            Some(Form::Retinol | Form::BetaCarotene | Form::RetinolAndBetaCarotene),
        ) => Some(Decimal::new(3, 1)),
        (Nutrient::VitaminE, Some(Form::NaturalVitaminE)) => Some(Decimal::new(67, 2)),
        (Nutrient::VitaminE, Some(Form::SyntheticVitaminE)) => Some(Decimal::new(45, 2)),
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
