//! What gets published of a brand.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
