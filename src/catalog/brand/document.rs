//! What gets published of a brand.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::compliance::lint::Part;
use crate::compliance::passage::{Judged, Passage, Passages};
use crate::compliance::surface::{Jurisdiction, Surface};
use crate::content::plain::plain_with_addresses;
use crate::publishing::{Card, Document, Kind, Link};

/// A brand as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BrandDocument {
    /// Its name.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// Markdown.
    pub description: String,
}

impl Judged for BrandDocument {
    // Its page lists products, and every product names it.
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

impl Document for BrandDocument {
    const KIND: Kind = Kind::Brand;
    const SCHEMA_VERSION: i32 = 1;

    fn card(&self) -> Card {
        Card {
            title: self.name.clone(),
            summary: self.summary.clone(),
            image: None,
        }
    }

    fn links(&self) -> Vec<Link> {
        Vec::new()
    }
}
