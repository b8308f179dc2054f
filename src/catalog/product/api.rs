//! The JSON of products, rendered from the same view as the page.

use actix_web::{HttpRequest, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::json_ld::full_name;
use super::model::Form;
use super::view::{ProductView, VariantView};
use crate::api::body::{ClaimBody, LinkBody, List, ListQuery};
use crate::catalog::assertion::model::Assertion;
use crate::catalog::formula::model::Formula;
use crate::catalog::market::{Market, Money};
use crate::catalog::offer::model::Offer;
use crate::catalog::variant::model::{NetQuantity, VariantDocument};
use crate::compliance::disclaimer::disclaimer;
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
    assertions: Vec<Assertion>,
    /// Claims that may be shown where it is sold. Show `disclaimer` with them.
    claims: Vec<ClaimBody>,
    /// The words of 21 CFR 101.93(c) for the claims above; `null` when there is none.
    disclaimer: Option<&'static str>,
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
        let links = |cards: &[crate::publishing::resolve::LinkedCard], role: Role| {
            cards
                .iter()
                .map(|card| LinkBody::new(card, role, site))
                .collect()
        };
        Self {
            id: product.entity_id,
            slug: product.slug.clone(),
            url: product.path.as_ref().map(|path| format!("{site}{path}")),
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
            summary: document.summary.clone(),
            description: document.description.clone(),
            audience: document.audience.clone(),
            directions: document.directions.clone(),
            cautions: document.cautions.clone(),
            storage: document.storage.clone(),
            images: document
                .images
                .iter()
                .map(|image| absolute(image, site))
                .collect(),
            options: document.options.clone(),
            variants: view.variants.iter().map(VariantBody::new).collect(),
            formula: document.formula.clone(),
            assertions: document.assertions.clone(),
            claims: view
                .claims
                .iter()
                .map(|claim| ClaimBody::new(claim, view.market, site))
                .collect(),
            disclaimer: disclaimer(view.statements()),
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

fn absolute(image: &Image, site: &str) -> Image {
    let full = |path: &String| format!("{site}{path}");
    Image {
        path: full(&image.path),
        raster: image.raster.as_ref().map(full),
        social: image.social.as_ref().map(full),
        ..image.clone()
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
    params(ListQuery),
    responses((status = 200, body = List<ProductBody>), (status = 400, body = Problem)),
)]
pub async fn list_products(
    state: State,
    request: HttpRequest,
    query: web::Query<ListQuery>,
) -> ApiResult {
    let page = query.page_request()?;
    let conn = state.db.read().await?;
    let list = read::list(&conn, Kind::Product, &Filter::default(), &page).await?;
    let products: Vec<Published<_>> = list
        .items
        .into_iter()
        .map(Stored::decode)
        .collect::<Result<_, _>>()
        .map_err(AppError::from)?;
    let views = ProductView::complete_all(&conn, products, Market::Us, false).await?;
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
    params(("slug" = String, Path, description = "Its slug")),
    responses((status = 200, body = ProductBody), (status = 404, body = Problem), (status = 410, body = Problem)),
)]
pub async fn find_product(
    state: State,
    request: HttpRequest,
    slug: web::Path<String>,
) -> ApiResult {
    let slug = Slug::parse(&slug)?;
    let conn = state.db.read().await?;
    let product = read::by_slug(&conn, slug.as_str()).await?;
    let view = ProductView::complete(&conn, product, Market::Us).await?;
    respond(&request, &ProductBody::new(&view, &state.config.public_url))
}
