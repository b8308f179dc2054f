//! A rule by which lists are arranged, ready to be applied.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::catalog::market::Market;
use crate::search::shelf::facet::Facet;

/// A rule that is in force on some lists.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arrangement {
    /// Its id.
    pub id: Uuid,
    /// In which market; all when none is named.
    pub market: Option<Market>,
    /// For which words; for any, and none, when none are named.
    pub words: Vec<String>,
    /// Whether the words must be all that is looked for.
    pub is_exact: bool,
    /// The values to which the list must be narrowed, by a filter or as its page.
    pub within: Vec<(Facet, String)>,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// Products that stand first, in order.
    pub pinned: Vec<Uuid>,
    /// Products that are left out.
    pub hidden: Vec<Uuid>,
    /// What is raised, and how much its relevance is multiplied by.
    pub boosts: Vec<(Facet, String, f32)>,
    /// The path to which the words lead.
    pub leads_to: Option<String>,
}

impl Arrangement {
    /// The same as the rule of an id.
    #[must_use]
    pub fn of(self, id: Uuid) -> Self {
        Self { id, ..self }
    }
}
