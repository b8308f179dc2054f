//! What gets published of a product type.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::TypeAttribute;
use crate::compliance::lint::Part;
use crate::compliance::passage::{Judged, Passage, Passages};
use crate::compliance::surface::{Jurisdiction, Surface};
use crate::publishing::{Card, Document, Kind, Link, Role};

/// A product type as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProductTypeDocument {
    /// Its name.
    pub name: String,
    /// Its attributes in order.
    pub attributes: Vec<TypeAttribute>,
}

impl Judged for ProductTypeDocument {
    fn passages(&self) -> Vec<Passage> {
        Passages::on(Surface::Product, Jurisdiction::Us)
            .with("name", Part::Name, &self.name)
            .done()
    }
}

impl Document for ProductTypeDocument {
    const KIND: Kind = Kind::ProductType;
    const SCHEMA_VERSION: i32 = 1;

    fn card(&self) -> Card {
        Card {
            title: self.name.clone(),
            ..Card::default()
        }
    }

    fn links(&self) -> Vec<Link> {
        self.attributes
            .iter()
            .map(|row| Link::new(Kind::Attribute, row.attribute_id, Role::Attribute))
            .collect()
    }
}
