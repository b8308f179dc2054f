//! What gets published of a collection.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::model::{Aspect, MatchMode};
use crate::catalog::product::model::ProductId;
use crate::compliance::lint::Part;
use crate::compliance::passage::{Judged, Passage, Passages};
use crate::compliance::surface::{Jurisdiction, Surface};
use crate::content::plain::plain_with_addresses;
use crate::publishing::read::Filter;
use crate::publishing::{Card, Document, Kind, Link, Role};

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
}

impl CollectionRule {
    /// The key under which lists find products that meet it.
    fn listing_key(&self) -> Option<String> {
        let target = self.target_id.map(|id| id.to_string());
        let value = target.or_else(|| self.word.clone())?;
        let aspect = match self.aspect {
            Aspect::Brand => "brand",
            Aspect::Category => "category",
            Aspect::Ingredient => "ingredient",
            Aspect::Form => "form",
            Aspect::FreeFrom => "free-from",
        };
        Some(format!("{aspect}:{value}"))
    }
}

impl CollectionDocument {
    /// Which products meet the rules; none when there are no rules.
    pub fn filter(&self) -> Option<Filter> {
        let keys: Vec<String> = self
            .rules
            .iter()
            .filter_map(CollectionRule::listing_key)
            .collect();
        if keys.is_empty() {
            return None;
        }
        Some(match self.match_mode {
            MatchMode::All => Filter {
                all_of: keys,
                ..Filter::default()
            },
            MatchMode::Any => Filter {
                any_of: vec![keys],
                ..Filter::default()
            },
        })
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
