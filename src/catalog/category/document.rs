//! What gets published of a category.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::CategoryId;
use crate::compliance::lint::Part;
use crate::compliance::passage::{Judged, Passage, Passages};
use crate::compliance::surface::{Jurisdiction, Surface};
use crate::content::plain::plain_with_addresses;
use crate::publishing::{Card, Document, Kind, Link, Role};

/// A category as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CategoryDocument {
    /// Its name.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// The category that it is part of.
    pub parent_id: Option<CategoryId>,
    /// Place among its siblings.
    pub position: i32,
}

impl Judged for CategoryDocument {
    // Its page lists products.
    fn passages(&self) -> Vec<Passage> {
        let abroad =
            Passages::on(Surface::Product, Jurisdiction::Eu).with("name", Part::Name, &self.name);
        let home = Passages::on(Surface::Product, Jurisdiction::Us)
            .with("name", Part::Name, &self.name)
            .with("summary", Part::Text, &self.summary)
            .with(
                "description",
                Part::Text,
                plain_with_addresses(&self.description),
            );
        // Every market prints its name.
        [home.done(), abroad.done()].concat()
    }
}

impl Document for CategoryDocument {
    const KIND: Kind = Kind::Category;
    const SCHEMA_VERSION: i32 = 1;

    fn card(&self) -> Card {
        Card {
            title: self.name.clone(),
            summary: self.summary.clone(),
            image: None,
        }
    }

    fn links(&self) -> Vec<Link> {
        // Embedding, because a page shows the whole way up to the root.
        self.parent_id
            .map(|id| Link::embedding(Kind::Category, id.0, Role::Category))
            .into_iter()
            .collect()
    }
}
