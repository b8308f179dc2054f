//! Rows of claims, wordings and evidence.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::catalog::market::Market;
use crate::compliance::surface::Surface;
use crate::db::schema::{claim_grades, claim_wordings, claims, evidence};
use crate::evidence::grade::Letter;
use crate::evidence::ingredient::model::IngredientId;
use crate::evidence::reference::model::ReferenceId;
use crate::evidence::topic::model::TopicId;
use crate::{id_type, text_enum};

id_type! {
    /// Id of a claim.
    ClaimId
}

text_enum! {
    /// Type of claim under United States law. A disease claim has none: nothing sold as a supplement may carry it.
    ClaimType {
        /// Affects or maintains structure or function, 21 CFR 101.93(f).
        StructureFunction = "structure_function",
        /// General well-being, FD&C Act 403(r)(6)(A).
        GeneralWellbeing = "general_wellbeing",
        /// Benefit for a classical deficiency disease, FD&C Act 403(r)(6)(A).
        NutrientDeficiency = "nutrient_deficiency",
        /// Authorized health claim, 21 CFR 101.14.
        HealthClaimAuthorized = "health_claim_authorized",
        /// Qualified health claim, by letter of the FDA.
        HealthClaimQualified = "health_claim_qualified",
        /// Level of a nutrient, 21 CFR 101.13.
        NutrientContent = "nutrient_content",
        /// An amount without characterisation, 21 CFR 101.13(i).
        QuantitativeStatement = "quantitative_statement",
    }
}

impl ClaimType {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::StructureFunction => "Structure or function",
            Self::GeneralWellbeing => "General well-being",
            Self::NutrientDeficiency => "Nutrient deficiency",
            Self::HealthClaimAuthorized => "Authorized health claim",
            Self::HealthClaimQualified => "Qualified health claim",
            Self::NutrientContent => "Nutrient content",
            Self::QuantitativeStatement => "Statement of an amount",
        }
    }

    /// Whether a page that shows it must carry the disclaimer of 21 CFR 101.93(c).
    pub const fn needs_disclaimer(self) -> bool {
        matches!(
            self,
            Self::StructureFunction | Self::GeneralWellbeing | Self::NutrientDeficiency
        )
    }
}

text_enum! {
    /// Where a claim stands.
    ClaimStatus {
        /// Being written.
        Draft = "draft",
        /// May be published.
        Approved = "approved",
        /// No longer made.
        Retired = "retired",
    }
}

impl ClaimStatus {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Approved => "Approved",
            Self::Retired => "Retired",
        }
    }
}

text_enum! {
    /// Where a wording stands.
    WordingStatus {
        /// Being written.
        Draft = "draft",
        /// May be shown.
        Approved = "approved",
        /// Must not be shown.
        Rejected = "rejected",
    }
}

impl WordingStatus {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Approved => "Approved",
            Self::Rejected => "Rejected",
        }
    }
}

text_enum! {
    /// Design of a study.
    Design {
        /// A systematic review.
        SystematicReview = "systematic_review",
        /// A meta-analysis.
        MetaAnalysis = "meta_analysis",
        /// A randomized controlled trial.
        RandomizedTrial = "randomized_trial",
        /// A trial without randomization.
        NonRandomizedTrial = "non_randomized_trial",
        /// A cohort study.
        Cohort = "cohort",
        /// A case-control study.
        CaseControl = "case_control",
        /// A cross-sectional study.
        CrossSectional = "cross_sectional",
        /// A case series.
        CaseSeries = "case_series",
        /// In animals.
        Animal = "animal",
        /// In cells or test tubes.
        InVitro = "in_vitro",
        /// A narrative review.
        NarrativeReview = "narrative_review",
        /// A monograph or fact sheet of an authority.
        Monograph = "monograph",
        /// An analysis of what a substance holds.
        CompositionAnalysis = "composition_analysis",
    }
}

impl Design {
    /// Whether people were studied, or what is known from people was summed up.
    pub const fn is_in_people(self) -> bool {
        !matches!(
            self,
            Self::Animal | Self::InVitro | Self::NarrativeReview | Self::CompositionAnalysis
        )
    }

    /// Whether it sums up other studies.
    pub const fn is_summary(self) -> bool {
        matches!(
            self,
            Self::SystematicReview | Self::MetaAnalysis | Self::Monograph | Self::NarrativeReview
        )
    }

    /// Whether it is a controlled trial in people, or sums up such trials.
    pub const fn is_trial_or_summary(self) -> bool {
        matches!(
            self,
            Self::SystematicReview
                | Self::MetaAnalysis
                | Self::RandomizedTrial
                | Self::NonRandomizedTrial
                | Self::Monograph
        )
    }

    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::SystematicReview => "Systematic review",
            Self::MetaAnalysis => "Meta-analysis",
            Self::RandomizedTrial => "Randomized controlled trial",
            Self::NonRandomizedTrial => "Trial without randomization",
            Self::Cohort => "Cohort study",
            Self::CaseControl => "Case-control study",
            Self::CrossSectional => "Cross-sectional study",
            Self::CaseSeries => "Case series",
            Self::Animal => "Animal study",
            Self::InVitro => "Laboratory study",
            Self::NarrativeReview => "Narrative review",
            Self::Monograph => "Monograph",
            Self::CompositionAnalysis => "Composition analysis",
        }
    }
}

text_enum! {
    /// What a source says about the effect.
    Direction {
        /// For it.
        Supports = "supports",
        /// No effect was found.
        NullEffect = "null_effect",
        /// Against it.
        Contradicts = "contradicts",
        /// Some for, some against.
        Mixed = "mixed",
        /// About the substance, without bearing on the effect.
        Background = "background",
    }
}

impl Direction {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Supports => "Supports",
            Self::NullEffect => "No effect found",
            Self::Contradicts => "Contradicts",
            Self::Mixed => "Mixed results",
            Self::Background => "Background only",
        }
    }

    /// Whether it speaks against the effect: found nothing, or the opposite.
    pub const fn is_against(self) -> bool {
        matches!(self, Self::NullEffect | Self::Contradicts)
    }

    /// A sign that goes with the word.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Supports => "+",
            Self::NullEffect => "0",
            Self::Contradicts => "−",
            Self::Mixed => "±",
            Self::Background => "i",
        }
    }
}

text_enum! {
    /// How far what was tested is what the claim says.
    Directness {
        /// The substance itself, in people for whom the claim is meant, and the effect that it names.
        Direct = "direct",
        /// In other people, such as the ill, infants or athletes.
        OtherPopulation = "other_population",
        /// Another form, extract, dose or mixture.
        OtherPreparation = "other_preparation",
        /// Something measured that stands for the effect.
        SurrogateOutcome = "surrogate_outcome",
    }
}

impl Directness {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Direct => "Direct",
            Self::OtherPopulation => "Other people",
            Self::OtherPreparation => "Other preparation",
            Self::SurrogateOutcome => "Stand-in measure",
        }
    }
}

text_enum! {
    /// How far a study may have been biased.
    RiskOfBias {
        /// Little.
        Low = "low",
        /// Somewhat.
        Some = "some",
        /// Much.
        High = "high",
    }
}

impl RiskOfBias {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Low => "Low",
            Self::Some => "Some concerns",
            Self::High => "High",
        }
    }
}

/// A claim as it is edited.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = claims)]
pub struct ClaimRow {
    /// Its id.
    pub id: ClaimId,
    /// Its slug.
    pub slug: String,
    /// What it is about.
    pub ingredient_id: IngredientId,
    /// What is affected.
    pub topic_id: TopicId,
    /// Its type under United States law.
    #[diesel(column_name = type_)]
    pub claim_type: ClaimType,
    /// The effect as a short neutral phrase.
    pub effect: String,
    /// Where it stands.
    pub status: ClaimStatus,
    /// When it must be reviewed again.
    pub review_by: Option<NaiveDate>,
}

/// A sentence for a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Queryable, Selectable)]
#[diesel(table_name = claim_wordings)]
pub struct Wording {
    /// Market for which it is written.
    pub market: Market,
    /// Where it may appear.
    pub surface: Surface,
    /// The sentence.
    pub text: String,
    /// Where it stands.
    pub status: WordingStatus,
    /// Why it was rejected, or what the reviewer said.
    pub note: Option<String>,
    /// The authorised wording of the market's rule pack that this is.
    pub authorised_id: Option<String>,
}

/// A grade that was computed once.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = claim_grades)]
pub struct GradeRow {
    /// The letter; none when no source spoke about the effect.
    pub letter: Option<Letter>,
    /// Version of the rule.
    pub rule_version: String,
    /// The whole grade, from which it can be recomputed.
    pub inputs: serde_json::Value,
    /// When.
    pub computed_at: DateTime<Utc>,
}

/// What one reference says about one claim, as it is edited and published. What the source does not state is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable, ToSchema)]
#[diesel(table_name = evidence)]
pub struct Evidence {
    /// The reference.
    pub reference_id: ReferenceId,
    /// Design of the study.
    pub design: Design,
    /// What it says about the effect.
    pub direction: Direction,
    /// How many took part.
    pub participants: Option<i32>,
    /// Who took part.
    pub population: Option<String>,
    /// Lowest dose a day.
    pub dose_min: Option<Decimal>,
    /// Highest dose a day.
    pub dose_max: Option<Decimal>,
    /// Unit of the dose.
    pub dose_unit: Option<String>,
    /// How long it ran.
    pub duration_days: Option<i32>,
    /// What was found, in a sentence.
    pub effect: Option<String>,
    /// How far what was tested is what the claim says; empty when nobody has judged it.
    #[serde(default)]
    pub directness: Option<Directness>,
    /// How far it may have been biased.
    pub risk_of_bias: Option<RiskOfBias>,
    /// Who paid.
    pub funding: Option<String>,
    /// Where in the source it stands.
    pub locator: Option<String>,
}

impl Evidence {
    /// The dose in words.
    pub fn dose(&self) -> Option<String> {
        let unit = self.dose_unit.as_deref()?;
        let low = self
            .dose_min
            .map(|dose| crate::catalog::formula::model::grouped(dose.normalize()));
        let high = self
            .dose_max
            .map(|dose| crate::catalog::formula::model::grouped(dose.normalize()));
        match (low, high) {
            (Some(low), Some(high)) if low == high => Some(format!("{low} {unit}")),
            (Some(low), Some(high)) => Some(format!("{low} to {high} {unit}")),
            (Some(one), None) | (None, Some(one)) => Some(format!("{one} {unit}")),
            (None, None) => None,
        }
    }

    /// The duration in words.
    pub fn duration(&self) -> Option<String> {
        let days = self.duration_days?;
        Some(match days {
            1 => "1 day".to_owned(),
            days if days >= 60 && days % 365 == 0 => plural(days / 365, "year"),
            days if days >= 60 && days % 30 == 0 => plural(days / 30, "month"),
            days if days >= 14 && days % 7 == 0 => plural(days / 7, "week"),
            days => plural(days, "day"),
        })
    }
}

fn plural(count: i32, unit: &str) -> String {
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}
