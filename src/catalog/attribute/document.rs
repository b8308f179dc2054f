//! What gets published of an attribute: its name and unit, which product pages show beside the values.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::ValueType;
use crate::compliance::lint::Part;
use crate::compliance::passage::{Judged, Passage, Passages};
use crate::compliance::surface::{Jurisdiction, Surface};
use crate::publishing::{Card, Document, Kind, Link};

/// An attribute as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AttributeDocument {
    /// Its name.
    pub name: String,
    /// What its values are.
    pub value_type: ValueType,
    /// Unit of a number.
    pub unit: Option<String>,
    /// Words to choose from.
    pub choices: Vec<String>,
    /// Whether product pages show it.
    pub is_public: bool,
}

impl Judged for AttributeDocument {
    // Product pages of every market print its name.
    fn passages(&self) -> Vec<Passage> {
        let under = |law: Jurisdiction| {
            let page = Passages::on(Surface::Product, law)
                .with("name", Part::Name, &self.name)
                .with_some("unit", Part::Text, self.unit.as_ref());
            self.choices
                .iter()
                .fold(page, |page, choice| {
                    page.with("choices", Part::Name, choice)
                })
                .done()
        };
        [under(Jurisdiction::Us), under(Jurisdiction::Eu)].concat()
    }
}

impl Document for AttributeDocument {
    const KIND: Kind = Kind::Attribute;
    const SCHEMA_VERSION: i32 = 1;

    fn card(&self) -> Card {
        Card {
            title: self.name.clone(),
            summary: self.unit.clone().unwrap_or_default(),
            image: None,
        }
    }

    fn links(&self) -> Vec<Link> {
        Vec::new()
    }
}
