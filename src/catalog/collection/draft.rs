//! What is edited of a collection.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::model::{LeastUnit, MatchMode};
use crate::catalog::brand::model::BrandId;
use crate::catalog::category::model::CategoryId;
use crate::catalog::product::model::{Form as DosageForm, ProductId};
use crate::editing::draft::{Draft, text};
use crate::editing::form::{Field, Form, Input, Section, Shape};
use crate::editing::read::Problems;
use crate::evidence::ingredient::model::IngredientId;
use crate::options;
use crate::publishing::Kind;

/// A collection in its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionDraft {
    /// Its slug.
    #[serde(deserialize_with = "text")]
    pub slug: String,
    /// Its name.
    pub name: String,
    /// One sentence.
    #[serde(deserialize_with = "text")]
    pub summary: String,
    /// Markdown.
    #[serde(deserialize_with = "text")]
    pub description: String,
    /// Products chosen by hand.
    pub products: Vec<ProductId>,
    /// Whether a product must meet all rules or any.
    pub match_mode: MatchMode,
    /// What products have in common; one thing a row.
    pub rules: Vec<RuleDraft>,
}

/// One thing that products have in common, in the form: exactly one member is given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleDraft {
    /// Their brand.
    pub brand: Option<BrandId>,
    /// Their category.
    pub category: Option<CategoryId>,
    /// An ingredient in their formula.
    pub ingredient: Option<IngredientId>,
    /// Least amount of it in a serving. The alias is its name in older revisions, which knew milligrams only.
    #[serde(default, alias = "at_least_mg")]
    pub at_least: Option<Decimal>,
    /// Unit of that amount.
    #[serde(default)]
    pub unit: Option<LeastUnit>,
    /// Their form.
    pub form: Option<DosageForm>,
    /// Something that they are free from.
    pub free_from: Option<String>,
}

impl Draft for CollectionDraft {
    const KIND: Kind = Kind::Collection;

    fn form() -> Form {
        Form::new(vec![
            Section::new(
                "collection",
                "Collection",
                vec![
                    Field::line("name", "Name", 200).required(),
                    Field::slug(),
                    Field::line("summary", "Summary", 300),
                    Field::text("description", "Description", 20_000, 6).hint("Markdown."),
                ],
            ),
            Section::new(
                "products",
                "By hand",
                vec![Field::picks(
                    "products",
                    "Products",
                    "product",
                    Kind::Product,
                )],
            )
            .hint("These come first, in this order."),
            Section::new(
                "rules",
                "By rule",
                vec![
                    Field::choice("match_mode", "A product meets", options!(MatchMode)).required(),
                    Field::rows(
                        "rules",
                        "Rules",
                        "rule",
                        Shape::Plain,
                        vec![
                            Field::pick("brand", "Brand", Kind::Brand),
                            Field::pick("category", "Category", Kind::Category),
                            Field::pick("ingredient", "Holds", Kind::Ingredient),
                            Field::new("at_least", "At least, per serving", Input::Decimal),
                            Field::choice("unit", "Unit", options!(LeastUnit)),
                            Field::choice("form", "Form", options!(DosageForm)),
                            Field::line("free_from", "Free from", 60),
                        ],
                    ),
                ],
            )
            .hint("One thing a rule. What is published later joins by itself."),
        ])
    }

    fn fresh() -> Value {
        json!({ "match_mode": "all" })
    }

    fn check(&self, problems: &mut Problems) {
        for (rule, at) in self.rules.iter().zip(0..) {
            if rule.count() != 1 {
                problems.add(
                    format!("rules.{at}.brand"),
                    "or another field of the rule must be given, and only one",
                );
            }
            rule.check_amount(&format!("rules.{at}"), problems);
        }
        for (product, at) in self.products.iter().zip(0usize..) {
            if self.products.iter().take(at).any(|other| other == product) {
                problems.add(format!("products.{at}.it"), "stands here already");
            }
        }
    }
}

impl RuleDraft {
    fn check_amount(&self, at: &str, problems: &mut Problems) {
        if self.at_least.is_some() && self.ingredient.is_none() {
            problems.add(
                format!("{at}.at_least"),
                "is of an ingredient: name it beside",
            );
        }
        if self.at_least.is_some_and(|least| least <= Decimal::ZERO) {
            problems.add(format!("{at}.at_least"), "must be more than 0");
        }
        if self.at_least.is_some() && self.unit.is_none() {
            problems.add(format!("{at}.unit"), "of the amount must be chosen");
        }
    }

    fn count(&self) -> usize {
        [
            self.brand.is_some(),
            self.category.is_some(),
            self.ingredient.is_some(),
            self.form.is_some(),
            self.free_from.is_some(),
        ]
        .into_iter()
        .filter(|given| *given)
        .count()
    }
}
