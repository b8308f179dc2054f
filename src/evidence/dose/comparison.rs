//! An amount as directed against studied amounts, the recommended intake and the upper limit. Facts only: nothing here
//! says what an amount does.

use rust_decimal::Decimal;

use super::input::{Directions, Dose, DoseInput, StudiedDose, is_plausible};
use super::unit::{DoseUnit, convert};
use crate::compliance::daily_values::Nutrient;
use crate::compliance::reference_intakes::{
    AmountRange, Audience, CountedShare, RecommendationSummary, Report, UpperLimitSummary,
    counted_share, limit_unit, recommended_for, report, upper_limit_for,
};

/// Where a day's amount stands to the studied range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StudiedPosition {
    /// All of it is below.
    Below,
    /// The lowest is below, the highest within.
    ReachesFromBelow,
    /// All of it is within.
    Within,
    /// The lowest is within, the highest above.
    ReachesAbove,
    /// All of it is above.
    Above,
    /// The lowest is below, the highest above.
    Spans,
}

/// Where a day's amount of the product alone stands to the upper limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitPosition {
    /// At the limit or below, for everyone in the audience.
    NotAbove,
    /// Above for some life stages of the audience, or with the highest directed amount only.
    AboveInPart,
    /// Above with every directed amount, for everyone in the audience.
    Above,
    /// The form in the product isn't one that the limit counts.
    NotCounted,
    /// It depends on the form, which isn't known.
    DependsOnForm,
}

/// What the studies on file used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Studied {
    /// From the lowest to the highest dose a day, in the unit of the comparison.
    pub range: Option<AmountRange>,
    /// The studies of that range.
    pub labels: Vec<String>,
    /// How many more give a dose in a unit that can't be compared.
    pub in_other_units: usize,
    /// How many more give no dose.
    pub without_dose: usize,
}

/// The recommended intake of the audience.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedRecommendation {
    /// As published.
    pub published: RecommendationSummary,
    /// In the unit of the comparison, when it can be converted.
    pub on_scale: Option<AmountRange>,
    /// What percentage of it the day's amount is: the least of the highest recommendation to the most of the lowest.
    pub percent: Option<AmountRange>,
}

/// The upper limit of the audience.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedLimit {
    /// As published.
    pub published: UpperLimitSummary,
    /// In the unit of the comparison, when the label counts as the limit does.
    pub on_scale: Option<AmountRange>,
    /// `None` when the day's amount isn't known or can't be converted.
    pub position: Option<LimitPosition>,
}

/// One active of a product, compared. Amounts are in `unit`, if not said otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoseComparison {
    /// What it is called.
    pub name: String,
    /// Whom the label addresses.
    pub audience: Audience,
    /// The unit of the label or, without an amount there, of what it would be compared with; `None` when nothing is known.
    pub unit: Option<DoseUnit>,
    /// Amount per serving.
    pub per_serving: Option<Decimal>,
    /// How much is taken a day.
    pub directions: Option<Directions>,
    /// Amount a day as directed.
    pub per_day: Option<AmountRange>,
    /// What studies used.
    pub studied: Studied,
    /// Where the day's amount stands to it; `None` when either is unknown.
    pub studied_position: Option<StudiedPosition>,
    /// The recommended intake; `None` where none is set.
    pub recommended: Option<ComparedRecommendation>,
    /// The upper limit; `None` where none is set.
    pub limit: Option<ComparedLimit>,
    /// The report that set recommendation and limit.
    pub report: Option<Report>,
}

impl DoseComparison {
    /// Whether there is anything beside the label to compare with; without it a page may leave the bar out.
    pub fn has_reference(&self) -> bool {
        self.studied.range.is_some() || self.recommended.is_some() || self.limit.is_some()
    }

    /// Compares what is known and leaves out what isn't.
    pub fn new(input: &DoseInput<'_>) -> Self {
        let nutrient = input.nutrient;
        let recommendation = nutrient.and_then(|it| recommended_for(it, input.audience));
        let unit = comparison_unit(input, recommendation.as_ref());
        let on_scale = |amount: Decimal, from: &DoseUnit| {
            convert(amount, from, unit.as_ref()?, nutrient).filter(|it| is_plausible(*it))
        };
        let per_serving = input
            .per_serving
            .as_ref()
            .and_then(|dose| on_scale(dose.amount(), dose.unit()));
        let per_day =
            per_serving
                .zip(input.directions.as_ref())
                .and_then(|(amount, directions)| {
                    let servings = directions.servings();
                    Some(AmountRange {
                        min: amount.checked_mul(servings.min)?.normalize(),
                        max: amount.checked_mul(servings.max)?.normalize(),
                    })
                });
        let studied = studied(input.studied, &on_scale);
        let recommended = recommendation.map(|published| {
            let from = DoseUnit::Nutrient(published.unit);
            let on_scale = scaled(published.amounts, |amount| on_scale(amount, &from));
            ComparedRecommendation {
                published,
                on_scale,
                percent: per_day.zip(on_scale).and_then(|(day, of)| percent(day, of)),
            }
        });
        let limit = nutrient.and_then(|nutrient| {
            let published = upper_limit_for(nutrient, input.audience)?;
            Some(compared_limit(
                nutrient,
                published,
                unit.as_ref(),
                input.form,
                per_day,
            ))
        });
        Self {
            name: input.name.to_owned(),
            audience: input.audience,
            studied_position: per_day
                .zip(studied.range)
                .map(|(day, range)| studied_position(day, range)),
            report: nutrient
                .filter(|_| recommended.is_some() || limit.is_some())
                .and_then(report),
            unit,
            per_serving,
            directions: input.directions.clone(),
            per_day,
            studied,
            recommended,
            limit,
        }
    }
}

/// The label's unit, or a larger one when the numbers would be unreadable; else that of the first study, else that of the
/// recommendation.
fn comparison_unit(
    input: &DoseInput<'_>,
    recommendation: Option<&RecommendationSummary>,
) -> Option<DoseUnit> {
    if let Some(dose) = &input.per_serving {
        return Some(readable_unit(dose, input.nutrient));
    }
    let of_studies = input.studied.iter().find_map(|study| {
        let dose = Dose::new(study.max.or(study.min)?, study.unit?)?;
        Some(readable_unit(&dose, input.nutrient))
    });
    of_studies.or_else(|| Some(DoseUnit::Nutrient(recommendation?.unit)))
}

fn readable_unit(dose: &Dose, nutrient: Option<Nutrient>) -> DoseUnit {
    let mut unit = dose.unit().clone();
    while let Some(larger) = unit.larger() {
        let is_readable = convert(dose.amount(), dose.unit(), &unit, nutrient)
            .is_none_or(|amount| amount < Decimal::from(100_000));
        if is_readable {
            break;
        }
        unit = larger;
    }
    unit
}

fn studied(
    studies: &[StudiedDose<'_>],
    on_scale: &dyn Fn(Decimal, &DoseUnit) -> Option<Decimal>,
) -> Studied {
    let mut out = Studied::default();
    let mut amounts = Vec::new();
    for study in studies {
        let ends = [study.min.or(study.max), study.max.or(study.min)];
        let doses: Option<Vec<Dose>> = ends
            .into_iter()
            .map(|end| Dose::new(end?, study.unit?))
            .collect();
        let Some(doses) = doses else {
            out.without_dose += 1;
            continue;
        };
        let converted: Option<Vec<Decimal>> = doses
            .iter()
            .map(|dose| on_scale(dose.amount(), dose.unit()))
            .collect();
        match converted {
            Some(converted) => {
                amounts.extend(converted);
                out.labels.push(study.label.to_owned());
            }
            None => out.in_other_units += 1,
        }
    }
    out.range = AmountRange::over(amounts);
    out
}

fn studied_position(day: AmountRange, studied: AmountRange) -> StudiedPosition {
    if day.max < studied.min {
        StudiedPosition::Below
    } else if day.min > studied.max {
        StudiedPosition::Above
    } else {
        match (day.min < studied.min, day.max > studied.max) {
            (false, false) => StudiedPosition::Within,
            (true, false) => StudiedPosition::ReachesFromBelow,
            (false, true) => StudiedPosition::ReachesAbove,
            (true, true) => StudiedPosition::Spans,
        }
    }
}

fn percent(day: AmountRange, of: AmountRange) -> Option<AmountRange> {
    let percent =
        |part: Decimal, whole: Decimal| part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole);
    Some(AmountRange::new(
        percent(day.min, of.max)?,
        percent(day.max, of.min)?,
    ))
}

fn compared_limit(
    nutrient: Nutrient,
    published: UpperLimitSummary,
    unit: Option<&DoseUnit>,
    form: Option<&str>,
    day: Option<AmountRange>,
) -> ComparedLimit {
    // Labels declare in the nutrient's unit, or in that of its limit (folic acid in plain mcg).
    let declared = unit.and_then(|unit| {
        [nutrient.unit(), limit_unit(nutrient)]
            .into_iter()
            .find(|to| {
                let to = DoseUnit::Nutrient(*to);
                convert(Decimal::ONE, unit, &to, Some(nutrient)).is_some()
            })
            .map(|to| {
                (
                    unit,
                    DoseUnit::Nutrient(to),
                    counted_share(nutrient, to, form),
                )
            })
    });
    let Some((unit, to, share)) = declared else {
        return ComparedLimit {
            published,
            on_scale: None,
            position: None,
        };
    };
    let on_scale = share
        .is_same_measure()
        .then(|| {
            scaled(published.amounts, |amount| {
                convert(amount, &to, unit, Some(nutrient))
            })
        })
        .flatten();
    let position = day
        .and_then(|day| scaled(day, |amount| convert(amount, unit, &to, Some(nutrient))))
        .and_then(|day| limit_position(day, share, published.amounts));
    ComparedLimit {
        published,
        on_scale,
        position,
    }
}

fn limit_position(
    day: AmountRange,
    share: CountedShare,
    limit: AmountRange,
) -> Option<LimitPosition> {
    if share.max.is_zero() {
        return Some(LimitPosition::NotCounted);
    }
    // A share such as 1 / 1.7 has no end: its last digit must not decide.
    let counted = |amount: Decimal, share: Decimal| Some(amount.checked_mul(share)?.round_dp(9));
    let most = counted(day.max, share.max)?;
    let surely_of_least = counted(day.min, share.min)?;
    let surely_of_most = counted(day.max, share.min)?;
    Some(if most <= limit.min {
        LimitPosition::NotAbove
    } else if surely_of_least > limit.max {
        LimitPosition::Above
    } else if surely_of_most > limit.min {
        LimitPosition::AboveInPart
    } else {
        LimitPosition::DependsOnForm
    })
}

fn scaled(range: AmountRange, convert: impl Fn(Decimal) -> Option<Decimal>) -> Option<AmountRange> {
    Some(AmountRange {
        min: convert(range.min)?,
        max: convert(range.max)?,
    })
}
