//! Small builders that call the real commands.

use formulary::catalog::assertion::model::{Basis, Statement};
use formulary::catalog::brand::commands::{create_brand, publish_brand};
use formulary::catalog::brand::model::{BrandId, BrandRow};
use formulary::catalog::brand::queries::brand_by_slug;
use formulary::catalog::formula::commands::add_formula;
use formulary::catalog::formula::model::{
    Amount, Formula, FormulaRow, FormulaSource, Operator, Population, Quantity, RowKind, Serving,
};
use formulary::catalog::market::{Market, Money};
use formulary::catalog::offer::commands::set_offer;
use formulary::catalog::offer::model::{Availability, OfferTerms};
use formulary::catalog::product::commands::{
    AssertionInput, create_product, publish_product, set_assertions,
};
use formulary::catalog::product::model::{Form, NewProduct, ProductId};
use formulary::catalog::variant::commands::{VariantInput, add_variant};
use formulary::catalog::variant::model::VariantId;
use formulary::db::Db;
use formulary::error::AppError;
use formulary::evidence::ingredient::commands::{create_ingredient, publish_ingredient};
use formulary::evidence::ingredient::model::{IngredientId, IngredientKind, IngredientRow};
use formulary::publishing::{Author, Tx, transaction};

pub fn author() -> Author {
    Author::system("test")
}

/// Finds or makes a published brand.
pub async fn brand(tx: &mut Tx, slug: &str) -> Result<BrandId, AppError> {
    if let Some(row) = brand_by_slug(tx.conn()?, slug).await? {
        return Ok(row.id);
    }
    let row = BrandRow {
        id: BrandId::new(),
        slug: slug.to_owned(),
        name: format!("Brand {slug}"),
        summary: String::new(),
        description: String::new(),
    };
    create_brand(tx, &row).await?;
    publish_brand(tx, row.id, &author(), "").await?;
    Ok(row.id)
}

/// Makes a published ingredient.
pub async fn ingredient(tx: &mut Tx, slug: &str) -> Result<IngredientId, AppError> {
    let row = IngredientRow {
        id: IngredientId::new(),
        slug: slug.to_owned(),
        name: format!("Ingredient {slug}"),
        kind: IngredientKind::Other,
        summary: String::new(),
        description: String::new(),
        latin_name: None,
        unii: None,
    };
    create_ingredient(tx, &row, &[]).await?;
    publish_ingredient(tx, row.id, &author(), "").await?;
    Ok(row.id)
}

/// A product with a brand, and whatever else it is given.
pub struct ProductBuilder {
    slug: String,
    brand: String,
    variants: Vec<(String, Option<i64>)>,
    ingredients: Vec<IngredientId>,
    label: Option<Formula>,
    free_from: Vec<String>,
    gtin: Option<String>,
    publish: bool,
}

/// What was built.
#[derive(Debug, Clone)]
pub struct Built {
    pub id: ProductId,
    pub variants: Vec<VariantId>,
}

impl ProductBuilder {
    pub fn new(slug: &str) -> Self {
        Self {
            slug: slug.to_owned(),
            brand: "acme".to_owned(),
            variants: Vec::new(),
            ingredients: Vec::new(),
            label: None,
            free_from: Vec::new(),
            gtin: None,
            publish: true,
        }
    }

    /// With a variant; a price in cents makes an offer.
    pub fn variant(mut self, sku: &str, cents: Option<i64>) -> Self {
        self.variants.push((sku.to_owned(), cents));
        self
    }

    pub fn brand(mut self, slug: &str) -> Self {
        self.brand = slug.to_owned();
        self
    }

    pub fn gtin(mut self, gtin: &str) -> Self {
        self.gtin = Some(gtin.to_owned());
        self
    }

    pub fn ingredient(mut self, id: IngredientId) -> Self {
        self.ingredients.push(id);
        self
    }

    /// With a formula of its own instead of one that is made of ingredients.
    pub fn label(mut self, label: Formula) -> Self {
        self.label = Some(label);
        self
    }

    pub fn free_from(mut self, substance: &str) -> Self {
        self.free_from.push(substance.to_owned());
        self
    }

    pub fn draft(mut self) -> Self {
        self.publish = false;
        self
    }

    pub async fn build(self, db: &Db) -> Built {
        transaction(db, async |tx| self.build_in(tx).await)
            .await
            .unwrap()
    }

    pub async fn build_in(&self, tx: &mut Tx) -> Result<Built, AppError> {
        let id = ProductId::new();
        let brand_id = brand(tx, &self.brand).await?;
        let name = format!("Product {}", self.slug);
        create_product(
            tx,
            &NewProduct {
                id,
                slug: &self.slug,
                name: &name,
                brand_id,
                category_id: None,
                form: Form::Capsule,
                summary: "A product of a test.",
                description: "What it is.",
                audience: None,
                directions: "One a day.",
                cautions: None,
                storage: None,
                external_ref: None,
            },
        )
        .await?;
        let mut variants = Vec::new();
        for (sku, cents) in &self.variants {
            let input = VariantInput {
                sku: sku.clone(),
                gtin: self.gtin.as_ref().map(|gtin| gtin.parse().unwrap()),
                title: format!("Size {sku}"),
                net: Some((60.into(), "capsule".to_owned())),
                servings: Some(60.into()),
                options: Vec::new(),
            };
            let variant = add_variant(tx, id, &input).await?;
            if let Some(cents) = cents {
                set_offer(tx, (id, variant), Market::Us, Some(terms(*cents))).await?;
            }
            variants.push(variant);
        }
        let of_ingredients = (!self.ingredients.is_empty()).then(|| formula(&self.ingredients));
        if let Some(label) = self.label.clone().or(of_ingredients) {
            add_formula(tx, id, &label, None, true).await?;
        }
        let assertions: Vec<AssertionInput> = self
            .free_from
            .iter()
            .map(|substance| AssertionInput {
                statement: Statement::FreeFrom,
                substance: substance.clone(),
                basis: Basis::SupplierDocument,
                document: None,
                as_of: None,
            })
            .collect();
        set_assertions(tx, id, &assertions).await?;
        if self.publish {
            publish_product(tx, id, &author(), "").await?;
        }
        Ok(Built { id, variants })
    }
}

pub fn terms(cents: i64) -> OfferTerms {
    OfferTerms {
        price: Money {
            minor: cents,
            currency: Market::Us.currency(),
        },
        list_minor: None,
        availability: Availability::InStock,
    }
}

pub fn formula(ingredients: &[IngredientId]) -> Formula {
    let rows = ingredients
        .iter()
        .zip(1i64..)
        .map(|(id, amount)| FormulaRow {
            kind: RowKind::Ingredient,
            name: format!("Row {amount}"),
            ingredient_id: Some(*id),
            source_form: None,
            plant_part: None,
            note: None,
            amounts: vec![Amount {
                quantity: Some(Quantity {
                    operator: Operator::Equal,
                    value: amount.into(),
                    unit: "mg".to_owned(),
                }),
                ..Amount::default()
            }],
            rows: Vec::new(),
        })
        .collect();
    Formula {
        source: FormulaSource::Editor,
        dsld_label_id: None,
        effective_from: None,
        population: Population::Adults,
        more_populations: Vec::new(),
        servings: vec![Serving {
            amount: 1.into(),
            amount_max: None,
            unit: "capsule".to_owned(),
            note: None,
            per_day_min: Some(1.into()),
            per_day_max: Some(1.into()),
        }],
        servings_per_container: None,
        rows,
        other_ingredients: Vec::new(),
    }
}
