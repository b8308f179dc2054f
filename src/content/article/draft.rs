//! What is edited of an article.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::editing::draft::{Draft, text};
use crate::editing::form::{Field, Form, Input, Section};
use crate::editing::read::Problems;
use crate::evidence::topic::model::TopicId;
use crate::publishing::Kind;

/// An article in its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleDraft {
    /// Its slug.
    #[serde(deserialize_with = "text")]
    pub slug: String,
    /// Its title.
    pub title: String,
    /// One sentence.
    #[serde(deserialize_with = "text")]
    pub summary: String,
    /// Markdown with typed links and citations.
    #[serde(deserialize_with = "text")]
    pub body: String,
    /// Who wrote it.
    #[serde(deserialize_with = "text")]
    pub author: String,
    /// Who reviewed it last.
    pub reviewed_by: Option<String>,
    /// When.
    pub reviewed_on: Option<NaiveDate>,
    /// When it must be reviewed again.
    pub review_by: Option<NaiveDate>,
    /// What it is about.
    pub topics: Vec<TopicId>,
}

impl Draft for ArticleDraft {
    const KIND: Kind = Kind::Article;

    fn form() -> Form {
        Form::new(vec![
            Section::new("article", "Article", vec![
                Field::line("title", "Title", 300).required(),
                Field::slug(),
                Field::line("summary", "Summary", 300),
                Field::text("body", "Text", 100_000, 24).hint(
                    "Markdown. Link with [words](product:slug), also ingredient:, claim:, topic:, article:, protocol:, \
                     brand: and category:; cite with [@reference-slug].",
                ),
                Field::picks("topics", "Topics", "topic", Kind::Topic),
            ]),
            Section::new("review", "Who stands for it", vec![
                Field::line("author", "Author", 200),
                Field::line("reviewed_by", "Reviewed by", 200),
                Field::new("reviewed_on", "Reviewed on", Input::Date),
                Field::new("review_by", "Review by", Input::Date),
            ]),
        ])
    }

    fn check(&self, problems: &mut Problems) {
        if self.reviewed_by.is_some() != self.reviewed_on.is_some() {
            problems.add(
                "reviewed_on",
                "and the reviewer are given together or not at all",
            );
        }
        for (topic, at) in self.topics.iter().zip(0usize..) {
            if self.topics.iter().take(at).any(|other| other == topic) {
                problems.add(format!("topics.{at}.it"), "stands here already");
            }
        }
    }
}
