//! What is edited of a product type.

use serde::{Deserialize, Serialize};

use super::model::TypeAttribute;
use crate::editing::draft::{Draft, text};
use crate::editing::form::{Field, Form, Input, Section, Shape};
use crate::editing::read::Problems;
use crate::publishing::Kind;

/// A product type in its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductTypeDraft {
    /// Its slug.
    #[serde(deserialize_with = "text")]
    pub slug: String,
    /// Its name.
    pub name: String,
    /// For editors.
    #[serde(deserialize_with = "text")]
    pub description: String,
    /// Its attributes in order.
    pub attributes: Vec<TypeAttribute>,
}

impl Draft for ProductTypeDraft {
    const KIND: Kind = Kind::ProductType;

    fn form() -> Form {
        Form::new(vec![
            Section::new(
                "product-type",
                "Product type",
                vec![
                    Field::line("name", "Name", 200).required(),
                    Field::slug(),
                    Field::text("description", "Description", 2_000, 3).hint("For editors."),
                ],
            ),
            Section::new(
                "attributes",
                "Attributes",
                vec![Field::rows(
                    "attributes",
                    "Attributes",
                    "attribute",
                    Shape::Plain,
                    vec![
                        Field::pick("attribute_id", "Attribute", Kind::Attribute).required(),
                        Field::new("is_required", "Needed before publishing", Input::Flag),
                    ],
                )],
            )
            .hint("Products of this type state these, in this order."),
        ])
    }

    fn check(&self, problems: &mut Problems) {
        for (row, at) in self.attributes.iter().zip(0usize..) {
            if self
                .attributes
                .iter()
                .take(at)
                .any(|other| other.attribute_id == row.attribute_id)
            {
                problems.add(
                    format!("attributes.{at}.attribute_id"),
                    "stands here already",
                );
            }
        }
    }
}
