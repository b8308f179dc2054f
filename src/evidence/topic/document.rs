//! What gets published of a topic. The words that visitors type for it are there for the search: no page, feed or API prints
//! them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::compliance::lint::Part;
use crate::compliance::passage::{Judged, Passage, Passages};
use crate::compliance::surface::{Jurisdiction, Surface};
use crate::content::plain::plain_with_addresses;
use crate::publishing::{Card, Document, Kind, Link};

/// A topic as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TopicDocument {
    /// Its name.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// Sentences of the texts above that are structure/function claims: they carry the symbol and count for the disclaimer.
    #[serde(default)]
    pub statements: Vec<String>,
    /// Words that visitors type for it and that nobody may print.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(ignore)]
    pub also_searched: Vec<String>,
}

impl TopicDocument {
    /// What search engines and previews read: the summary, unless it makes a statement that needs the disclaimer beside it.
    pub fn preview(&self) -> String {
        let makes_statement = |statement: &String| self.summary.contains(statement.as_str());
        if self.statements.iter().any(makes_statement) {
            return format!(
                "{}: what is said to affect it, and what that rests on.",
                self.name
            );
        }
        self.summary.clone()
    }
}

impl Judged for TopicDocument {
    // Its page leads to claims and protocols, and product pages name it.
    fn passages(&self) -> Vec<Passage> {
        Passages::on(Surface::Product, Jurisdiction::Us)
            .with("name", Part::Name, &self.name)
            .with("summary", Part::Text, &self.summary)
            .with(
                "description",
                Part::Text,
                plain_with_addresses(&self.description),
            )
            .done()
    }
}

impl Document for TopicDocument {
    fn told(self) -> Self {
        Self {
            also_searched: Vec::new(),
            ..self
        }
    }

    const KIND: Kind = Kind::Topic;
    const SCHEMA_VERSION: i32 = 1;

    fn card(&self) -> Card {
        Card {
            title: self.name.clone(),
            summary: self.preview(),
            image: None,
        }
    }

    fn links(&self) -> Vec<Link> {
        Vec::new()
    }
}
