//! What counts toward an upper limit. Several limits don't count all intake, and two are set in another measure than the
//! one that labels declare.

use rust_decimal::Decimal;

use crate::compliance::daily_values::{Nutrient, Unit};

/// What intake an upper limit counts (notes to the tables of upper limits of the Dietary Reference Intakes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UpperLimitApplies {
    /// Food, water and supplements together.
    All,
    /// Supplements only: magnesium, and vitamin E in any form of supplemental alpha-tocopherol.
    SupplementsOnly,
    /// Synthetic forms from supplements and fortified food only: niacin and folate.
    SyntheticForms,
    /// Preformed vitamin A only, not carotenoids.
    PreformedOnly,
}

impl UpperLimitApplies {
    /// What the limit of a nutrient counts.
    pub fn to(nutrient: Nutrient) -> Self {
        match nutrient {
            Nutrient::Magnesium | Nutrient::VitaminE => Self::SupplementsOnly,
            Nutrient::Niacin | Nutrient::Folate => Self::SyntheticForms,
            Nutrient::VitaminA => Self::PreformedOnly,
            _ => Self::All,
        }
    }

    /// How a sentence says it after "counting".
    pub fn words(self) -> &'static str {
        match self {
            Self::All => "food, water and supplements",
            Self::SupplementsOnly => "supplements only",
            Self::SyntheticForms => "synthetic forms only",
            Self::PreformedOnly => "preformed vitamin A only",
        }
    }
}

/// How much of the limit one unit of a labelled amount uses up, as bounds: they differ when that depends on the form and
/// the form isn't known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountedShare {
    /// At least so much; 0 for a form that doesn't count.
    pub min: Decimal,
    /// At most so much.
    pub max: Decimal,
}

impl CountedShare {
    const WHOLE: Self = Self {
        min: Decimal::ONE,
        max: Decimal::ONE,
    };
    const NOTHING: Self = Self {
        min: Decimal::ZERO,
        max: Decimal::ZERO,
    };

    /// Whether a label's figure is a figure of the limit's own measure, so that both can stand on one scale.
    pub fn is_same_measure(self) -> bool {
        self.max == Decimal::ONE
    }
}

/// What a labelled amount in `unit` counts toward the limit of `nutrient`, given the form that the label names ("as retinyl
/// palmitate"). A form that isn't named, or one of several, leaves bounds.
pub fn counted_share(nutrient: Nutrient, unit: Unit, form: Option<&str>) -> CountedShare {
    let form = form.unwrap_or_default().to_lowercase();
    let names = |words: &[&str]| words.iter().any(|word| form.contains(word));
    match nutrient {
        Nutrient::VitaminA => either(
            names(&["retin", "vitamin a palmitate", "vitamin a acetate"]),
            names(&["caroten", "cryptoxanthin"]),
            CountedShare::WHOLE,
            CountedShare::NOTHING,
        ),
        Nutrient::Niacin => either(
            names(&["niacin", "nicotin", "inositol hexa"]),
            names(&["food", "yeast", "tryptophan"]),
            CountedShare::WHOLE,
            CountedShare::NOTHING,
        ),
        // The limit is in mcg of folic acid, of which one is 1.7 mcg DFE (101.9(c)(8)(iv)); other folates: not known.
        Nutrient::Folate => {
            let is_folic_acid =
                names(&["folic acid"]) && !names(&["methyl", "mthf", "folinic", "food", "yeast"]);
            match (is_folic_acid, unit) {
                (false, _) => bounds(Decimal::ZERO, Decimal::ONE),
                (true, Unit::MicrogramDfe) => exactly(
                    Decimal::TEN
                        .checked_div(Decimal::from(17))
                        .unwrap_or(Decimal::ONE),
                ),
                (true, _) => CountedShare::WHOLE,
            }
        }
        // A label counts only half of synthetic alpha-tocopherol (0.45 mg an IU), the limit all of it (0.9 mg an IU).
        Nutrient::VitaminE => {
            let synthetic = names(&["dl-alpha", "dl alpha", "all-rac", "all rac", "synthetic"]);
            let natural = names(&["d-alpha", "d alpha", "rrr"]) && !synthetic;
            match (natural, synthetic) {
                (true, false) => CountedShare::WHOLE,
                (false, true) => exactly(Decimal::TWO),
                _ => bounds(Decimal::ONE, Decimal::TWO),
            }
        }
        _ => CountedShare::WHOLE,
    }
}

/// One of two forms; bounds when the label names both or neither.
fn either(one: bool, other: bool, if_one: CountedShare, if_other: CountedShare) -> CountedShare {
    match (one, other) {
        (true, false) => if_one,
        (false, true) => if_other,
        _ => bounds(if_one.min.min(if_other.min), if_one.max.max(if_other.max)),
    }
}

const fn exactly(share: Decimal) -> CountedShare {
    bounds(share, share)
}

const fn bounds(min: Decimal, max: Decimal) -> CountedShare {
    CountedShare { min, max }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(nutrient: Nutrient, form: &str) -> (Decimal, Decimal) {
        let form = (!form.is_empty()).then_some(form);
        let share = counted_share(nutrient, nutrient.unit(), form);
        (share.min, share.max)
    }

    const NOTHING: Decimal = Decimal::ZERO;
    const WHOLE: Decimal = Decimal::ONE;

    #[test]
    fn a_form_decides_what_counts() {
        assert_eq!(
            share(Nutrient::VitaminA, "as Retinyl Palmitate"),
            (WHOLE, WHOLE)
        );
        assert_eq!(
            share(Nutrient::VitaminA, "as beta-carotene"),
            (NOTHING, NOTHING)
        );
        assert_eq!(share(Nutrient::Niacin, "as niacinamide"), (WHOLE, WHOLE));
        assert_eq!(
            share(Nutrient::VitaminE, "as d-alpha-tocopheryl succinate"),
            (WHOLE, WHOLE)
        );
        assert_eq!(
            share(Nutrient::VitaminE, "as dl-alpha tocopheryl acetate"),
            (Decimal::TWO, Decimal::TWO)
        );
        assert_eq!(share(Nutrient::Magnesium, ""), (WHOLE, WHOLE));
    }

    #[test]
    fn an_unnamed_or_mixed_form_leaves_bounds() {
        for form in ["", "50% as beta-carotene and 50% as retinyl acetate"] {
            assert_eq!(share(Nutrient::VitaminA, form), (NOTHING, WHOLE), "{form}");
        }
        assert_eq!(share(Nutrient::VitaminE, ""), (WHOLE, Decimal::TWO));
        assert_eq!(share(Nutrient::Folate, ""), (NOTHING, WHOLE));
        assert_eq!(
            share(Nutrient::Folate, "as L-5-methyltetrahydrofolate"),
            (NOTHING, WHOLE)
        );
    }

    #[test]
    fn six_hundred_eighty_mcg_dfe_of_folic_acid_count_as_four_hundred_mcg() {
        let (min, max) = share(Nutrient::Folate, "as folic acid");
        assert_eq!(min, max);
        let counted = Decimal::from(680)
            .checked_mul(min)
            .map(|mcg| mcg.round_dp(6).normalize());
        assert_eq!(counted, Some(Decimal::from(400)));
        assert!(
            !counted_share(Nutrient::Folate, Unit::MicrogramDfe, Some("folic acid"))
                .is_same_measure()
        );
    }
}
