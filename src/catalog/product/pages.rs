//! The product page and its view structs.

use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::json_ld;
use super::list::{ListedProduct, no_picture, unit_price};
use super::view::{ProductView, VariantView};
use crate::catalog::assertion::model::{Assertion, Statement};
use crate::catalog::formula::panel::panel;
use crate::compliance::disclaimer::{SYMBOL, disclaimer};
use crate::compliance::facts_panel::{AmountState, BlockKind, Panel, PanelRow, PercentCell};
use crate::content::markdown;
use crate::error::AppError;
use crate::evidence::claim::evidence_table::{
    EvidenceLine, ReferenceNumbers, evidence_lines, studies,
};
use crate::evidence::claim::view::ClaimView;
use crate::evidence::reference::pages::ReferenceItem;
use crate::publishing::resolve::LinkedCard;
use crate::publishing::{Image, Slug};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::html::SafeHtml;
use crate::web::page::{PageCtx, PageResult, respond};

/// `?v=SKU` of a product page.
#[derive(Debug, Deserialize)]
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
    summary: String,
    description: SafeHtml,
    image: Image,
    buy: BuyBox,
    option: String,
    tiles: Vec<VariantTile>,
    chips: Vec<Chip>,
    panel: Option<PanelView>,
    audience: Option<String>,
    directions: String,
    cautions: Option<String>,
    storage: Option<String>,
    claims: Vec<ClaimCard>,
    symbol: &'static str,
    disclaimer: Option<&'static str>,
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

/// A free-from or contains statement that opens its basis.
struct Chip {
    label: String,
    sort: &'static str,
    sign: &'static str,
    basis: String,
}

/// The Supplement Facts panel with what templates need to lay it out.
pub struct PanelView {
    panel: Panel,
    columns: usize,
}

impl PanelView {
    fn rows(&self) -> Vec<PanelLine<'_>> {
        let mut lines = Vec::new();
        for block in &self.panel.blocks {
            for (at, row) in block.rows.iter().enumerate() {
                let bar = if at > 0 {
                    "hairline"
                } else if block.kind == BlockKind::Other {
                    "heavy"
                } else {
                    "light"
                };
                lines.push(PanelLine { row, bar });
            }
        }
        lines
    }

    fn has_unstated(&self) -> bool {
        self.panel
            .blocks
            .iter()
            .flat_map(|block| &block.rows)
            .flat_map(|row| &row.cells)
            .any(|cell| cell.amount_state == AmountState::NotDeclared)
    }
}

struct PanelLine<'a> {
    row: &'a PanelRow,
    bar: &'static str,
}

impl PanelLine<'_> {
    /// Amount and percent of each serving size, in words where there is no number.
    fn cells(&self) -> Vec<(String, bool, String)> {
        self.row
            .cells
            .iter()
            .map(|cell| {
                let unstated = cell.amount_state == AmountState::NotDeclared;
                let amount = if unstated {
                    "not stated".to_owned()
                } else {
                    cell.amount.clone()
                };
                let percent = match &cell.percent {
                    PercentCell::Value(text)
                    | PercentCell::LessThanOne(text)
                    | PercentCell::NotEstablished(text) => text.clone(),
                    PercentCell::None => String::new(),
                };
                (amount, unstated, percent)
            })
            .collect()
    }
}

/// A claim where the product is sold.
struct ClaimCard {
    anchor: String,
    wording: String,
    ingredient: Option<LinkedCard>,
    topic: Option<LinkedCard>,
    amount: Option<String>,
    studies: String,
    rows: Vec<EvidenceLine>,
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
) -> PageResult {
    let slug = Slug::parse(&slug)?;
    let conn = state.db.read().await?;
    let view = ProductView::load(&conn, slug.as_str(), crate::catalog::market::Market::Us).await?;
    drop(conn);
    let page = page_of(&state, &view, query.v.as_deref(), false)?;
    respond(&request, &page, CachePolicy::Revalidate)
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
    let path = view.product.path.clone().unwrap_or_default();
    let shown_disclaimer = disclaimer(view.statements());
    let mut references = ReferenceNumbers::default();
    let claims: Vec<ClaimCard> = view
        .claims
        .iter()
        .map(|claim| claim_card(view, claim, &mut references))
        .collect();
    let chosen = view.chosen(sku);
    let panel = document.formula.as_ref().map(|formula| {
        let contains = document
            .assertions
            .iter()
            .filter(|a| a.statement == Statement::Contains && a.is_allergen());
        let contains = contains.map(Assertion::substance_words).collect();
        let panel = panel(formula, contains, &|id| {
            view.resolved.card(id.0).and_then(|card| card.path)
        });
        PanelView {
            columns: 1 + panel.columns.len() * 2,
            panel,
        }
    });
    let image = document.images.first().cloned().unwrap_or_else(no_picture);
    Ok(ProductPage {
        page: page_ctx(
            &state.config.public_url,
            view,
            &path,
            &image,
            shown_disclaimer,
        )?,
        preview,
        name: document.name.clone(),
        brand: view.brand.clone(),
        form: document.form.words(),
        summary: document.summary.clone(),
        description: markdown::render_plain(&document.description),
        buy: buy_box(chosen),
        option: document
            .options
            .first()
            .cloned()
            .unwrap_or_else(|| "Choose".to_owned()),
        tiles: view
            .variants
            .iter()
            .map(|variant| tile(variant, &path, chosen))
            .collect(),
        chips: document.assertions.iter().map(chip).collect(),
        panel,
        audience: document.audience.clone(),
        directions: document.directions.clone(),
        cautions: document.cautions.clone(),
        storage: document.storage.clone(),
        claims,
        symbol: SYMBOL,
        disclaimer: shown_disclaimer,
        references: references.items,
        articles: view.articles.clone(),
        protocols: view.protocols.clone(),
        related: view.related.clone(),
        image,
    })
}

fn page_ctx(
    site: &str,
    view: &ProductView,
    path: &str,
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
    let picture = image.social.as_deref().or(image.raster.as_deref());
    let mut page = PageCtx::new(site, path, view.product.document.name.clone())
        .described(view.product.document.summary.clone())
        .in_section("products")
        .under(&steps)
        .with_json_ld(json_ld::product_nodes(view, site, shown_disclaimer))?;
    page.title = json_ld::full_name(view);
    page.og_type = "product";
    page.image = picture.map(|path| format!("{site}{path}"));
    Ok(page)
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

fn chip(assertion: &Assertion) -> Chip {
    let substance = assertion.substance_words();
    let (label, sort, sign) = match assertion.statement {
        Statement::FreeFrom => (format!("No {substance}"), "free", "✓"),
        Statement::Contains => (format!("Contains {substance}"), "contains", "!"),
        Statement::MayContain => (format!("May contain {substance}"), "contains", "!"),
        Statement::Unknown => (format!("{substance}: not stated"), "unknown", "?"),
    };
    let mut basis = format!("Rests on {}", assertion.basis.words());
    if let Some(document) = &assertion.document {
        basis.push_str(&format!(": {document}"));
    }
    if let Some(date) = assertion.as_of {
        basis.push_str(&format!(", {}", date.format("%B %-d, %Y")));
    }
    Chip {
        label,
        sort,
        sign,
        basis: format!("{}.", basis.trim_end_matches('.')),
    }
}

fn claim_card(
    view: &ProductView,
    claim: &ClaimView,
    references: &mut ReferenceNumbers,
) -> ClaimCard {
    ClaimCard {
        anchor: claim.claim.slug.clone(),
        wording: claim
            .product_wording(view.market)
            .unwrap_or_default()
            .to_owned(),
        amount: claim
            .ingredient
            .as_ref()
            .and_then(|ingredient| view.amount_of(ingredient.id)),
        ingredient: claim.ingredient.clone(),
        topic: claim.topic.clone(),
        studies: studies(claim),
        rows: evidence_lines(claim, references),
    }
}
