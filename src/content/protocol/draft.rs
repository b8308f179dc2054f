//! What is edited of a protocol.

use serde::{Deserialize, Serialize};

use super::model::Step;
use crate::content::article::model::ArticleId;
use crate::editing::draft::{Draft, text};
use crate::editing::form::{Field, Form, Section, Shape};
use crate::evidence::topic::model::TopicId;
use crate::publishing::Kind;

/// A protocol in its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtocolDraft {
    /// Its slug.
    #[serde(deserialize_with = "text")]
    pub slug: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    #[serde(deserialize_with = "text")]
    pub summary: String,
    /// Markdown.
    #[serde(deserialize_with = "text")]
    pub description: String,
    /// What it is about.
    pub topic_id: TopicId,
    /// The article that explains it.
    pub article_id: Option<ArticleId>,
    /// Its products in order.
    pub steps: Vec<Step>,
}

impl Draft for ProtocolDraft {
    const KIND: Kind = Kind::Protocol;

    fn form() -> Form {
        Form::new(vec![
            Section::new(
                "protocol",
                "Protocol",
                vec![
                    Field::line("title", "Title", 300).required(),
                    Field::slug(),
                    Field::pick("topic_id", "Topic", Kind::Topic).required(),
                    Field::pick("article_id", "Article that explains it", Kind::Article),
                    Field::line("summary", "Summary", 300),
                    Field::text("description", "Description", 20_000, 8).hint("Markdown."),
                ],
            ),
            Section::new(
                "steps",
                "Steps",
                vec![Field::rows(
                    "steps",
                    "Steps",
                    "step",
                    Shape::Plain,
                    vec![
                        Field::pick("product_id", "Product", Kind::Product).required(),
                        Field::line("amount", "How much", 200).required(),
                        Field::line("timing", "When and how", 200).required(),
                        Field::line("note", "Note", 500),
                    ],
                )],
            ),
        ])
    }
}
