//! What gets published of a collection.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::model::{Aspect, LeastUnit, MatchMode};
use crate::catalog::product::model::ProductId;
use crate::compliance::lint::Part;
use crate::compliance::passage::{Judged, Passage, Passages};
use crate::compliance::surface::{Jurisdiction, Surface};
use crate::content::plain::plain_with_addresses;
use crate::publishing::{Card, Document, DocumentError, Kind, Link, Role};
use crate::search::shelf::amount::{AmountRange, measured, nutrient_of};
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
    /// Least amount of the ingredient in a serving.
    #[schema(value_type = Option<String>)]
    pub at_least: Option<Decimal>,
    /// Unit of that amount.
    pub unit: Option<LeastUnit>,
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
        match (key, self.at_least.zip(self.unit)) {
            (None, _) => Membership::Nothing,
            (Some(ingredient), Some((least, unit))) => {
                match measured(least, unit.words(), nutrient_of(&ingredient)) {
                    Some(least) => Membership::Amount(ingredient, AmountRange::at_least(least)),
                    None => Membership::Nothing,
                }
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
    const SCHEMA_VERSION: i32 = 2;

    fn upcast(mut value: Value, version: i32) -> Result<Value, DocumentError> {
        if version != 1 {
            let kind = Self::KIND;
            return Err(DocumentError::UnknownVersion { kind, version });
        }
        // Version 1 knew milligrams only.
        let rules = value.get_mut("rules").and_then(Value::as_array_mut);
        for rule in rules.into_iter().flatten().filter_map(Value::as_object_mut) {
            let least = rule.remove("at_least_mg").unwrap_or_default();
            if !least.is_null() {
                rule.insert("at_least".to_owned(), least);
                rule.insert("unit".to_owned(), Value::from("mg"));
            }
        }
        Ok(value)
    }

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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]
    use serde_json::json;

    use super::*;
    use crate::publishing::decode;

    fn asked(version: i32, rule: &Value) -> Membership {
        let id = Uuid::from_u128(1);
        let mut rule = rule.clone();
        let more = json!({ "aspect": "ingredient", "target_id": id, "word": null });
        let rule = rule.as_object_mut().unwrap();
        rule.extend(more.as_object().unwrap().clone());
        let document = json!({
            "name": "", "summary": "", "description": "", "products": [], "match_mode": "all", "rules": [rule],
        });
        let document: CollectionDocument = decode(document, version).unwrap();
        let members = document.members(&|_| Some("vitamin-d".to_owned()));
        members.rules.into_iter().next().unwrap()
    }

    #[test]
    fn an_amount_is_asked_for_in_the_unit_of_labels() {
        let at_least = |text: &str| {
            let nutrient = nutrient_of("vitamin-d");
            let range = AmountRange::parse(text, nutrient).unwrap();
            Membership::Amount("vitamin-d".to_owned(), range)
        };
        let rule = |least: &str, unit: &str| asked(2, &json!({ "at_least": least, "unit": unit }));
        assert_eq!(rule("0.025", "mg"), at_least("25mcg.."));
        assert_eq!(rule("1000", "iu"), at_least("25mcg.."));
        assert_eq!(rule("5", "billion_cfu"), at_least("5bcfu.."));
    }

    #[test]
    fn a_document_of_version_1_asks_in_milligrams() {
        let before = asked(1, &json!({ "at_least_mg": "100" }));
        assert_eq!(
            before,
            asked(2, &json!({ "at_least": "100", "unit": "mg" }))
        );
    }
}
