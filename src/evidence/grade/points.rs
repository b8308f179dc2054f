//! How many points one source brings: the points of its design, lowered by size, directness, bias and status.

use super::GradeInput;
use crate::evidence::claim::model::{Design, Direction, Directness, RiskOfBias};
use crate::evidence::reference::model::ReferenceStatus;

/// Points of a design, in hundredths.
pub const DESIGNS: &[(Design, i64)] = &[
    (Design::MetaAnalysis, 400),
    (Design::SystematicReview, 400),
    (Design::RandomizedTrial, 300),
    (Design::Monograph, 300),
    (Design::NonRandomizedTrial, 150),
    (Design::Cohort, 150),
    (Design::CaseControl, 100),
    (Design::CrossSectional, 100),
    (Design::CaseSeries, 50),
    (Design::NarrativeReview, 50),
    (Design::Animal, 30),
    (Design::InVitro, 20),
    (Design::CompositionAnalysis, 0),
];

/// From how many participants on a source keeps which percentage of its points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Least number of participants.
    pub from: i32,
    /// Percentage that is kept.
    pub percent: i64,
}

/// From the largest studies down.
pub const SIZES: &[Size] = &[
    Size {
        from: 500,
        percent: 100,
    },
    Size {
        from: 100,
        percent: 80,
    },
    Size {
        from: 30,
        percent: 60,
    },
    Size {
        from: 1,
        percent: 40,
    },
];
/// Percentage kept by a study that does not state its size.
pub const UNKNOWN_SIZE: i64 = 60;
/// Percentage kept by a review, meta-analysis or monograph that does not state how many people its sources had.
pub const UNKNOWN_SIZE_OF_SUMMARY: i64 = 80;

/// Percentage kept by directness.
pub const DIRECTNESS: &[(Directness, i64)] = &[
    (Directness::Direct, 100),
    (Directness::OtherPopulation, 60),
    (Directness::OtherPreparation, 60),
    (Directness::SurrogateOutcome, 60),
];
/// Percentage kept where nobody has judged directness.
pub const UNKNOWN_DIRECTNESS: i64 = 60;

/// Percentage kept by risk of bias.
pub const BIAS: &[(RiskOfBias, i64)] = &[
    (RiskOfBias::Low, 100),
    (RiskOfBias::Some, 80),
    (RiskOfBias::High, 40),
];
/// Percentage kept where nobody has judged the risk of bias.
pub const UNKNOWN_BIAS: i64 = 80;

/// Percentage kept by what has become of a reference.
pub const STATUSES: &[(ReferenceStatus, i64)] = &[
    (ReferenceStatus::Ok, 100),
    (ReferenceStatus::Corrected, 100),
    (ReferenceStatus::Dead, 50),
    (ReferenceStatus::Concern, 50),
    (ReferenceStatus::Retracted, 0),
];

fn percent_of<K: PartialEq>(table: &[(K, i64)], key: &K) -> i64 {
    table
        .iter()
        .find(|(known, _)| known == key)
        .map_or(0, |(_, percent)| *percent)
}

/// Points of a source in hundredths, rounded down once at the end. Background brings none.
pub fn of(input: &GradeInput) -> i64 {
    if input.direction == Direction::Background {
        return 0;
    }
    let size = match input.participants {
        Some(count) => SIZES
            .iter()
            .find(|size| count >= size.from)
            .map_or(0, |size| size.percent),
        None if input.design.is_summary() => UNKNOWN_SIZE_OF_SUMMARY,
        None => UNKNOWN_SIZE,
    };
    let directness = input
        .directness
        .map_or(UNKNOWN_DIRECTNESS, |value| percent_of(DIRECTNESS, &value));
    let bias = input
        .risk_of_bias
        .map_or(UNKNOWN_BIAS, |value| percent_of(BIAS, &value));
    let status = percent_of(STATUSES, &input.status);
    percent_of(DESIGNS, &input.design) * size * directness * bias * status / 100_000_000
}
