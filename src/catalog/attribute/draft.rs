//! What is edited of an attribute.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::model::ValueType;
use crate::editing::draft::{Draft, text};
use crate::editing::form::{Field, Form, Input, Section};
use crate::editing::read::Problems;
use crate::options;
use crate::publishing::Kind;

/// An attribute in its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeDraft {
    /// Its slug.
    #[serde(deserialize_with = "text")]
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What its values are.
    pub value_type: ValueType,
    /// Unit of a number.
    pub unit: Option<String>,
    /// Words to choose from.
    pub choices: Vec<String>,
    /// What to know when filling it in.
    #[serde(deserialize_with = "text")]
    pub hint: String,
    /// Whether product pages show it.
    pub is_public: bool,
}

impl Draft for AttributeDraft {
    const KIND: Kind = Kind::Attribute;

    fn form() -> Form {
        Form::new(vec![Section::new(
            "attribute",
            "Attribute",
            vec![
                Field::line("name", "Name", 200).required(),
                Field::slug(),
                Field::choice("value_type", "What its values are", options!(ValueType)).required(),
                Field::line("unit", "Unit", 30).hint("Of a number."),
                Field::new("choices", "Words to choose from", Input::Words).hint("One a line."),
                Field::line("hint", "Hint for editors", 300),
                Field::new("is_public", "Product pages show it", Input::Flag),
            ],
        )])
    }

    fn fresh() -> Value {
        json!({ "value_type": "text", "is_public": true })
    }

    fn check(&self, problems: &mut Problems) {
        if (self.value_type == ValueType::Choice) == self.choices.is_empty() {
            problems.add(
                "choices",
                "are given when the values are one of some words, and only then",
            );
        }
        if self.unit.is_some() && self.value_type != ValueType::Number {
            problems.add("unit", "is for numbers only");
        }
    }
}
