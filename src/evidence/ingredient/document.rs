//! What gets published of an ingredient.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{Constituent, IngredientKind, Synonym};
use crate::compliance::lint::Part;
use crate::compliance::passage::{Judged, Passage, Passages};
use crate::compliance::surface::{Jurisdiction, Surface};
use crate::content::plain::plain_with_addresses;
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
    /// Sentences of the texts above that are structure/function claims: they carry the symbol and count for the disclaimer.
    #[serde(default)]
    pub statements: Vec<String>,
}

impl IngredientDocument {
    fn names_under(&self, law: Jurisdiction) -> Passages {
        let names = Passages::on(Surface::Product, law)
            .with("name", Part::Name, &self.name)
            .with_some("latin_name", Part::Name, self.latin_name.as_ref());
        let synonyms = self.synonyms.iter().zip(0..);
        synonyms.fold(names, |names, (synonym, at)| {
            names.with(format!("synonyms[{at}]"), Part::Name, &synonym.name)
        })
    }

    /// What search engines and previews read: the summary, unless it makes a statement that needs the disclaimer beside it.
    pub fn preview(&self) -> String {
        let makes_statement = |statement: &String| self.summary.contains(statement.as_str());
        if self.statements.iter().any(makes_statement) {
            return format!(
                "{}: what it is, what is said of it, and what that rests on.",
                self.name
            );
        }
        self.summary.clone()
    }
}

impl Judged for IngredientDocument {
    // Its page lists the products that hold it, and their labels name it.
    fn passages(&self) -> Vec<Passage> {
        let home = Passages::on(Surface::Product, Jurisdiction::Us)
            .with("summary", Part::Text, &self.summary)
            .with(
                "description",
                Part::Text,
                plain_with_addresses(&self.description),
            );
        let notes = self.constituents.iter().zip(0..);
        let home = notes.fold(home, |texts, (part, at)| {
            texts.with_some(
                &format!("constituents[{at}].note"),
                Part::Text,
                part.note.as_ref(),
            )
        });
        // Every market prints its names.
        let names = Jurisdiction::ALL
            .iter()
            .flat_map(|law| self.names_under(*law).done());
        names.chain(home.done()).collect()
    }
}

impl Document for IngredientDocument {
    const KIND: Kind = Kind::Ingredient;
    const SCHEMA_VERSION: i32 = 1;

    fn card(&self) -> Card {
        Card {
            title: self.name.clone(),
            summary: self.preview(),
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
