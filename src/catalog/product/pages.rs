//! The product page and its view structs.

use actix_web::http::header::{HeaderName, REFERER};
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::chip::Chip;
use super::claim_card::{ClaimCard, beside_claims, claim_card};
use super::document::{TextField, contained_allergens};
use super::doses::{AT_ONCE, doses};
use super::json_ld;
use super::list::{ListedProduct, no_picture, unit_price};
use super::lots::{LotLine, lot_lines};
use super::marked::{sentences, with_symbols};
use super::view::{ProductView, VariantView};
use crate::catalog::attribute::document::AttributeDocument;
use crate::catalog::formula::panel::{composition, panel};
use crate::catalog::market::Market;
use crate::catalog::market::page::page_in;
use crate::compliance::disclaimer::{SYMBOL, disclaimer};
use crate::compliance::facts_panel::Panel;
use crate::compliance::nutrition_reference::Composition;
use crate::content::markdown;
use crate::error::AppError;
use crate::evidence::claim::evidence_table::ReferenceNumbers;
use crate::evidence::dose::view::DoseBar;
use crate::evidence::reference::pages::ReferenceItem;
use crate::publishing::read::Published;
use crate::publishing::resolve::LinkedCard;
use crate::publishing::{Image, Slug};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::html::SafeHtml;
use crate::web::page::{PageCtx, PageResult, respond};

/// `?v=SKU` of a product page.
#[derive(Debug, Default, Deserialize)]
pub struct VariantQuery {
    v: Option<String>,
}

#[derive(Template)]
#[template(path = "catalog/product.html")]
struct ProductPage {
    page: PageCtx,
    preview: bool,
    name: String,
    brand: Option<LinkedCard>,
    form: &'static str,
    identity: &'static str,
    summary: SafeHtml,
    description: SafeHtml,
    image: Image,
    /// The other pictures, in their order.
    more_images: Vec<Image>,
    buy: BuyBox,
    option: String,
    tiles: Vec<VariantTile>,
    chips: Vec<Chip>,
    attributes: Vec<(String, String)>,
    /// Where it stands beside others; nowhere before it is public.
    compare: Option<String>,
    panel: Option<Panel>,
    composition: Option<Composition>,
    /// What the law of the market wants said beside claims.
    diet: Option<&'static str>,
    audience: Option<SafeHtml>,
    directions: SafeHtml,
    cautions: Option<SafeHtml>,
    storage: Option<SafeHtml>,
    claims: Vec<ClaimCard>,
    symbol: &'static str,
    disclaimer: Option<&'static str>,
    lots: Vec<LotLine>,
    doses: Vec<DoseBar>,
    more_doses: Vec<DoseBar>,
    dose_sources: Vec<String>,
    references: Vec<ReferenceItem>,
    articles: Vec<LinkedCard>,
    protocols: Vec<LinkedCard>,
    related: Vec<ListedProduct>,
}

/// Price and availability of the chosen variant.
struct BuyBox {
    title: String,
    sku: String,
    gtin: Option<String>,
    price: Option<String>,
    list_price: Option<String>,
    unit_price: Option<String>,
    per_day: Option<String>,
    availability: &'static str,
    can_be_ordered: bool,
}

/// A variant to choose.
struct VariantTile {
    title: String,
    price: String,
    path: String,
    is_chosen: bool,
    note: Option<&'static str>,
}

/// A product: `/products/{slug}`.
///
/// # Errors
/// Moved, gone or not found.
pub async fn product_page(
    state: State,
    request: HttpRequest,
    slug: web::Path<String>,
    query: web::Query<VariantQuery>,
    market: Market,
) -> PageResult {
    let slug = Slug::parse(&slug)?;
    let conn = state.db.read().await?;
    let view = ProductView::load(&conn, slug.as_str(), market).await?;
    drop(conn);
    let page = page_of(&state, &view, query.v.as_deref(), false)?;
    if let Some(referrer) = header(&request, &REFERER) {
        let site = &state.config.public_url;
        state.searches.opened_from(referrer, site);
    }
    respond(&request, &page, CachePolicy::Revalidate)
}

fn header<'a>(request: &'a HttpRequest, name: &HeaderName) -> Option<&'a str> {
    request.headers().get(name)?.to_str().ok()
}

/// The page of a view that may not be public yet, for the admin's preview.
///
/// # Errors
/// A template that fails.
pub fn preview(
    state: &State,
    request: &HttpRequest,
    view: &ProductView,
    sku: Option<&str>,
) -> PageResult {
    respond(
        request,
        &page_of(state, view, sku, true)?,
        CachePolicy::NoStore,
    )
}

fn page_of(
    state: &State,
    view: &ProductView,
    sku: Option<&str>,
    preview: bool,
) -> Result<ProductPage, AppError> {
    let document = &view.product.document;
    let texts = &view.texts;
    let shown_disclaimer = disclaimer(view.statements());
    let mut references = ReferenceNumbers::default();
    let claims: Vec<ClaimCard> = view
        .claims
        .iter()
        .filter_map(|claim| claim_card(view, claim, &mut references))
        .collect();
    let chosen = view.chosen(sku);
    let mut doses = doses(view, chosen);
    let formula = document.formula.as_ref();
    let panel = formula
        .filter(|_| view.market == Market::Us)
        .map(|formula| {
            panel(formula, contained_allergens(document), &|id| {
                let path = view.resolved.card(id.0)?.path?;
                Some(view.market.path(&path))
            })
        });
    let image = document.images.first().cloned().unwrap_or_else(no_picture);
    Ok(ProductPage {
        page: page_ctx(&state.config.public_url, view, &image, shown_disclaimer)?,
        preview,
        name: document.name.clone(),
        brand: view.brand.clone(),
        form: document.form.words(),
        identity: match view.market {
            Market::Us => "Dietary supplement",
            Market::Eu => "Food supplement",
        },
        summary: with_symbols(view, TextField::Summary, &texts.summary),
        description: markdown::render_marked(
            &texts.description,
            &sentences(view, TextField::Description),
            SYMBOL,
        ),
        buy: buy_box(chosen),
        option: document
            .options
            .first()
            .cloned()
            .unwrap_or_else(|| "Choose".to_owned()),
        tiles: view
            .variants
            .iter()
            .map(|variant| tile(variant, &view.path, chosen))
            .collect(),
        chips: document.assertions.iter().map(Chip::new).collect(),
        attributes: attributes(view)?,
        compare: (!preview).then(|| {
            let alone = format!("/compare?p={}", view.product.slug);
            view.market.path(&alone)
        }),
        panel,
        composition: formula
            .filter(|_| view.market == Market::Eu)
            .and_then(composition)
            .map(|table| without_repetition(table, texts.cautions.as_deref())),
        diet: beside_claims(view.market),
        audience: texts
            .audience
            .as_deref()
            .map(|text| with_symbols(view, TextField::Audience, text)),
        directions: with_symbols(view, TextField::Directions, &texts.directions),
        cautions: texts
            .cautions
            .as_deref()
            .map(|text| with_symbols(view, TextField::Cautions, text)),
        storage: texts
            .storage
            .as_deref()
            .map(|text| with_symbols(view, TextField::Storage, text)),
        claims,
        symbol: SYMBOL,
        disclaimer: shown_disclaimer,
        lots: lot_lines(view),
        more_doses: doses.bars.split_off(doses.bars.len().min(AT_ONCE)),
        doses: doses.bars,
        dose_sources: doses.sources,
        references: references.items,
        articles: view.articles.clone(),
        protocols: view.protocols.clone(),
        related: view.related.clone(),
        more_images: document.images.iter().skip(1).cloned().collect(),
        image,
    })
}

/// What the product states for its public attributes: name and value.
fn attributes(view: &ProductView) -> Result<Vec<(String, String)>, AppError> {
    let mut lines = Vec::new();
    for stated in &view.product.document.attributes {
        let attribute: Option<Published<AttributeDocument>> =
            view.resolved.document(stated.attribute_id.0)?;
        let Some(attribute) = attribute.filter(|attribute| attribute.document.is_public) else {
            continue;
        };
        let value = match attribute.document.unit {
            Some(unit) => format!("{} {unit}", stated.value),
            None => stated.value.clone(),
        };
        lines.push((attribute.document.name, value));
    }
    Ok(lines)
}

fn page_ctx(
    site: &str,
    view: &ProductView,
    image: &Image,
    shown_disclaimer: Option<&str>,
) -> Result<PageCtx, AppError> {
    let steps: Vec<(&str, &str)> = view
        .categories
        .iter()
        .map(|card| {
            (
                card.card.title.as_str(),
                card.path.as_deref().unwrap_or("/products"),
            )
        })
        .collect();
    let picture = image.preview();
    let path = view.product.path.as_deref().unwrap_or_default();
    let name = view.product.document.name.clone();
    let mut page = page_in(site, view.market, path, name, &view.markets())
        .described(json_ld::described(view))
        .in_section("products")
        .with_twin()
        .under(&steps)
        .with_json_ld(json_ld::product_nodes(view, site, shown_disclaimer))?;
    page.title = json_ld::full_name(view);
    page.og_type = "product";
    page.image = picture.map(|path| format!("{site}{path}"));
    Ok(page)
}

/// The table without the warnings of the law where the maker's own cautions give them.
fn without_repetition(mut table: Composition, cautions: Option<&str>) -> Composition {
    if cautions.is_some_and(|text| text.contains("not exceed") && text.contains("substitute")) {
        table.statements.clear();
    }
    table
}

fn buy_box(chosen: Option<&VariantView>) -> BuyBox {
    let offer = chosen.and_then(|view| view.offer);
    BuyBox {
        title: chosen
            .map(|view| view.variant.title.clone())
            .unwrap_or_default(),
        sku: chosen
            .map(|view| view.variant.sku.clone())
            .unwrap_or_default(),
        gtin: chosen
            .and_then(|view| view.variant.gtin.as_ref())
            .map(ToString::to_string),
        price: offer.map(|offer| offer.price.to_string()),
        list_price: offer
            .and_then(|offer| offer.list_price)
            .map(|price| price.to_string()),
        unit_price: chosen.and_then(unit_price),
        per_day: chosen
            .and_then(|view| view.cost_per_day)
            .map(|price| price.to_string()),
        availability: offer.map_or("Price on request", |offer| offer.availability.words()),
        can_be_ordered: offer.is_some_and(|offer| offer.availability.can_be_ordered()),
    }
}

fn tile(view: &VariantView, path: &str, chosen: Option<&VariantView>) -> VariantTile {
    let availability = view.offer.map(|offer| offer.availability);
    VariantTile {
        title: view.variant.title.clone(),
        price: view.offer.map_or_else(
            || "No price yet".to_owned(),
            |offer| offer.price.to_string(),
        ),
        path: format!("{path}?v={}", view.variant.sku),
        is_chosen: chosen.is_some_and(|chosen| chosen.variant.id == view.variant.id),
        note: availability
            .filter(|a| *a != crate::catalog::offer::model::Availability::InStock)
            .map(|a| a.words()),
    }
}
