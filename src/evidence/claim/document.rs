//! What gets published of a claim.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{ClaimType, Direction, Evidence, Surface};
use crate::catalog::market::Market;
use crate::evidence::ingredient::model::IngredientId;
use crate::evidence::topic::model::TopicId;
use crate::publishing::{Card, Document, Kind, Link, Role};

/// A claim as it is published: approved wordings only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClaimDocument {
    /// What it is about.
    pub ingredient_id: IngredientId,
    /// What is affected.
    pub topic_id: TopicId,
    /// Its type under United States law.
    #[serde(rename = "type")]
    pub claim_type: ClaimType,
    /// The effect as a short neutral phrase.
    pub effect: String,
    /// When it must be reviewed again.
    pub review_by: Option<NaiveDate>,
    /// Approved sentences.
    pub wordings: Vec<WordingDocument>,
    /// What references say about it.
    pub evidence: Vec<Evidence>,
}

/// An approved sentence for a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WordingDocument {
    /// Market for which it is written.
    pub market: Market,
    /// Where it may appear.
    pub surface: Surface,
    /// The sentence.
    pub text: String,
}

impl ClaimDocument {
    /// The approved sentence for a surface of a market.
    pub fn wording(&self, market: Market, surface: Surface) -> Option<&str> {
        let found = self
            .wordings
            .iter()
            .find(|wording| wording.market == market && wording.surface == surface);
        found.map(|wording| wording.text.as_str())
    }

    /// Whether any source speaks about the effect itself, for or against it.
    pub fn has_evidence(&self) -> bool {
        self.evidence
            .iter()
            .any(|row| row.direction != Direction::Background)
    }

    /// Whether any source speaks for the effect.
    pub fn is_supported(&self) -> bool {
        self.evidence
            .iter()
            .any(|row| matches!(row.direction, Direction::Supports | Direction::Mixed))
    }
}

impl Document for ClaimDocument {
    const KIND: Kind = Kind::Claim;
    const SCHEMA_VERSION: i32 = 1;

    fn card(&self) -> Card {
        Card {
            title: self.effect.clone(),
            summary: String::new(),
            image: None,
        }
    }

    fn links(&self) -> Vec<Link> {
        let mut links = vec![
            Link::new(Kind::Ingredient, self.ingredient_id.0, Role::Subject).shown_by_target(),
            Link::new(Kind::Topic, self.topic_id.0, Role::Topic).shown_by_target(),
        ];
        links.extend(
            self.evidence
                .iter()
                .map(|row| Link::embedding(Kind::Reference, row.reference_id.0, Role::Evidence)),
        );
        links
    }
}
