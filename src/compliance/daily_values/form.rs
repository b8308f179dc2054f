//! The forms of a substance on which a conversion to the unit of its Daily Value depends.

use super::Nutrient;

/// A named form for which 21 CFR 101.9(c)(8)(iv) and FDA's guidance on converting units (August 2019) give a factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Vitamin A as retinol or one of its esters: 1 IU is 0.3 mcg RAE.
    Retinol,
    /// Vitamin A as supplemental beta-carotene: 1 IU is 0.3 mcg RAE.
    BetaCarotene,
    /// Vitamin A as both of these, in any proportion: they have one factor for IU.
    RetinolAndBetaCarotene,
    /// Vitamin E as RRR-(d-)alpha-tocopherol or its esters: 1 IU is 0.67 mg.
    NaturalVitaminE,
    /// Vitamin E as all-rac-(dl-)alpha-tocopherol or its esters: 1 IU is 0.45 mg.
    SyntheticVitaminE,
    /// Folate as folic acid: 1 mcg is 1.7 mcg DFE.
    FolicAcid,
}

impl Form {
    /// The form of `nutrient` that a text names, such as the name and the source of a row on a label.
    ///
    /// `None` when it names none, one without a factor of its own (mixed carotenoids, methylfolate), or several whose
    /// factors differ.
    pub fn named(nutrient: Nutrient, text: &str) -> Option<Self> {
        let words = Words::of(text);
        match nutrient {
            Nutrient::VitaminA => vitamin_a(&words),
            Nutrient::VitaminE => vitamin_e(&words),
            Nutrient::Folate => folate(&words),
            _ => None,
        }
    }
}

fn vitamin_a(words: &Words) -> Option<Form> {
    // Carotene in food counts for less, and other carotenoids have other factors (101.9(c)(8)(iv), note on RAE).
    const OTHER: [&str; 7] = [
        "carotenoids",
        "alpha carotene",
        "cryptoxanthin",
        "carrot",
        "spirulina",
        "alfalfa",
        "food",
    ];
    if words.has_any(&OTHER) {
        return None;
    }
    let retinol = words.has_any(&["retinol", "retinyl", "palmitate", "acetate"]);
    match (
        retinol,
        words.has_any(&["beta carotene", "betacarotene", "b carotene"]),
    ) {
        (true, true) => Some(Form::RetinolAndBetaCarotene),
        (true, false) => Some(Form::Retinol),
        (false, true) => Some(Form::BetaCarotene),
        (false, false) => None,
    }
}

fn vitamin_e(words: &Words) -> Option<Form> {
    let natural = words.has_any(&["d alpha", "rrr alpha", "d α"]);
    let synthetic = words.has_any(&["dl alpha", "all rac", "d l alpha", "dl α"]);
    match (natural, synthetic) {
        (true, false) => Some(Form::NaturalVitaminE),
        (false, true) => Some(Form::SyntheticVitaminE),
        _ => None,
    }
}

fn folate(words: &Words) -> Option<Form> {
    const OTHER: [&str; 7] = [
        "methylfolate",
        "methyltetrahydrofolate",
        "methyltetrahydrofolic",
        "mthf",
        "folinic",
        "food",
        "yeast",
    ];
    (words.has_any(&["folic acid", "folacin"]) && !words.has_any(&OTHER)).then_some(Form::FolicAcid)
}

/// A text as words in lower case, with a space at either end.
struct Words(String);

impl Words {
    fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let words = lower
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        Self(format!(" {} ", words.collect::<Vec<_>>().join(" ")))
    }

    fn has_any(&self, phrases: &[&str]) -> bool {
        phrases
            .iter()
            .any(|phrase| self.0.contains(&format!(" {phrase} ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_with_a_factor_are_recognised() {
        let pairs = [
            (
                Nutrient::VitaminA,
                "Vitamin A (as retinyl palmitate)",
                Form::Retinol,
            ),
            (
                Nutrient::VitaminA,
                "as Beta-Carotene 100%",
                Form::BetaCarotene,
            ),
            (
                Nutrient::VitaminA,
                "as vitamin A acetate, beta-carotene",
                Form::RetinolAndBetaCarotene,
            ),
            (
                Nutrient::VitaminE,
                "as d-alpha-tocopheryl succinate",
                Form::NaturalVitaminE,
            ),
            (
                Nutrient::VitaminE,
                "(dl-alpha tocopheryl acetate)",
                Form::SyntheticVitaminE,
            ),
            (Nutrient::Folate, "Folic Acid", Form::FolicAcid),
        ];
        for (nutrient, text, form) in pairs {
            assert_eq!(Form::named(nutrient, text), Some(form), "{text}");
        }
    }

    #[test]
    fn a_form_without_a_factor_or_two_that_disagree_stay_unknown() {
        let pairs = [
            (Nutrient::VitaminA, "Vitamin A"),
            (Nutrient::VitaminA, "as beta-carotene from carrot"),
            (Nutrient::VitaminA, "as mixed carotenoids"),
            (Nutrient::VitaminE, "as mixed tocopherols"),
            (
                Nutrient::VitaminE,
                "as d-alpha and dl-alpha tocopheryl acetate",
            ),
            (Nutrient::Folate, "as L-5-methyltetrahydrofolate"),
            (Nutrient::Folate, "as folic acid and L-5-MTHF"),
            (Nutrient::VitaminC, "as ascorbyl palmitate"),
        ];
        for (nutrient, text) in pairs {
            assert_eq!(Form::named(nutrient, text), None, "{text}");
        }
    }
}
