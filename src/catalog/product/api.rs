//! The JSON of products, rendered from the same view as the page.

use actix_web::{HttpRequest, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::document::{ProductDocument, contained_allergens};
use super::doses::{DoseBody, dose_bodies};
use super::item::ProductItem;
use super::label::{LabelFinding, label_findings};
use super::view::ProductView;
use crate::api::body::{ClaimBody, LinkBody, List, MarketListQuery, SoldQuery};
use crate::api::moved_here;
use crate::api::shape::Shape;
use crate::catalog::formula::panel::{composition, panel};
use crate::catalog::market::Market;
use crate::compliance::facts_panel::{self, Panel};
use crate::compliance::nutrition_reference::Composition;
use crate::error::AppError;
use crate::publishing::read::{self, Filter, Published, Stored};
use crate::publishing::resolve::LinkedCard;
use crate::publishing::{Kind, Role, Slug};
use crate::state::State;
use crate::web::json::{ApiResult, Problem};

/// A product with prices, label, claims with evidence, and education.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductBody {
    #[serde(flatten)]
    product: ProductItem,
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
    /// Claims that may be shown where it is sold. Show `disclaimer` with them.
    claims: Vec<ClaimBody>,
    /// Amounts as directed against studied amounts and reference intakes.
    doses: Vec<DoseBody>,
    articles: Vec<LinkBody>,
    protocols: Vec<LinkBody>,
}

impl ProductBody {
    /// From the view that the page renders from.
    pub fn new(view: ProductView, site: &str) -> Self {
        let document = &view.product.document;
        let formula = document.formula.as_ref();
        let panel = formula
            .filter(|_| view.market == Market::Us)
            .map(|formula| panel(formula, contained_allergens(document), &|_| None));
        let links = |cards: &[LinkedCard], role: Role| {
            let cards = cards.iter();
            cards.map(|card| LinkBody::new(card, role, site)).collect()
        };
        Self {
            supplement_facts_text: panel.as_ref().map(facts_panel::to_text),
            supplement_facts: panel,
            composition: formula
                .filter(|_| view.market == Market::Eu)
                .and_then(composition),
            label_findings: None,
            claims: view
                .claims
                .iter()
                .map(|claim| ClaimBody::new(claim, view.market, site))
                .collect(),
            doses: dose_bodies(&view),
            articles: links(&view.articles, Role::Mention),
            protocols: links(&view.protocols, Role::Step),
            product: ProductItem::new(view, site),
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
    let shape = Shape::parse(query.fields.as_deref(), query.expand.as_deref())?;
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
    let site = &state.config.public_url;
    let items: Vec<ProductBody> = views
        .into_iter()
        .map(|view| ProductBody::new(view, site))
        .collect();
    let list = List {
        items,
        next_cursor: list.next.map(|cursor| cursor.to_string()),
    };
    shape.respond(&conn, &request, &list, (market, site)).await
}

/// A product.
///
/// # Errors
/// Not found or withdrawn.
#[utoipa::path(
    get,
    path = "/api/v1/products/{slug}",
    tag = "products",
    params(("slug" = String, Path, description = "Its slug"), SoldQuery),
    responses((status = 200, body = ProductBody), (status = 400, body = Problem), (status = 404, body = Problem), (status = 410, body = Problem)),
)]
pub async fn find_product(
    state: State,
    request: HttpRequest,
    slug: web::Path<String>,
    query: web::Query<SoldQuery>,
) -> ApiResult {
    let market = query.market()?;
    let shape = Shape::parse(query.fields.as_deref(), query.expand.as_deref())?;
    let slug = Slug::parse(&slug)?;
    let conn = state.db.read().await?;
    let product: Published<ProductDocument> = read::by_slug(&conn, slug.as_str())
        .await
        .map_err(|error| moved_here(error, &request))?;
    if product.document.texts_in(market).is_none() {
        return Err(AppError::NotFound.into());
    }
    let view = ProductView::complete(&conn, product, market).await?;
    let label_findings = (market == Market::Us).then(|| label_findings(&view.product.document));
    let site = &state.config.public_url;
    let body = ProductBody {
        label_findings,
        ..ProductBody::new(view, site)
    };
    shape.respond(&conn, &request, &body, (market, site)).await
}
