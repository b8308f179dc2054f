//! What is edited of a brand.

use serde::{Deserialize, Serialize};

use crate::editing::draft::{Draft, text};
use crate::editing::form::{Field, Form, Section};
use crate::publishing::Kind;

/// A brand in its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandDraft {
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
}

impl Draft for BrandDraft {
    const KIND: Kind = Kind::Brand;

    fn form() -> Form {
        Form::new(vec![Section::new(
            "brand",
            "Brand",
            vec![
                Field::line("name", "Name", 200).required(),
                Field::slug(),
                Field::line("summary", "Summary", 300)
                    .hint("One sentence without claims, for lists and search engines."),
                Field::text("description", "Description", 20_000, 8).hint("Markdown."),
            ],
        )])
    }
}
