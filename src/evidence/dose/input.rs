//! What a comparison of doses starts from.

use rust_decimal::Decimal;

use super::unit::DoseUnit;
use crate::catalog::variant::model::NetQuantity;
use crate::compliance::daily_values::Nutrient;
use crate::compliance::reference_intakes::{AmountRange, Audience};

/// An amount above zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dose {
    amount: Decimal,
    unit: DoseUnit,
}

impl Dose {
    /// `None` for zero or less, and for what no label or study can mean (under a billionth or over 10^15 of the unit).
    pub fn new(amount: Decimal, unit: &str) -> Option<Self> {
        is_plausible(amount).then(|| Self {
            amount: amount.normalize(),
            unit: DoseUnit::parse(unit),
        })
    }

    /// How much, above zero.
    pub fn amount(&self) -> Decimal {
        self.amount
    }

    /// Its unit.
    pub fn unit(&self) -> &DoseUnit {
        &self.unit
    }
}

/// Bounds that keep every later product and quotient inside of a decimal.
pub(super) fn is_plausible(amount: Decimal) -> bool {
    amount >= Decimal::new(1, 9) && amount <= Decimal::from(1_000_000_000_000_000_i64)
}

/// How much of a product is taken a day as directed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directions {
    servings: AmountRange,
    taken: String,
    is_one: bool,
}

impl Directions {
    /// From the fewest and the most servings a day; one of them alone is taken as exact. `serving` is what one serving is,
    /// such as 2 capsules. `None` when neither is given or not above zero.
    pub fn new(
        fewest: Option<Decimal>,
        most: Option<Decimal>,
        serving: Option<&NetQuantity>,
    ) -> Option<Self> {
        let plausible = |servings: Decimal| {
            (servings > Decimal::ZERO && servings <= Decimal::ONE_THOUSAND).then_some(servings)
        };
        let fewest = fewest.and_then(plausible);
        let most = most.and_then(plausible);
        let servings = AmountRange::new(fewest.or(most)?, most.or(fewest)?);
        let one_serving = NetQuantity {
            value: Decimal::ONE,
            unit: "serving".to_owned(),
        };
        let serving = serving
            .filter(|serving| is_plausible(serving.value))
            .unwrap_or(&one_serving);
        let from = servings.min.checked_mul(serving.value)?.normalize();
        let to = NetQuantity {
            value: servings.max.checked_mul(serving.value)?,
            unit: serving.unit.clone(),
        };
        Some(Self {
            servings,
            is_one: servings.is_single() && to.value == Decimal::ONE,
            taken: if servings.is_single() {
                to.to_string()
            } else {
                format!("{from} to {to}")
            },
        })
    }

    /// Servings a day.
    pub fn servings(&self) -> AmountRange {
        self.servings
    }

    /// What is taken a day in words: `2 capsules`, `1 to 3 scoops`.
    pub fn taken(&self) -> &str {
        &self.taken
    }

    /// The verb that follows [`Self::taken`].
    pub fn gives(&self) -> &'static str {
        if self.is_one { "gives" } else { "give" }
    }
}

/// What a study gave its participants a day. Pass studies of people only, whatever they found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StudiedDose<'a> {
    /// How a reader recognizes the study.
    pub label: &'a str,
    /// Lowest dose a day.
    pub min: Option<Decimal>,
    /// Highest dose a day; one of both alone is the only dose.
    pub max: Option<Decimal>,
    /// Their unit.
    pub unit: Option<&'a str>,
}

/// One active of a product with all that is known about its amount.
#[derive(Clone, Debug)]
pub struct DoseInput<'a> {
    /// What it is called.
    pub name: &'a str,
    /// The nutrient that it is, if it is one.
    pub nutrient: Option<Nutrient>,
    /// Whom the label addresses.
    pub audience: Audience,
    /// The form that the label names, such as `as retinyl palmitate`.
    pub form: Option<&'a str>,
    /// Amount per serving; `None` when the label doesn't declare it.
    pub per_serving: Option<Dose>,
    /// How much is taken a day; `None` when the directions don't say.
    pub directions: Option<Directions>,
    /// What studies used.
    pub studied: &'a [StudiedDose<'a>],
}
