//! What is edited of a claim.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::model::{
    ClaimStatus, ClaimType, Design, Direction, Directness, Evidence, RiskOfBias, WordingStatus,
};
use crate::catalog::market::Market;
use crate::compliance::surface::Surface;
use crate::editing::draft::{Draft, text};
use crate::editing::form::{Field, Form, Input, Section, Shape};
use crate::editing::read::Problems;
use crate::evidence::ingredient::model::IngredientId;
use crate::evidence::topic::model::TopicId;
use crate::options;
use crate::publishing::Kind;

/// A claim in its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimDraft {
    /// Its slug.
    #[serde(deserialize_with = "text")]
    pub slug: String,
    /// What it is about.
    pub ingredient_id: IngredientId,
    /// What is affected.
    pub topic_id: TopicId,
    /// Its type under United States law.
    pub claim_type: ClaimType,
    /// The effect as a short neutral phrase.
    pub effect: String,
    /// Where it stands.
    pub status: ClaimStatus,
    /// When it must be reviewed again.
    pub review_by: Option<NaiveDate>,
    /// Sentences for it.
    pub wordings: Vec<WordingDraft>,
    /// What references say about it.
    pub evidence: Vec<EvidenceDraft>,
}

/// A sentence for a claim in its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordingDraft {
    /// Its id.
    pub id: Uuid,
    /// Market for which it is written.
    pub market: Market,
    /// Where it may appear.
    pub surface: Surface,
    /// The sentence.
    pub text: String,
    /// Where it stands.
    pub status: WordingStatus,
    /// The authorised wording of the market's rule pack that this is.
    pub authorised_id: Option<String>,
    /// Why it was rejected, or what the reviewer said.
    pub note: Option<String>,
}

/// What one reference says, in its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceDraft {
    /// Its id.
    pub id: Uuid,
    /// What it says.
    #[serde(flatten)]
    pub row: Evidence,
}

impl Draft for ClaimDraft {
    const KIND: Kind = Kind::Claim;

    fn form() -> Form {
        Form::new(vec![
            Section::new("claim", "Claim", vec![
                Field::pick("ingredient_id", "Ingredient", Kind::Ingredient).required(),
                Field::pick("topic_id", "Topic", Kind::Topic).required(),
                Field::line("effect", "Effect", 300).required()
                    .hint("A short neutral phrase: “supports the gut barrier”."),
                Field::choice("claim_type", "Type", options!(ClaimType)).required(),
                Field::choice("status", "Status", options!(ClaimStatus)).required()
                    .hint("Only an approved claim can be published."),
                Field::new("review_by", "Review by", Input::Date)
                    .hint("Thirty days after this day product pages stop showing it."),
                Field::slug(),
            ]),
            Section::new("wordings", "Wordings", vec![Field::rows(
                "wordings", "Wordings", "wording", Shape::Keyed(&["text", "market", "surface"]), vec![
                    Field::text("text", "Sentence", 500, 2).required(),
                    Field::choice("market", "Market", options!(Market)).required(),
                    Field::choice("surface", "Where", options!(Surface)).required(),
                    Field::choice("status", "Status", options!(WordingStatus)).required(),
                    Field::line("authorised_id", "Authorised wording", 100)
                        .hint("In the European Union: the entry of the rule pack."),
                    Field::line("note", "Note", 500),
                ],
            )])
            .hint("A sentence is approved by somebody else than its writer. One approved sentence per market and place."),
            Section::new("evidence", "Evidence", vec![Field::rows(
                "evidence", "Evidence", "source", Shape::Keyed(&["reference_id"]), evidence_fields(),
            )])
            .hint("What a source does not state stays empty. The grade is computed from these rows when the claim is published."),
        ])
    }

    fn fresh() -> Value {
        json!({ "claim_type": "structure_function", "status": "draft" })
    }

    fn check(&self, problems: &mut Problems) {
        for (wording, at) in self.wordings.iter().zip(0usize..) {
            let is_twin = |other: &WordingDraft| {
                other.status == WordingStatus::Approved
                    && (other.market, other.surface) == (wording.market, wording.surface)
            };
            if wording.status == WordingStatus::Approved
                && self.wordings.iter().take(at).any(is_twin)
            {
                problems.add(
                    format!("wordings.{at}.status"),
                    "can't be approved beside another approved sentence for the same market and place",
                );
            }
            let needs_entry = wording.market == Market::Eu
                && wording.surface == Surface::Product
                && wording.status == WordingStatus::Approved;
            if needs_entry && wording.authorised_id.is_none() {
                problems.add(
                    format!("wordings.{at}.authorised_id"),
                    "must name the authorised wording before the sentence is approved for the European Union",
                );
            }
        }
        for (source, at) in self.evidence.iter().zip(0..) {
            let row = &source.row;
            if (row.dose_min.is_some() || row.dose_max.is_some()) && row.dose_unit.is_none() {
                problems.add(
                    format!("evidence.{at}.dose_unit"),
                    "must be given with a dose",
                );
            }
            if row.dose_min.is_some_and(|dose| dose.is_sign_negative())
                || row
                    .dose_min
                    .zip(row.dose_max)
                    .is_some_and(|(min, max)| min > max)
            {
                problems.add(
                    format!("evidence.{at}.dose_min"),
                    "must not be below zero or above the highest dose",
                );
            }
        }
    }
}

fn evidence_fields() -> Vec<Field> {
    vec![
        Field::pick("reference_id", "Reference", Kind::Reference).required(),
        Field::choice("design", "Design", options!(Design)).required(),
        Field::choice("direction", "What it says", options!(Direction)).required(),
        Field::choice("directness", "How direct", options!(Directness)),
        Field::new("participants", "Participants", Input::Whole(1, 10_000_000)),
        Field::line("population", "Who took part", 300),
        Field::new("dose_min", "Lowest dose a day", Input::Decimal),
        Field::new("dose_max", "Highest dose a day", Input::Decimal),
        Field::line("dose_unit", "Unit", 30),
        Field::new("duration_days", "Days", Input::Whole(1, 36_500)),
        Field::text("effect", "What was found", 1_000, 2),
        Field::choice("risk_of_bias", "Risk of bias", options!(RiskOfBias)),
        Field::line("funding", "Funding", 300),
        Field::line("locator", "Where in the source", 200),
    ]
}
