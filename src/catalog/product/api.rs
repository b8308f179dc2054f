//! The JSON of products, rendered from the same view as the page.

use actix_web::{HttpRequest, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::document::{ProductDocument, TextStatement, contained_allergens};
use super::doses::{DoseBody, dose_bodies};
use super::json_ld::full_name;
use super::label::{LabelFinding, label_findings};
use super::model::Form;
use super::view::{ProductView, VariantView};
use crate::api::body::{ClaimBody, LinkBody, List, MarketListQuery, MarketQuery};
use crate::catalog::assertion::model::Assertion;
use crate::catalog::formula::model::Formula;
use crate::catalog::formula::panel::{composition, panel};
use crate::catalog::lot::document::LotDocument;
use crate::catalog::market::{Market, Money};
use crate::catalog::offer::model::Offer;
use crate::catalog::variant::model::{NetQuantity, VariantDocument};
use crate::compliance::disclaimer::disclaimer;
use crate::compliance::facts_panel::{self, Panel};
use crate::compliance::nutrition_reference::Composition;
use crate::error::AppError;
use crate::publishing::read::{self, Filter, Published, Stored};
use crate::publishing::{Image, Kind, Role, Slug};
use crate::state::State;
use crate::web::json::{ApiResult, Problem, respond};

/// A product with prices, label, claims with evidence, and education.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductBody {
    id: Uuid,
    slug: String,
    url: Option<String>,
    revision: i32,
    first_published_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    market: Market,
    name: String,
    /// Brand and name.
    full_name: String,
    brand: Option<LinkBody>,
    /// From the root down.
    categories: Vec<LinkBody>,
    form: Form,
    summary: String,
    /// Markdown.
    description: String,
    audience: Option<String>,
    directions: String,
    cautions: Option<String>,
    storage: Option<String>,
    images: Vec<Image>,
    options: Vec<String>,
    variants: Vec<VariantBody>,
    formula: Option<Formula>,
    /// The Supplement Facts panel of 21 CFR 101.36, computed from the formula; in the United States.
    supplement_facts: Option<Panel>,
    /// The same panel as plain text.
    supplement_facts_text: Option<String>,
    /// Amounts for a daily portion with nutrient reference values; in the European Union.
    composition: Option<Composition>,
    /// What the rules of labels of the United States find, with declared and computed values. Only there, and only in the
    /// answer for one product.
    #[serde(skip_serializing_if = "Option::is_none")]
    label_findings: Option<Vec<LabelFinding>>,
    assertions: Vec<Assertion>,
    /// Claims that may be shown where it is sold. Show `disclaimer` with them.
    claims: Vec<ClaimBody>,
    /// Sentences of the summary and description that are structure/function claims too. Show `disclaimer` with them.
    statements: Vec<TextStatement>,
    /// The words of 21 CFR 101.93(c) for the claims and statements above; `null` when there is none.
    disclaimer: Option<&'static str>,
    /// Amounts as directed against studied amounts and reference intakes.
    doses: Vec<DoseBody>,
    /// Batches with their laboratory reports.
    lots: Vec<LotDocument>,
    articles: Vec<LinkBody>,
    protocols: Vec<LinkBody>,
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

impl ProductBody {
    /// From the view that the page renders from.
    pub fn new(view: &ProductView, site: &str) -> Self {
        let product = &view.product;
        let document = &product.document;
        let texts = &view.texts;
        let formula = document.formula.as_ref();
        let panel = formula
            .filter(|_| view.market == Market::Us)
            .map(|formula| panel(formula, contained_allergens(document), &|_| None));
        let links = |cards: &[crate::publishing::resolve::LinkedCard], role: Role| {
            cards
                .iter()
                .map(|card| LinkBody::new(card, role, site))
                .collect()
        };
        Self {
            id: product.entity_id,
            slug: product.slug.clone(),
            url: product
                .path
                .as_ref()
                .map(|_| format!("{site}{}", view.path)),
            revision: product.revision,
            first_published_at: product.first_published_at,
            updated_at: product.updated_at,
            market: view.market,
            name: document.name.clone(),
            full_name: full_name(view),
            brand: view
                .brand
                .as_ref()
                .map(|card| LinkBody::new(card, Role::Brand, site)),
            categories: links(&view.categories, Role::Category),
            form: document.form,
            summary: texts.summary.clone(),
            description: texts.description.clone(),
            audience: texts.audience.clone(),
            directions: texts.directions.clone(),
            cautions: texts.cautions.clone(),
            storage: texts.storage.clone(),
            images: document
                .images
                .iter()
                .map(|image| image.clone().on(site))
                .collect(),
            options: document.options.clone(),
            variants: view.variants.iter().map(VariantBody::new).collect(),
            formula: document.formula.clone(),
            supplement_facts_text: panel.as_ref().map(facts_panel::to_text),
            supplement_facts: panel,
            composition: formula
                .filter(|_| view.market == Market::Eu)
                .and_then(composition),
            label_findings: None,
            assertions: document.assertions.clone(),
            claims: view
                .claims
                .iter()
                .map(|claim| ClaimBody::new(claim, view.market, site))
                .collect(),
            statements: match view.market {
                Market::Us => document.statements.clone(),
                Market::Eu => Vec::new(),
            },
            disclaimer: disclaimer(view.statements()),
            doses: dose_bodies(view),
            lots: document.lots.clone(),
            articles: links(&view.articles, Role::Mention),
            protocols: links(&view.protocols, Role::Step),
        }
    }
}

impl VariantBody {
    fn new(view: &VariantView) -> Self {
        Self {
            variant: view.variant.clone(),
            offer: view.offer,
            unit_price: view
                .unit_price
                .clone()
                .map(|(price, reference)| UnitPriceBody { price, reference }),
            cost_per_day: view.cost_per_day,
        }
    }
}

/// A page of products by name.
///
/// # Errors
/// A malformed parameter, named.
#[utoipa::path(
    get,
    path = "/api/v1/products",
    tag = "products",
    params(MarketListQuery),
    responses((status = 200, body = List<ProductBody>), (status = 400, body = Problem)),
)]
pub async fn list_products(
    state: State,
    request: HttpRequest,
    query: web::Query<MarketListQuery>,
) -> ApiResult {
    let (page, market) = query.parse()?;
    let filter = Filter {
        all_of: market.listing_key().into_iter().collect(),
        ..Filter::default()
    };
    let conn = state.db.read().await?;
    let list = read::list(&conn, Kind::Product, &filter, &page).await?;
    let products: Vec<Published<_>> = list
        .items
        .iter()
        .map(Stored::decode)
        .collect::<Result<_, _>>()
        .map_err(AppError::from)?;
    let views = ProductView::complete_all(&conn, products, market, false).await?;
    let items: Vec<ProductBody> = views
        .iter()
        .map(|view| ProductBody::new(view, &state.config.public_url))
        .collect();
    respond(
        &request,
        &List {
            items,
            next_cursor: list.next.map(|cursor| cursor.to_string()),
        },
    )
}

/// A product.
///
/// # Errors
/// Not found or withdrawn.
#[utoipa::path(
    get,
    path = "/api/v1/products/{slug}",
    tag = "products",
    params(("slug" = String, Path, description = "Its slug"), MarketQuery),
    responses((status = 200, body = ProductBody), (status = 404, body = Problem), (status = 410, body = Problem)),
)]
pub async fn find_product(
    state: State,
    request: HttpRequest,
    slug: web::Path<String>,
    query: web::Query<MarketQuery>,
) -> ApiResult {
    let market = query.market()?;
    let slug = Slug::parse(&slug)?;
    let conn = state.db.read().await?;
    let product: Published<ProductDocument> = read::by_slug(&conn, slug.as_str()).await?;
    if product.document.texts_in(market).is_none() {
        return Err(AppError::NotFound.into());
    }
    let view = ProductView::complete(&conn, product, market).await?;
    let body = ProductBody {
        label_findings: (market == Market::Us).then(|| label_findings(&view.product.document)),
        ..ProductBody::new(&view, &state.config.public_url)
    };
    respond(&request, &body)
}
