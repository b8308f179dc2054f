//! What gets published of a redirect.

use serde::{Deserialize, Serialize};

use crate::compliance::passage::{Judged, Passage};
use crate::publishing::{Card, Document, Kind, Link};

/// A redirect as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedirectDocument {
    /// The address that leads away.
    pub from_path: String,
    /// Where it leads.
    pub to_path: String,
}

impl Judged for RedirectDocument {
    // Nobody reads it: the browser goes on.
    fn passages(&self) -> Vec<Passage> {
        Vec::new()
    }
}

impl Document for RedirectDocument {
    const KIND: Kind = Kind::Redirect;
    const SCHEMA_VERSION: i32 = 1;

    fn card(&self) -> Card {
        Card {
            title: self.from_path.clone(),
            ..Card::default()
        }
    }

    fn links(&self) -> Vec<Link> {
        Vec::new()
    }
}
