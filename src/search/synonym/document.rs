//! What gets published of synonyms.

use serde::{Deserialize, Serialize};

use super::model::Direction;
use crate::compliance::passage::{Judged, Passage};
use crate::publishing::{Card, Document, Kind, Link};

/// Synonyms as they are published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SynonymDocument {
    /// Words and phrases.
    pub words: Vec<String>,
    /// Which way they lead.
    pub direction: Direction,
    /// What they lead to, one way.
    pub leads_to: Vec<String>,
}

impl Judged for SynonymDocument {
    // Nobody reads it: visitors type it.
    fn passages(&self) -> Vec<Passage> {
        Vec::new()
    }
}

impl Document for SynonymDocument {
    const KIND: Kind = Kind::Synonym;
    const SCHEMA_VERSION: i32 = 1;

    fn card(&self) -> Card {
        Card {
            title: self.words.join(", "),
            ..Card::default()
        }
    }

    fn links(&self) -> Vec<Link> {
        Vec::new()
    }
}
