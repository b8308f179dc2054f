//! What gets published of an ingredient.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{Constituent, IngredientKind, Synonym};
use crate::publishing::{Card, Document, Kind, Link, Role};

/// An ingredient as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IngredientDocument {
    /// Its name.
    pub name: String,
    /// What sort of substance it is.
    pub kind: IngredientKind,
    /// One sentence.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// Latin name of a plant or microorganism.
    pub latin_name: Option<String>,
    /// FDA unique ingredient identifier.
    pub unii: Option<String>,
    /// Other names.
    pub synonyms: Vec<Synonym>,
    /// What it holds.
    pub constituents: Vec<Constituent>,
}

impl Document for IngredientDocument {
    const KIND: Kind = Kind::Ingredient;
    const SCHEMA_VERSION: i32 = 1;

    fn card(&self) -> Card {
        Card {
            title: self.name.clone(),
            summary: self.summary.clone(),
            image: None,
        }
    }

    fn links(&self) -> Vec<Link> {
        self.constituents
            .iter()
            .map(|constituent| Link {
                detail: constituent.note.clone(),
                ..Link::new(
                    Kind::Ingredient,
                    constituent.ingredient_id.0,
                    Role::Constituent,
                )
            })
            .collect()
    }

    fn listing(&self) -> Vec<String> {
        vec![format!("kind:{}", self.kind)]
    }
}
