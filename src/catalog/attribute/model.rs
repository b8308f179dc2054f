//! Rows of attributes.

use std::str::FromStr;

use diesel::prelude::*;
use rust_decimal::Decimal;

use crate::db::schema::attributes;
use crate::{id_type, text_enum};

id_type! {
    /// Id of an attribute.
    AttributeId
}

text_enum! {
    /// What values of an attribute are.
    ValueType {
        /// A short text.
        Text = "text",
        /// A number, of a unit if it has one.
        Number = "number",
        /// Yes or no.
        Flag = "flag",
        /// One of some words.
        Choice = "choice",
    }
}

impl ValueType {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Number => "Number",
            Self::Flag => "Yes or no",
            Self::Choice => "One of some words",
        }
    }
}

/// An attribute as it is edited.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = attributes)]
pub struct AttributeRow {
    /// Its id.
    pub id: uuid::Uuid,
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What to know when filling it in.
    pub hint: String,
    /// What its values are.
    pub value_type: ValueType,
    /// Unit of a number.
    pub unit: Option<String>,
    /// Words to choose from.
    pub choices: Vec<String>,
    /// Whether product pages show it.
    pub is_public: bool,
}

impl AttributeRow {
    /// A value as it is stored.
    ///
    /// # Errors
    /// What is wrong with it, to follow its name in a sentence.
    pub fn tidy(&self, value: &str) -> Result<String, String> {
        let value = value.trim();
        match self.value_type {
            ValueType::Text => Ok(value.to_owned()),
            ValueType::Number => Decimal::from_str(value)
                .map(|number| number.normalize().to_string())
                .map_err(|_| format!("{value:?} is no number such as 12.5")),
            ValueType::Flag => match value.to_lowercase().as_str() {
                "yes" | "true" | "1" => Ok("yes".to_owned()),
                "no" | "false" | "0" => Ok("no".to_owned()),
                _ => Err(format!("{value:?} is neither yes nor no")),
            },
            ValueType::Choice => self
                .choices
                .iter()
                .find(|choice| choice.to_lowercase() == value.to_lowercase())
                .cloned()
                .ok_or_else(|| format!("{value:?} is none of {}", self.choices.join(", "))),
        }
    }
}
