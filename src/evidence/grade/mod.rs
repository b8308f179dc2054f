//! The grade of a claim: a letter computed from its evidence by one published rule. Pure.
//!
//! Every number of the rule is a constant or a table here, and its public page prints these same constants, so that text and
//! program can't differ. A reader who has the stored inputs of a grade can compute it again with pencil and paper.

pub mod pages;
mod points;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::evidence::claim::model::{Design, Direction, Directness, Evidence, RiskOfBias};
use crate::evidence::reference::model::{ReferenceId, ReferenceStatus};
use crate::text_enum;

pub use points::{
    BIAS, DESIGNS, DIRECTNESS, SIZES, STATUSES, Size, UNKNOWN_BIAS, UNKNOWN_DIRECTNESS,
    UNKNOWN_SIZE, UNKNOWN_SIZE_OF_SUMMARY,
};

/// Version of the rule; raised with every change of a number or a step.
pub const RULE_VERSION: &str = "1";

/// The conditions of one letter: points for the effect and the percentage of all points that they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    /// The letter.
    pub letter: Letter,
    /// Least points for the effect, in hundredths.
    pub points: i64,
    /// Least share of the points for the effect in all points, in percent.
    pub consistency: i64,
}

/// From the best letter down. `A` also asks for two sources that are trials or summaries of trials.
pub const THRESHOLDS: &[Threshold] = &[
    Threshold {
        letter: Letter::A,
        points: 600,
        consistency: 75,
    },
    Threshold {
        letter: Letter::B,
        points: 300,
        consistency: 67,
    },
    Threshold {
        letter: Letter::C,
        points: 120,
        consistency: 50,
    },
];
/// At most this share for the effect, in percent, makes an F, if the points against it from studies in people are enough.
pub const F_CONSISTENCY: i64 = 25;
/// Least points against the effect from studies in people for an F, in hundredths.
pub const F_POINTS: i64 = 120;

text_enum! {
    /// How far evidence carries a claim.
    Letter {
        /// Strong and consistent.
        A = "A",
        /// Good.
        B = "B",
        /// Limited or mixed.
        C = "C",
        /// Weak, or no study in people.
        D = "D",
        /// Against the effect.
        F = "F",
    }
}

impl Letter {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::A => "Strong and consistent evidence",
            Self::B => "Good evidence",
            Self::C => "Limited or mixed evidence",
            Self::D => "Weak evidence",
            Self::F => "Evidence against the effect",
        }
    }
}

/// What the rule reads of one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GradeInput {
    /// Id of the reference.
    pub reference_id: ReferenceId,
    /// Slug of the reference.
    pub reference: String,
    /// Design of the study.
    pub design: Design,
    /// What it says about the effect.
    pub direction: Direction,
    /// How many took part.
    pub participants: Option<i32>,
    /// How far what was tested is what the claim says.
    pub directness: Option<Directness>,
    /// How far it may have been biased.
    pub risk_of_bias: Option<RiskOfBias>,
    /// What has become of the reference.
    pub status: ReferenceStatus,
    /// What the rule makes of it: points in hundredths.
    pub points: i64,
}

impl GradeInput {
    /// The input that a row of evidence gives, with its points.
    pub fn new(row: &Evidence, reference: &str, status: ReferenceStatus) -> Self {
        let mut input = Self {
            reference_id: row.reference_id,
            reference: reference.to_owned(),
            design: row.design,
            direction: row.direction,
            participants: row.participants,
            directness: row.directness,
            risk_of_bias: row.risk_of_bias,
            status,
            points: 0,
        };
        input.points = points::of(&input);
        input
    }
}

/// A grade with everything that gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Grade {
    /// The letter; `null` when no source that counts speaks about the effect.
    pub letter: Option<Letter>,
    /// No study in people carries it: animals, cells or reviews of such work alone.
    pub preliminary: bool,
    /// Version of the rule.
    pub rule_version: String,
    /// Points for the effect, in hundredths.
    pub points_for: i64,
    /// Points against it, in hundredths.
    pub points_against: i64,
    /// What the rule read, source by source.
    pub inputs: Vec<GradeInput>,
}

/// Computes the grade of a claim.
pub fn grade(inputs: Vec<GradeInput>) -> Grade {
    let (points_for, points_against) = inputs.iter().fold((0, 0), |(pro, con), input| {
        match input.direction {
            Direction::Supports => (pro + input.points, con),
            against if against.is_against() => (pro, con + input.points),
            // Half of it speaks for the effect, half against.
            Direction::Mixed => (pro + input.points / 2, con + input.points / 2),
            _ => (pro, con),
        }
    });
    let counting = || inputs.iter().filter(|input| input.points > 0);
    let in_people = counting().any(|input| input.design.is_in_people());
    let total = points_for + points_against;
    let letter = (total > 0).then(|| {
        if !in_people {
            return Letter::D;
        }
        let consistency = points_for * 100 / total;
        let against_in_people: i64 = counting()
            .filter(|input| input.design.is_in_people())
            .filter(|input| input.direction.is_against())
            .map(|input| input.points)
            .sum();
        if consistency <= F_CONSISTENCY && against_in_people >= F_POINTS {
            return Letter::F;
        }
        let trials = counting()
            .filter(|input| input.design.is_trial_or_summary())
            .count();
        let reached = THRESHOLDS.iter().find(|step| {
            points_for >= step.points
                && consistency >= step.consistency
                && (step.letter != Letter::A || trials >= 2)
        });
        reached.map_or(Letter::D, |step| step.letter)
    });
    Grade {
        letter,
        preliminary: letter.is_some() && !in_people,
        rule_version: RULE_VERSION.to_owned(),
        points_for,
        points_against,
        inputs,
    }
}

impl Grade {
    /// The same with points computed again from the other inputs: what a doubting reader does.
    #[must_use]
    pub fn recomputed(&self) -> Self {
        let inputs = self
            .inputs
            .iter()
            .map(|input| GradeInput {
                points: points::of(input),
                ..input.clone()
            })
            .collect();
        grade(inputs)
    }

    /// The grade when something has become of one of its references.
    #[must_use]
    pub fn with_status(&self, slug: &str, id: ReferenceId, status: ReferenceStatus) -> Self {
        let mut changed = self.clone();
        for input in changed
            .inputs
            .iter_mut()
            .filter(|input| input.reference_id == id)
        {
            slug.clone_into(&mut input.reference);
            input.status = status;
        }
        changed.recomputed()
    }

    /// Whether it is worse than another: a lower letter, or none where there was one.
    pub fn is_below(&self, other: &Self) -> bool {
        // `None` is the lowest, and letters sort from A to F.
        let rank = |grade: &Self| grade.letter.map_or(u8::MAX, |letter| letter as u8);
        rank(self) > rank(other)
    }

    /// `Grade B`, `Grade D, preliminary` or `No grade`.
    pub fn words(&self) -> String {
        match self.letter {
            None => "No grade".to_owned(),
            Some(letter) if self.preliminary => format!("Grade {letter}, preliminary"),
            Some(letter) => format!("Grade {letter}"),
        }
    }
}
