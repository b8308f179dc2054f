//! What gets published of an ingredient.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{Constituent, IngredientKind, Synonym, SynonymKind};
use crate::compliance::lint::Part;
use crate::compliance::passage::{Judged, Passage, Passages};
use crate::compliance::surface::{Jurisdiction, Surface};
use crate::content::plain::plain;
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

impl Judged for IngredientDocument {
    // Its page lists the products that hold it, and their labels name it.
    fn passages(&self) -> Vec<Passage> {
        let texts = Passages::on(Surface::Product, Jurisdiction::Us)
            .with("name", Part::Name, &self.name)
            .with("summary", Part::Text, &self.summary)
            .with("description", Part::Text, plain(&self.description));
        let shown = self
            .synonyms
            .iter()
            .zip(0..)
            .filter(|(synonym, _)| synonym.kind != SynonymKind::Misspelling);
        shown
            .fold(texts, |texts, (synonym, at)| {
                texts.with(format!("synonyms[{at}]"), Part::Name, &synonym.name)
            })
            .done()
    }
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
