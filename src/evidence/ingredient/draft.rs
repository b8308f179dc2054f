//! What is edited of an ingredient.

use serde::{Deserialize, Serialize};

use super::model::{Constituent, IngredientKind, Synonym, SynonymKind};
use crate::editing::draft::{Draft, text};
use crate::editing::form::{Field, Form, Section, Shape};
use crate::editing::read::Problems;
use crate::options;
use crate::publishing::Kind;

/// An ingredient in its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IngredientDraft {
    /// Its slug.
    #[serde(deserialize_with = "text")]
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What sort of substance it is.
    pub kind: IngredientKind,
    /// One sentence.
    #[serde(deserialize_with = "text")]
    pub summary: String,
    /// Markdown.
    #[serde(deserialize_with = "text")]
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

impl Draft for IngredientDraft {
    const KIND: Kind = Kind::Ingredient;

    fn form() -> Form {
        Form::new(vec![
            Section::new(
                "ingredient",
                "Ingredient",
                vec![
                    Field::line("name", "Name", 200).required(),
                    Field::slug(),
                    Field::choice("kind", "Sort of substance", options!(IngredientKind)).required(),
                    Field::line("latin_name", "Latin name", 200)
                        .hint("Of a plant or a microorganism."),
                    Field::line("unii", "UNII", 10)
                        .hint("The FDA's unique ingredient identifier, ten characters."),
                    Field::line("summary", "Summary", 300),
                    Field::text("description", "Description", 20_000, 8).hint("Markdown."),
                ],
            ),
            Section::new(
                "synonyms",
                "Other names",
                vec![Field::rows(
                    "synonyms",
                    "Other names",
                    "name",
                    Shape::Plain,
                    vec![
                        Field::line("name", "Name", 200).required(),
                        Field::choice("kind", "Sort of name", options!(SynonymKind)).required(),
                    ],
                )],
            )
            .hint("Labels and searches find it by these. A misspelling is never shown."),
            Section::new(
                "constituents",
                "Constituents",
                vec![Field::rows(
                    "constituents",
                    "Constituents",
                    "constituent",
                    Shape::Plain,
                    vec![
                        Field::pick("ingredient_id", "Substance", Kind::Ingredient).required(),
                        Field::line("note", "Note", 300),
                    ],
                )],
            )
            .hint("Substances found within it, such as lactoferrin in colostrum."),
        ])
    }

    fn check(&self, problems: &mut Problems) {
        let unii = self.unii.as_deref().unwrap_or("AAAAAAAAAA");
        if unii.len() != 10
            || !unii
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        {
            problems.add("unii", "must be ten capital letters and digits");
        }
        for (row, at) in self.constituents.iter().zip(0usize..) {
            if self
                .constituents
                .iter()
                .take(at)
                .any(|other| other.ingredient_id == row.ingredient_id)
            {
                problems.add(
                    format!("constituents.{at}.ingredient_id"),
                    "stands here already",
                );
            }
        }
        for (row, at) in self.synonyms.iter().zip(0usize..) {
            let is_same = |other: &Synonym| other.name.to_lowercase() == row.name.to_lowercase();
            if self.synonyms.iter().take(at).any(is_same) {
                problems.add(format!("synonyms.{at}.name"), "stands here already");
            }
        }
    }
}
