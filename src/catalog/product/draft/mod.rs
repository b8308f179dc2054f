//! What is edited of a product. Prices are not in it: offers are live and have a form of their own.

pub mod commands;
mod form;
pub mod formula;
pub mod queries;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::model::Form as DosageForm;
use super::model::MarketText;
use crate::catalog::assertion::model::Assertion;
use crate::catalog::brand::model::BrandId;
use crate::catalog::category::model::CategoryId;
use crate::catalog::product_type::model::ProductTypeId;
use crate::catalog::variant::Gtin;
use crate::editing::draft::{Draft, text};
use crate::editing::form::Form;
use crate::editing::read::Problems;
use crate::evidence::claim::model::ClaimId;
use crate::publishing::Kind;
use formula::FormulaDraft;

/// A product in its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductDraft {
    /// Its slug.
    #[serde(deserialize_with = "text")]
    pub slug: String,
    /// Name without the brand.
    pub name: String,
    /// Its brand.
    pub brand_id: BrandId,
    /// Its shelf.
    pub category_id: Option<CategoryId>,
    /// What it comes as.
    pub form: DosageForm,
    /// Fixes which attributes apply.
    pub product_type_id: Option<ProductTypeId>,
    /// Key in another system.
    pub external_ref: Option<String>,
    /// One sentence.
    #[serde(deserialize_with = "text")]
    pub summary: String,
    /// Markdown.
    #[serde(deserialize_with = "text")]
    pub description: String,
    /// For whom it is.
    pub audience: Option<String>,
    /// How to use it.
    #[serde(deserialize_with = "text")]
    pub directions: String,
    /// Cautions and warnings.
    pub cautions: Option<String>,
    /// How to store it.
    pub storage: Option<String>,
    /// What variants differ by.
    pub options: Vec<String>,
    /// What can be bought.
    pub variants: Vec<VariantDraft>,
    /// What is in it.
    pub formula: Option<FormulaDraft>,
    /// Free-from and contains statements.
    pub assertions: Vec<Assertion>,
    /// Claims that its page shows.
    pub claims: Vec<ClaimId>,
    /// Pictures.
    pub media: Vec<PictureDraft>,
    /// What it states for the attributes of its type.
    #[serde(default)]
    pub attributes: Vec<AttributeValue>,
    /// Its texts in other markets.
    pub texts: Vec<MarketText>,
}

/// A variant in its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantDraft {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// Stock keeping unit.
    pub sku: String,
    /// Global Trade Item Number as printed.
    pub gtin: Option<String>,
    /// Net quantity.
    pub net_quantity: Option<Decimal>,
    /// Its unit.
    pub net_unit: Option<String>,
    /// Servings in it.
    pub servings: Option<Decimal>,
    /// Values of the options, in their order.
    pub options: Vec<String>,
}

/// A picture in its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureDraft {
    /// The stored picture.
    pub media_id: Uuid,
    /// What it shows, for those who can't see it.
    pub alt: String,
}

/// What a product states for an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeValue {
    /// The attribute.
    pub attribute_id: Uuid,
    /// The value; empty when nothing is stated.
    #[serde(deserialize_with = "text")]
    pub value: String,
}

impl Draft for ProductDraft {
    const KIND: Kind = Kind::Product;

    fn form() -> Form {
        form::form()
    }

    fn check(&self, problems: &mut Problems) {
        if self.options.len() > 3 {
            problems.add("options", "may name at most three things");
        }
        self.check_variants(problems);
        for (assertion, at) in self.assertions.iter().zip(0usize..) {
            let is_same = |other: &Assertion| other.substance == assertion.substance;
            if self.assertions.iter().take(at).any(is_same) {
                problems.add(
                    format!("assertions.{at}.substance"),
                    "has a statement already",
                );
            }
            if !is_substance(&assertion.substance) {
                problems.add(
                    format!("assertions.{at}.substance"),
                    "must be lower-case words joined by underscores, such as tree_nuts",
                );
            }
        }
        for (claim, at) in self.claims.iter().zip(0usize..) {
            if self.claims.iter().take(at).any(|other| other == claim) {
                problems.add(format!("claims.{at}.it"), "stands here already");
            }
        }
        for (text, at) in self.texts.iter().zip(0usize..) {
            if self
                .texts
                .iter()
                .take(at)
                .any(|other| other.market == text.market)
            {
                problems.add(format!("texts.{at}.market"), "has its texts already");
            }
        }
        if let Some(formula) = &self.formula {
            formula.check(problems);
        }
    }
}

impl ProductDraft {
    fn check_variants(&self, problems: &mut Problems) {
        for (variant, at) in self.variants.iter().zip(0usize..) {
            let mut wrong = |field: &str, problem: String| {
                problems.add(format!("variants.{at}.{field}"), problem)
            };
            if variant.sku.contains(char::is_whitespace) {
                wrong("sku", "must not hold spaces".to_owned());
            }
            if self
                .variants
                .iter()
                .take(at)
                .any(|other| other.sku == variant.sku)
            {
                wrong("sku", "belongs to another variant here".to_owned());
            }
            if let Some(Err(problem)) = variant.gtin.as_ref().map(|text| text.parse::<Gtin>()) {
                wrong("gtin", problem);
            }
            if variant.net_quantity.is_some() != variant.net_unit.is_some() {
                wrong(
                    "net_unit",
                    "and the net quantity are given together or not at all".to_owned(),
                );
            }
            for (field, number) in [
                ("net_quantity", variant.net_quantity),
                ("servings", variant.servings),
            ] {
                if number.is_some_and(|number| number <= Decimal::ZERO) {
                    wrong(field, "must be above zero".to_owned());
                }
            }
            if variant.options.len() > self.options.len() {
                wrong(
                    "options",
                    "holds more values than the product has options".to_owned(),
                );
            }
        }
    }
}

/// Whether a text names a substance as assertions do.
fn is_substance(text: &str) -> bool {
    text.split('_').all(|word| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}
