//! Products in lists: what a card shows.

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use futures_util::future::try_join;
use uuid::Uuid;

use super::document::ProductDocument;
use super::model::ProductId;
use super::view::VariantView;
use crate::catalog::assertion::model::Statement;
use crate::catalog::formula::model::{FormulaRow, RowKind};
use crate::catalog::market::Market;
use crate::catalog::offer::model::{Availability, OfferRow};
use crate::catalog::offer::queries::offers_of;
use crate::error::AppError;
use crate::publishing::read::Published;
use crate::publishing::resolve::{self, LinkedCard};
use crate::publishing::{Image, Role};
use crate::web::assets;

/// Most free-from marks on a card.
const MARKS: usize = 3;
/// Shortest word of a row by which a product may be named; shorter ones, such as "iron", must match whole.
const MIN_WORD: usize = 5;
/// More substances than these are counted instead of named.
const MANY: usize = 6;

/// A product as a list shows it.
#[derive(Debug, Clone)]
pub struct ListedProduct {
    /// Its id.
    pub id: Uuid,
    /// Its address.
    pub path: String,
    /// Its name.
    pub name: String,
    /// Name of its brand.
    pub brand: String,
    /// Its picture.
    pub image: Image,
    /// Main ingredient with its amount, and the form.
    pub facts: Vec<String>,
    /// What it is free from.
    pub marks: Vec<String>,
    /// Lowest price, with `from` when variants differ.
    pub price: Option<String>,
    /// Price it is reduced from.
    pub list_price: Option<String>,
    /// Price for a reference quantity.
    pub unit_price: Option<String>,
    /// What stands in the way of buying it, if anything.
    pub availability: Option<&'static str>,
    /// Its slug, where products can be chosen to be compared.
    pub compare: Option<String>,
}

impl ListedProduct {
    /// From a document and the offers in force, cheapest first.
    pub fn new(
        product: Published<ProductDocument>,
        brand: Option<String>,
        offers: &[OfferRow],
        market: Market,
    ) -> Self {
        let document = product.document;
        let views: Vec<VariantView> = document
            .variants
            .iter()
            .map(|variant| VariantView::new(variant.clone(), document.formula.as_ref(), offers))
            .collect();
        let cheapest = views
            .iter()
            .filter_map(|view| view.offer.map(|offer| (view, offer)))
            .min_by_key(|(_, offer)| (!offer.availability.can_be_ordered(), offer.price.minor));
        let prices: Vec<i64> = views
            .iter()
            .filter_map(|view| view.offer)
            .map(|offer| offer.price.minor)
            .collect();
        let differ = prices.iter().min() != prices.iter().max();
        Self {
            id: product.entity_id,
            path: market.path(&product.path.unwrap_or_default()),
            facts: facts(&document),
            marks: marks(&document),
            price: cheapest
                .map(|(_, offer)| format!("{}{}", if differ { "from " } else { "" }, offer.price)),
            list_price: cheapest
                .filter(|_| !differ)
                .and_then(|(_, offer)| offer.list_price)
                .map(|price| price.to_string()),
            unit_price: cheapest.and_then(|(view, _)| unit_price(view)),
            availability: cheapest
                .map(|(_, offer)| offer.availability)
                .filter(|availability| *availability != Availability::InStock)
                .map(Availability::words),
            compare: None,
            image: document
                .images
                .into_iter()
                .next()
                .unwrap_or_else(no_picture),
            name: document.name,
            brand: brand.unwrap_or_default(),
        }
    }
}

/// `$0.29 per capsule`, or `$8.20 per 100 g`.
pub fn unit_price(view: &VariantView) -> Option<String> {
    let (price, reference) = view.unit_price.as_ref()?;
    let reference = reference.to_string();
    Some(format!(
        "{price} per {}",
        reference.strip_prefix("1 ").unwrap_or(&reference)
    ))
}

/// The picture of a product that has none.
pub fn no_picture() -> Image {
    Image {
        path: assets::path("no-picture.svg").to_owned(),
        width: 1000,
        height: 1000,
        alt: "No picture yet".to_owned(),
        raster: None,
        social: None,
        renditions: Vec::new(),
    }
}

/// What it mainly holds, and the form.
pub fn facts(document: &ProductDocument) -> Vec<String> {
    let mut facts: Vec<String> = main_fact(document).into_iter().collect();
    facts.push(document.form.words().to_owned());
    facts
}

/// The row that the product is named after; else how much there is of everything, or the first substance.
fn main_fact(document: &ProductDocument) -> Option<String> {
    let rows = &document.formula.as_ref()?.rows;
    let name = document.name.to_lowercase();
    let is_in_name = |row: &&FormulaRow| {
        let row_name = row.name.to_lowercase();
        let first = row_name.split_whitespace().next().unwrap_or_default();
        name.contains(&row_name) || (first.chars().count() >= MIN_WORD && name.contains(first))
    };
    let substances = || rows.iter().filter(|row| row.kind != RowKind::Energy);
    if let Some(row) = substances().find(is_in_name) {
        return Some(with_amount(row));
    }
    let known = substances()
        .filter(|row| row.ingredient_id.is_some())
        .count();
    if known > MANY {
        return Some(format!("{known} vitamins, minerals and other nutrients"));
    }
    let first = substances()
        .find(|row| row.ingredient_id.is_some())
        .or_else(|| substances().next());
    first.map(with_amount)
}

fn with_amount(row: &FormulaRow) -> String {
    match row.quantity() {
        Some(quantity) => format!("{} {quantity}", row.name),
        None => row.name.clone(),
    }
}

/// What it is free from.
pub fn marks(document: &ProductDocument) -> Vec<String> {
    let free = document
        .assertions
        .iter()
        .filter(|assertion| assertion.statement == Statement::FreeFrom);
    free.take(MARKS)
        .map(|assertion| format!("No {}", assertion.substance_words()))
        .collect()
}

/// Documents that are at hand as cards, in two statements.
///
/// # Errors
/// What the database refuses.
pub async fn cards_of(
    conn: &AsyncPgConnection,
    products: Vec<Published<ProductDocument>>,
    market: Market,
) -> Result<Vec<ListedProduct>, AppError> {
    let ids: Vec<Uuid> = products.iter().map(|product| product.entity_id).collect();
    let product_ids: Vec<ProductId> = ids.iter().copied().map(ProductId).collect();
    let (brands, offers) = try_join(
        resolve::targets(conn, &ids, Role::Brand),
        offers_of(conn, &product_ids, market),
    )
    .await?;
    Ok(products
        .into_iter()
        .map(|product| listed(product, &brands, &offers, market))
        .collect())
}

fn listed(
    product: Published<ProductDocument>,
    brands: &HashMap<Uuid, LinkedCard>,
    offers: &[OfferRow],
    market: Market,
) -> ListedProduct {
    let brand = brands
        .get(&product.entity_id)
        .map(|card| card.card.title.clone());
    ListedProduct::new(product, brand, offers, market)
}
