//! What is edited of synonyms.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::model::Direction;
use crate::editing::draft::{Draft, text};
use crate::editing::form::{Field, Form, Input, Section};
use crate::editing::read::Problems;
use crate::options;
use crate::publishing::Kind;

/// Synonyms in their form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SynonymDraft {
    /// Words and phrases.
    pub words: Vec<String>,
    /// Which way they lead.
    pub direction: Direction,
    /// What they lead to, one way.
    pub leads_to: Vec<String>,
    /// For editors.
    #[serde(deserialize_with = "text")]
    pub note: String,
}

impl Draft for SynonymDraft {
    const KIND: Kind = Kind::Synonym;

    fn form() -> Form {
        Form::new(vec![
            Section::new(
                "synonym",
                "Synonyms",
                vec![
                    Field::new("words", "Words or phrases", Input::Words)
                        .required()
                        .hint("One a line, as visitors type them."),
                    Field::choice("direction", "Which way they lead", options!(Direction)).required(),
                    Field::new("leads_to", "They lead to", Input::Words)
                        .hint("One a line, as products say it. Only for words that lead to others."),
                    Field::line("note", "Note", 300).hint("For editors."),
                ],
            )
            .hint("Names of ingredients find their products already; these are for the other words of visitors. No page shows them."),
        ])
    }

    fn fresh() -> Value {
        json!({ "direction": "both" })
    }

    fn check(&self, problems: &mut Problems) {
        match self.direction {
            Direction::Both if self.words.len() < 2 => {
                problems.add("words", "must be two or more, so that one finds the other");
            }
            Direction::Both if !self.leads_to.is_empty() => {
                problems.add("leads_to", "must be empty where each word finds the others");
            }
            Direction::One if self.leads_to.is_empty() => {
                problems.add("leads_to", "must say what the words lead to");
            }
            _ => {}
        }
    }
}
