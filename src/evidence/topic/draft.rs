//! What is edited of a topic.

use serde::{Deserialize, Serialize};

use crate::editing::draft::{Draft, text};
use crate::editing::form::{Field, Form, Input, Section};
use crate::publishing::Kind;

/// A topic in its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicDraft {
    /// Its slug.
    #[serde(deserialize_with = "text")]
    pub slug: String,
    /// Its name.
    pub name: String,
    /// One sentence.
    #[serde(deserialize_with = "text")]
    pub summary: String,
    /// Markdown.
    #[serde(deserialize_with = "text")]
    pub description: String,
    /// Words that visitors type and that no page may print.
    #[serde(default)]
    pub also_searched: Vec<String>,
}

impl Draft for TopicDraft {
    const KIND: Kind = Kind::Topic;

    fn form() -> Form {
        Form::new(vec![Section::new(
            "topic",
            "Topic",
            vec![
                Field::line("name", "Name", 200)
                    .required()
                    .hint("A body function or a goal, never a disease: “Gut barrier”."),
                Field::slug(),
                Field::line("summary", "Summary", 300),
                Field::text("description", "Description", 20_000, 8).hint("Markdown."),
                Field::new("also_searched", "Also searched as", Input::Words).hint(
                    "Words that visitors type for it, one a line. They lead here and are never shown.",
                ),
            ],
        )])
    }
}
