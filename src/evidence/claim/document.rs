//! What gets published of a claim.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::model::{ClaimType, Evidence};
use crate::catalog::market::Market;
use crate::compliance::lint::Part;
use crate::compliance::passage::{Judged, Passage, Passages};
use crate::compliance::surface::{Jurisdiction, Surface};
use crate::evidence::grade::Grade;
use crate::evidence::ingredient::model::IngredientId;
use crate::evidence::topic::model::TopicId;
use crate::publishing::{Card, Document, DocumentError, Kind, Link, Role};

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
    /// How far that carries it, with everything that gave the letter; `null` for what was published before grades.
    pub grade: Option<Grade>,
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
    /// The authorised wording of the market's rule pack that this is.
    #[serde(default)]
    pub authorised_id: Option<String>,
}

impl ClaimDocument {
    /// The approved sentence for a surface of a market.
    pub fn wording(&self, market: Market, surface: Surface) -> Option<&WordingDocument> {
        self.wordings
            .iter()
            .find(|wording| wording.market == market && wording.surface == surface)
    }
}

impl Judged for ClaimDocument {
    // Its sentences stand on product pages, and on pages of ingredients and topics, which lead to products.
    fn passages(&self) -> Vec<Passage> {
        let effect = Passages::on(Surface::Product, Jurisdiction::Us).with(
            "effect",
            Part::Text,
            &self.effect,
        );
        let wordings = self.wordings.iter().zip(0..).map(|(wording, at)| {
            let surface = match wording.surface {
                Surface::Education => Surface::Product,
                surface => surface,
            };
            Passages::on(surface, wording.market.jurisdiction()).with(
                format!("wordings[{at}].text"),
                Part::Text,
                &wording.text,
            )
        });
        let evidence = self.evidence.iter().zip(0..).map(|(row, at)| {
            let of = |field: &str| format!("evidence[{at}].{field}");
            Passages::on(Surface::Product, Jurisdiction::Us)
                .with_some(&of("population"), Part::Text, row.population.as_ref())
                .with_some(&of("effect"), Part::Text, row.effect.as_ref())
                .with_some(&of("dose_unit"), Part::Text, row.dose_unit.as_ref())
                .with_some(&of("funding"), Part::Text, row.funding.as_ref())
                .with_some(&of("locator"), Part::Text, row.locator.as_ref())
        });
        effect
            .done()
            .into_iter()
            .chain(wordings.flat_map(Passages::done))
            .chain(evidence.flat_map(Passages::done))
            .collect()
    }
}

impl Document for ClaimDocument {
    const KIND: Kind = Kind::Claim;
    const SCHEMA_VERSION: i32 = 2;

    // Since 2 a claim has a grade; one that was published before is graded when it is published again.
    fn upcast(value: Value, version: i32) -> Result<Value, DocumentError> {
        match (value, version) {
            (Value::Object(mut fields), 1) => {
                fields.insert("grade".to_owned(), Value::Null);
                Ok(Value::Object(fields))
            }
            _ => Err(DocumentError::UnknownVersion {
                kind: Self::KIND,
                version,
            }),
        }
    }

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
