//! US Dietary Reference Intakes: what the Food and Nutrition Board of the National Academies recommends (RDA or AI) and
//! where it sets an upper limit (UL), for 22 life stages, with the report that set each figure.
//!
//! They differ from Daily Values, which a label prints: one figure of a regulation for each population.

mod life_stage;
mod limit;
mod report;
mod table;

use rust_decimal::Decimal;

use crate::compliance::daily_values::{Nutrient, Unit};

pub use life_stage::{Audience, LifeStage};
pub use limit::{CountedShare, UpperLimitApplies, counted_share};
pub use report::Report;

/// How a recommendation was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecommendationKind {
    /// Recommended Dietary Allowance: enough for nearly all (97 to 98 percent) healthy people of a life stage.
    Rda,
    /// Adequate Intake: believed to be enough, where evidence doesn't suffice for an RDA.
    Ai,
}

impl RecommendationKind {
    /// Its abbreviation.
    pub fn abbreviation(self) -> &'static str {
        match self {
            Self::Rda => "RDA",
            Self::Ai => "AI",
        }
    }
}

/// What is recommended for one life stage, a day, from all sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recommendation {
    /// How it was found.
    pub kind: RecommendationKind,
    /// How much, in `unit`.
    pub amount: Decimal,
    /// The unit in which a label declares the nutrient.
    pub unit: Unit,
}

/// The most a day that is unlikely to do harm in one life stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UpperLimit {
    /// How much, in `unit`.
    pub amount: Decimal,
    /// Its unit; not always the one in which a label declares the nutrient, see [`limit_unit`].
    pub unit: Unit,
    /// What it counts.
    pub applies: UpperLimitApplies,
}

/// From the least to the most of several amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmountRange {
    /// The least.
    pub min: Decimal,
    /// The most.
    pub max: Decimal,
}

/// What is recommended for an audience, as a range over its life stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecommendationSummary {
    /// How it was found; `None` when that differs between the life stages.
    pub kind: Option<RecommendationKind>,
    /// The range over all of them, in `unit`.
    pub amounts: AmountRange,
    /// The range for women, where the audience has women and men.
    pub women: Option<AmountRange>,
    /// The range for men, where the audience has women and men.
    pub men: Option<AmountRange>,
    /// The unit in which a label declares the nutrient.
    pub unit: Unit,
}

/// Upper limits of an audience, as a range over its life stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UpperLimitSummary {
    /// The range, in `unit`.
    pub amounts: AmountRange,
    /// Its unit, see [`limit_unit`].
    pub unit: Unit,
    /// What it counts.
    pub applies: UpperLimitApplies,
}

/// What is recommended a day; `None` where neither an RDA nor an AI has been established.
pub fn recommended(nutrient: Nutrient, stage: LifeStage) -> Option<Recommendation> {
    let (kind, amount) = table::recommended(table::row(nutrient)?, stage)?;
    Some(Recommendation {
        kind,
        amount,
        unit: nutrient.unit(),
    })
}

/// The upper limit a day; `None` where none has been established, which doesn't mean that any amount is safe.
pub fn upper_limit(nutrient: Nutrient, stage: LifeStage) -> Option<UpperLimit> {
    Some(UpperLimit {
        amount: table::upper_limit(table::row(nutrient)?, stage)?,
        unit: limit_unit(nutrient),
        applies: UpperLimitApplies::to(nutrient),
    })
}

/// The report that set the figures of a nutrient; `None` when there are none.
pub fn report(nutrient: Nutrient) -> Option<Report> {
    let (_, report, ..) = table::row(nutrient)?;
    Some(*report)
}

/// The unit of a nutrient's upper limit: that of labels, except for folate (mcg of folic acid, not DFE) and vitamin E (mg
/// of all supplemental alpha-tocopherol, of which a label counts only a part).
pub fn limit_unit(nutrient: Nutrient) -> Unit {
    match nutrient {
        Nutrient::Folate => Unit::Microgram,
        Nutrient::VitaminE | Nutrient::Niacin => Unit::Milligram,
        other => other.unit(),
    }
}

/// What is recommended for everyone in an audience; `None` unless it is established for each of its life stages.
pub fn recommended_for(nutrient: Nutrient, audience: Audience) -> Option<RecommendationSummary> {
    let of = |stages: &[LifeStage]| -> Option<Vec<Recommendation>> {
        stages
            .iter()
            .map(|stage| recommended(nutrient, *stage))
            .collect()
    };
    let range = |stages: &[LifeStage]| AmountRange::over(of(stages)?.iter().map(|one| one.amount));
    let all = of(audience.stages())?;
    let first = all.first()?;
    let is_adults = audience == Audience::Adults;
    Some(RecommendationSummary {
        kind: all
            .iter()
            .all(|one| one.kind == first.kind)
            .then_some(first.kind),
        amounts: range(audience.stages())?,
        women: is_adults.then(|| range(&LifeStage::WOMEN)).flatten(),
        men: is_adults.then(|| range(&LifeStage::MEN)).flatten(),
        unit: first.unit,
    })
}

/// Upper limits of everyone in an audience; `None` unless one is established for each of its life stages.
pub fn upper_limit_for(nutrient: Nutrient, audience: Audience) -> Option<UpperLimitSummary> {
    let limits: Option<Vec<_>> = audience
        .stages()
        .iter()
        .map(|stage| upper_limit(nutrient, *stage))
        .collect();
    let limits = limits?;
    let first = limits.first()?;
    Some(UpperLimitSummary {
        amounts: AmountRange::over(limits.iter().map(|one| one.amount))?,
        unit: first.unit,
        applies: first.applies,
    })
}

impl AmountRange {
    /// From one amount to another, in whichever order.
    pub fn new(one: Decimal, other: Decimal) -> Self {
        Self {
            min: one.min(other),
            max: one.max(other),
        }
    }

    /// The least and the most of some amounts; `None` for none.
    pub fn over(amounts: impl IntoIterator<Item = Decimal>) -> Option<Self> {
        let mut amounts = amounts.into_iter();
        let first = amounts.next()?;
        Some(amounts.fold(Self::new(first, first), |range, amount| Self {
            min: range.min.min(amount),
            max: range.max.max(amount),
        }))
    }

    /// Whether both ends are one amount.
    pub fn is_single(self) -> bool {
        self.min == self.max
    }
}

#[cfg(test)]
mod tests;
