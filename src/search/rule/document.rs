//! What gets published of a rule of lists.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::model::QueryMatch;
use crate::catalog::brand::model::BrandId;
use crate::catalog::category::model::CategoryId;
use crate::catalog::market::Market;
use crate::catalog::product::model::ProductId;
use crate::compliance::passage::{Judged, Passage};
use crate::evidence::ingredient::model::IngredientId;
use crate::evidence::topic::model::TopicId;
use crate::publishing::{Card, Document, Kind, Link, Role};
use crate::search::knowledge::arrangement::Arrangement;
use crate::search::knowledge::lexicon::phrase_of;
use crate::search::shelf::facet::Facet;

/// A rule as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchRuleDocument {
    /// For editors.
    pub name: String,
    /// In which market; all when none is named.
    pub market: Option<Market>,
    /// Words of visitors; none for any.
    pub query: String,
    /// How they are compared.
    pub query_match: QueryMatch,
    /// To what the list must be narrowed.
    pub within: Targets,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// Products that stand first, in order.
    pub pinned: Vec<ProductId>,
    /// Products that are left out.
    pub hidden: Vec<ProductId>,
    /// What is raised.
    pub boosts: Vec<Boost>,
    /// Path to which the words lead.
    pub leads_to: Option<String>,
}

/// Things to which lists are narrowed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets {
    /// A category.
    pub category: Option<CategoryId>,
    /// A brand.
    pub brand: Option<BrandId>,
    /// An ingredient.
    pub ingredient: Option<IngredientId>,
    /// A goal.
    pub topic: Option<TopicId>,
}

/// Something that is raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Boost {
    /// What.
    pub target: Targets,
    /// How much its relevance is multiplied by.
    pub times: Decimal,
}

impl Targets {
    fn ids(&self) -> impl Iterator<Item = (Facet, Kind, Uuid)> {
        let category = self
            .category
            .map(|id| (Facet::Category, Kind::Category, id.0));
        let brand = self.brand.map(|id| (Facet::Brand, Kind::Brand, id.0));
        let ingredient = self
            .ingredient
            .map(|id| (Facet::Ingredient, Kind::Ingredient, id.0));
        let topic = self.topic.map(|id| (Facet::Topic, Kind::Topic, id.0));
        [category, brand, ingredient, topic].into_iter().flatten()
    }

    /// As values of facets; what is not public has none.
    fn values(&self, slug: &dyn Fn(Uuid) -> Option<String>) -> Option<Vec<(Facet, String)>> {
        self.ids()
            .map(|(facet, _, id)| Some((facet, slug(id)?)))
            .collect()
    }
}

impl SearchRuleDocument {
    /// As the search uses it, with the slugs of what it names; nothing while something that it asks for is not public.
    pub fn arrangement(&self, slug: &dyn Fn(Uuid) -> Option<String>) -> Option<Arrangement> {
        let boosts = self.boosts.iter().filter_map(|boost| {
            let value = boost.target.values(slug)?.into_iter().next();
            let (facet, key) = value?;
            Some((facet, key, boost.times.to_f32()?))
        });
        Some(Arrangement {
            id: Uuid::nil(),
            market: self.market,
            words: phrase_of(&self.query),
            is_exact: self.query_match == QueryMatch::Exact,
            within: self.within.values(slug)?,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            pinned: self.pinned.iter().map(|id| id.0).collect(),
            hidden: self.hidden.iter().map(|id| id.0).collect(),
            boosts: boosts.collect(),
            leads_to: self.leads_to.clone(),
        })
    }
}

impl Judged for SearchRuleDocument {
    // Nobody reads it: it arranges what is public.
    fn passages(&self) -> Vec<Passage> {
        Vec::new()
    }
}

impl Document for SearchRuleDocument {
    const KIND: Kind = Kind::SearchRule;
    const SCHEMA_VERSION: i32 = 1;

    fn card(&self) -> Card {
        Card {
            title: self.name.clone(),
            ..Card::default()
        }
    }

    fn links(&self) -> Vec<Link> {
        let targets = std::iter::once(&self.within).chain(self.boosts.iter().map(|it| &it.target));
        targets
            .flat_map(Targets::ids)
            // Embedding, so that another slug of it touches the rule.
            .map(|(_, kind, id)| Link::embedding(kind, id, Role::Member))
            .collect()
    }
}
