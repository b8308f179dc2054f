//! What is edited of a category.

use serde::{Deserialize, Serialize};

use super::model::CategoryId;
use crate::editing::draft::{Draft, number, text};
use crate::editing::form::{Field, Form, Input, Section};
use crate::publishing::Kind;

/// A category in its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryDraft {
    /// Its slug.
    #[serde(deserialize_with = "text")]
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The category that it is part of.
    pub parent_id: Option<CategoryId>,
    /// Place among its siblings.
    #[serde(deserialize_with = "number")]
    pub position: i32,
    /// One sentence.
    #[serde(deserialize_with = "text")]
    pub summary: String,
    /// Markdown.
    #[serde(deserialize_with = "text")]
    pub description: String,
}

impl Draft for CategoryDraft {
    const KIND: Kind = Kind::Category;

    fn form() -> Form {
        Form::new(vec![Section::new(
            "category",
            "Category",
            vec![
                Field::line("name", "Name", 200).required(),
                Field::slug(),
                Field::pick("parent_id", "Part of", Kind::Category)
                    .hint("Leave it empty for a category at the top."),
                Field::new("position", "Place", Input::Whole(0, 10_000))
                    .hint("Categories of one level stand in the order of this number."),
                Field::line("summary", "Summary", 300)
                    .hint("One sentence without claims, for lists and search engines."),
                Field::text("description", "Description", 20_000, 8).hint("Markdown."),
            ],
        )])
    }
}
