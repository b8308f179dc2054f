//! A product as programs get it everywhere: what its answer in the API and its line in the storefront's feed have in common.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::document::TextStatement;
use super::json_ld::full_name;
use super::model::Form;
use super::view::{ProductView, VariantView};
use crate::api::body::LinkBody;
use crate::catalog::assertion::model::Assertion;
use crate::catalog::formula::model::Formula;
use crate::catalog::lot::document::LotDocument;
use crate::catalog::market::{Market, Money};
use crate::catalog::offer::model::Offer;
use crate::catalog::variant::model::{NetQuantity, VariantDocument};
use crate::compliance::disclaimer::disclaimer;
use crate::publishing::resolve::LinkedCard;
use crate::publishing::{Image, Role};

/// A product with prices and formula.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductItem {
    /// Its id; never changes.
    pub id: Uuid,
    /// Its slug; may change, the old address then leads to the new.
    pub slug: String,
    /// Its page in the market.
    pub url: Option<String>,
    /// Number of the current revision.
    pub revision: i32,
    /// When it first became public.
    pub first_published_at: DateTime<Utc>,
    /// When its current revision became public.
    pub updated_at: DateTime<Utc>,
    /// Market whose prices and words these are.
    pub market: Market,
    /// Its name.
    pub name: String,
    /// Brand and name.
    pub full_name: String,
    /// Its brand.
    pub brand: Option<LinkBody>,
    /// From the root down.
    pub categories: Vec<LinkBody>,
    /// What it comes as.
    pub form: Form,
    /// What lists show.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// For whom it is.
    pub audience: Option<String>,
    /// How to use it.
    pub directions: String,
    /// What to be careful with.
    pub cautions: Option<String>,
    /// How to keep it.
    pub storage: Option<String>,
    /// Its pictures.
    pub images: Vec<Image>,
    /// What variants differ in.
    pub options: Vec<String>,
    /// What can be bought.
    pub variants: Vec<VariantBody>,
    /// What is in it.
    pub formula: Option<Formula>,
    /// What it contains and what it is free from, each with its basis.
    pub assertions: Vec<Assertion>,
    /// Sentences of the summary and description that are structure/function claims too. Show `disclaimer` with them.
    pub statements: Vec<TextStatement>,
    /// The words of 21 CFR 101.93(c) for its claims and for the statements above; `null` when there is none.
    pub disclaimer: Option<&'static str>,
    /// Batches with their laboratory reports.
    pub lots: Vec<LotDocument>,
}

/// A variant with its offer.
#[derive(Debug, Serialize, ToSchema)]
pub struct VariantBody {
    #[serde(flatten)]
    variant: VariantDocument,
    /// Price and availability now; `null` when it is not offered in the market.
    offer: Option<Offer>,
    unit_price: Option<UnitPriceBody>,
    /// Cost of a day as directed, at most.
    cost_per_day: Option<Money>,
}

/// Price for a reference quantity.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitPriceBody {
    price: Money,
    reference: NetQuantity,
}

impl ProductItem {
    /// From the view that the page renders from, which is used up: a catalog is told without copying it.
    pub fn new(view: ProductView, site: &str) -> Self {
        let full_name = full_name(&view);
        let disclaimer = disclaimer(view.statements());
        let link = |card: &LinkedCard, role: Role| LinkBody::new(card, role, site);
        let product = view.product;
        let document = product.document;
        Self {
            id: product.entity_id,
            slug: product.slug,
            url: product.path.map(|_| format!("{site}{}", view.path)),
            revision: product.revision,
            first_published_at: product.first_published_at,
            updated_at: product.updated_at,
            market: view.market,
            name: document.name,
            full_name,
            brand: view.brand.as_ref().map(|card| link(card, Role::Brand)),
            categories: view
                .categories
                .iter()
                .map(|card| link(card, Role::Category))
                .collect(),
            form: document.form,
            summary: view.texts.summary,
            description: view.texts.description,
            audience: view.texts.audience,
            directions: view.texts.directions,
            cautions: view.texts.cautions,
            storage: view.texts.storage,
            images: document
                .images
                .into_iter()
                .map(|image| image.on(site))
                .collect(),
            options: document.options,
            variants: view.variants.into_iter().map(VariantBody::new).collect(),
            formula: document.formula,
            assertions: document.assertions,
            statements: match view.market {
                Market::Us => document.statements,
                Market::Eu => Vec::new(),
            },
            disclaimer,
            lots: document.lots,
        }
    }
}

impl VariantBody {
    fn new(view: VariantView) -> Self {
        Self {
            variant: view.variant,
            offer: view.offer,
            unit_price: view
                .unit_price
                .map(|(price, reference)| UnitPriceBody { price, reference }),
            cost_per_day: view.cost_per_day,
        }
    }
}
