//! What gets published of a product.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::Form;
use crate::catalog::assertion::model::{Assertion, Statement};
use crate::catalog::brand::model::BrandId;
use crate::catalog::category::model::CategoryId;
use crate::catalog::formula::model::Formula;
use crate::catalog::variant::model::VariantDocument;
use crate::evidence::claim::model::ClaimId;
use crate::publishing::{Card, Document, Image, Kind, Link, Role};

/// A product as it is published. Prices are not in it: offers are live.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProductDocument {
    /// Name without the brand.
    pub name: String,
    /// Its brand.
    pub brand_id: BrandId,
    /// Its shelf.
    pub category_id: Option<CategoryId>,
    /// What it comes as.
    pub form: Form,
    /// One sentence.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// For whom it is.
    pub audience: Option<String>,
    /// How to use it.
    pub directions: String,
    /// Cautions and warnings.
    pub cautions: Option<String>,
    /// How to store it.
    pub storage: Option<String>,
    /// What variants differ by.
    pub options: Vec<String>,
    /// What can be bought.
    pub variants: Vec<VariantDocument>,
    /// What is in it.
    pub formula: Option<Formula>,
    /// Free-from and contains statements.
    pub assertions: Vec<Assertion>,
    /// Claims that its page shows as far as evidence and wording allow.
    pub claims: Vec<ClaimId>,
    /// Pictures.
    pub images: Vec<Image>,
}

impl Document for ProductDocument {
    const KIND: Kind = Kind::Product;
    const SCHEMA_VERSION: i32 = 1;

    fn card(&self) -> Card {
        Card {
            title: self.name.clone(),
            summary: self.summary.clone(),
            image: self.images.first().cloned(),
        }
    }

    fn links(&self) -> Vec<Link> {
        let mut links = vec![Link::new(Kind::Brand, self.brand_id.0, Role::Brand)];
        // Embedding, because the page shows the way from the root to the category.
        links.extend(
            self.category_id
                .map(|id| Link::embedding(Kind::Category, id.0, Role::Category)),
        );
        if let Some(formula) = &self.formula {
            let rows = formula
                .walk()
                .into_iter()
                .map(|(_, row)| row)
                .chain(&formula.other_ingredients);
            links.extend(rows.filter_map(|row| {
                let detail = row.quantity().map(ToString::to_string);
                row.ingredient_id.map(|id| Link {
                    detail,
                    ..Link::new(Kind::Ingredient, id.0, Role::Formula)
                })
            }));
        }
        links.extend(
            self.claims
                .iter()
                .map(|id| Link::embedding(Kind::Claim, id.0, Role::Claim)),
        );
        links
    }

    fn listing(&self) -> Vec<String> {
        let free_from = self
            .assertions
            .iter()
            .filter(|assertion| assertion.statement == Statement::FreeFrom);
        let mut keys = vec![
            format!("form:{}", self.form),
            format!("brand:{}", self.brand_id),
        ];
        keys.extend(self.category_id.map(|id| format!("category:{id}")));
        keys.extend(free_from.map(|assertion| format!("free-from:{}", assertion.substance)));
        keys
    }
}
