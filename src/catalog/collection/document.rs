//! What gets published of a collection.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::model::{Aspect, MatchMode};
use crate::catalog::product::model::ProductId;
use crate::compliance::lint::Part;
use crate::compliance::passage::{Judged, Passage, Passages};
use crate::compliance::surface::{Jurisdiction, Surface};
use crate::content::plain::plain_with_addresses;
use crate::publishing::{Card, Document, Kind, Link, Role};
use crate::search::shelf::amount::AmountRange;
use crate::search::shelf::facet::Facet;
use crate::search::shelf::scope::{Members, Membership};

/// A collection as it is published. Who meets its rules is found when it is read, so that it is never out of date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CollectionDocument {
    /// Its name.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// Products chosen by hand, in order.
    pub products: Vec<ProductId>,
    /// Whether a product must meet all rules or any.
    pub match_mode: MatchMode,
    /// What products have in common.
    pub rules: Vec<CollectionRule>,
}

/// One thing that products have in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CollectionRule {
    /// What.
    pub aspect: Aspect,
    /// The brand, category or ingredient.
    pub target_id: Option<Uuid>,
    /// The form, or the substance that they are free from.
    pub word: Option<String>,
    /// Least milligrams of the ingredient in a serving.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub at_least_mg: Option<Decimal>,
}

impl CollectionRule {
    /// What the search asks of its members, with the slug of what it names.
    fn membership(&self, slug: &dyn Fn(Uuid) -> Option<String>) -> Membership {
        let facet = match self.aspect {
            Aspect::Brand => Facet::Brand,
            Aspect::Category => Facet::Category,
            Aspect::Ingredient => Facet::Ingredient,
            Aspect::Form => Facet::Form,
            Aspect::FreeFrom => Facet::FreeFrom,
        };
        let key = match self.target_id {
            Some(id) => slug(id),
            None => self.word.clone(),
        };
        let least = self.at_least_mg.and_then(|least| least.to_f64());
        match (key, least) {
            (None, _) => Membership::Nothing,
            (Some(ingredient), Some(least)) => {
                Membership::Amount(ingredient, AmountRange::at_least(least))
            }
            (Some(key), None) => Membership::Value(facet, key),
        }
    }
}

impl CollectionDocument {
    /// Who belongs to it, with the slugs of what its rules name.
    pub fn members(&self, slug: &dyn Fn(Uuid) -> Option<String>) -> Members {
        let rules = self.rules.iter();
        Members {
            picked: self.products.iter().map(|id| id.0).collect(),
            rules: rules.map(|rule| rule.membership(slug)).collect(),
            needs_all: self.match_mode == MatchMode::All,
        }
    }
}

impl Judged for CollectionDocument {
    // Its page lists products.
    fn passages(&self) -> Vec<Passage> {
        Passages::on(Surface::Product, Jurisdiction::Us)
            .with("name", Part::Name, &self.name)
            .with("summary", Part::Text, &self.summary)
            .with(
                "description",
                Part::Text,
                plain_with_addresses(&self.description),
            )
            .done()
    }
}

impl Document for CollectionDocument {
    const KIND: Kind = Kind::Collection;
    const SCHEMA_VERSION: i32 = 1;

    fn card(&self) -> Card {
        Card {
            title: self.name.clone(),
            summary: self.summary.clone(),
            image: None,
        }
    }

    fn links(&self) -> Vec<Link> {
        let by_hand = self
            .products
            .iter()
            .map(|id| Link::embedding(Kind::Product, id.0, Role::Member));
        // Embedding, so that a product that joins what a rule names touches the collection too.
        let by_rule = self.rules.iter().filter_map(|rule| {
            let kind = match rule.aspect {
                Aspect::Brand => Kind::Brand,
                Aspect::Category => Kind::Category,
                Aspect::Ingredient => Kind::Ingredient,
                Aspect::Form | Aspect::FreeFrom => return None,
            };
            Some(Link::embedding(kind, rule.target_id?, Role::Member))
        });
        by_hand.chain(by_rule).collect()
    }
}
