//! OpenAI's product feed, a row a variant: lines of JSON, and the same as a table separated by commas.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::google::product_type;
use super::listing::{Listing, amount};
use super::words::{clean, shortened};
use crate::catalog::market::Market;
use crate::catalog::offer::model::Availability;
use crate::error::AppError;

/// Longest title, in characters.
const TITLE: usize = 150;
/// Longest description, in characters.
const DESCRIPTION: usize = 5_000;
/// Longest name of a brand or seller, in characters.
const NAME: usize = 70;
/// Longest size, in characters.
const SIZE: usize = 20;

/// One row.
#[derive(Serialize)]
struct Row {
    item_id: String,
    title: String,
    description: String,
    url: String,
    brand: String,
    image_url: String,
    additional_image_urls: Vec<String>,
    price: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sale_price: Option<String>,
    availability: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    group_id: Option<String>,
    listing_has_variations: bool,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    variant_dict: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gtin: Option<String>,
    condition: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    product_category: Option<String>,
    size: String,
    seller_name: String,
    seller_url: String,
    target_countries: &'static str,
    is_eligible_search: bool,
    is_eligible_checkout: bool,
}

/// The columns of the table, as the fields of a row.
const COLUMNS: &[&str] = &[
    "item_id",
    "title",
    "description",
    "url",
    "brand",
    "image_url",
    "additional_image_urls",
    "price",
    "sale_price",
    "availability",
    "group_id",
    "listing_has_variations",
    "variant_dict",
    "gtin",
    "condition",
    "product_category",
    "size",
    "seller_name",
    "seller_url",
    "target_countries",
    "is_eligible_search",
    "is_eligible_checkout",
];

impl Row {
    /// Nothing for what is no longer made: it leaves the feed.
    fn new(listing: &Listing, market: Market, shop: &str) -> Option<Self> {
        let mut images = listing.images.iter().map(|image| image.url.clone());
        let site = listing.product_url.find("/products/");
        let site = site.and_then(|end| listing.product_url.get(..end));
        let brand = listing.brand.as_deref().unwrap_or_default();
        Some(Self {
            availability: availability(listing.availability)?,
            item_id: listing.sku.clone(),
            title: shortened(&clean(&listing.title), TITLE),
            description: shortened(&clean(&listing.description), DESCRIPTION),
            url: listing.url.clone(),
            brand: shortened(&clean(brand), NAME),
            image_url: images.next().unwrap_or_default(),
            additional_image_urls: images.collect(),
            price: amount(listing.list_price.unwrap_or(listing.price)),
            sale_price: listing.list_price.map(|_| amount(listing.price)),
            group_id: listing.has_siblings.then(|| listing.group.clone()),
            listing_has_variations: listing.has_siblings,
            variant_dict: listing.options.iter().cloned().collect(),
            gtin: listing.gtin.as_ref().map(ToString::to_string),
            condition: "new",
            product_category: product_type(&listing.categories),
            size: shortened(&clean(&listing.size), SIZE),
            seller_name: shortened(&clean(shop), NAME),
            seller_url: site.unwrap_or_default().to_owned(),
            target_countries: countries(market),
            is_eligible_search: true,
            is_eligible_checkout: false,
        })
    }
}

const fn availability(availability: Availability) -> Option<&'static str> {
    match availability {
        Availability::InStock => Some("in_stock"),
        Availability::OutOfStock => Some("out_of_stock"),
        Availability::Backorder => Some("backorder"),
        Availability::Preorder => Some("pre_order"),
        Availability::Discontinued => None,
    }
}

/// The countries of a market, ISO 3166-1: all that pay in its currency by law.
const fn countries(market: Market) -> &'static str {
    match market {
        Market::Us => "US",
        Market::Eu => "AT,BE,BG,CY,DE,EE,ES,FI,FR,GR,HR,IE,IT,LT,LU,LV,MT,NL,PT,SI,SK",
    }
}

/// The lines of a product.
///
/// # Errors
/// None in practice.
pub fn lines(variants: &[Listing], market: Market, shop: &str) -> Result<String, AppError> {
    let rows = variants
        .iter()
        .filter_map(|listing| Row::new(listing, market, shop));
    let mut lines = String::new();
    for row in rows {
        lines += &serde_json::to_string(&row)?;
        lines.push('\n');
    }
    Ok(lines)
}

/// The header of the table.
///
/// # Errors
/// None in practice.
pub fn csv_head() -> Result<String, AppError> {
    super::table(b',', [COLUMNS.iter().map(ToString::to_string).collect()])
}

/// The rows of a product.
///
/// # Errors
/// None in practice.
pub fn rows(variants: &[Listing], market: Market, shop: &str) -> Result<String, AppError> {
    let rows = variants
        .iter()
        .filter_map(|listing| Row::new(listing, market, shop));
    let rows: Vec<Vec<String>> = rows
        .map(|row| Ok(cells(&serde_json::to_value(row)?)))
        .collect::<Result<_, AppError>>()?;
    super::table(b',', rows)
}

/// The cells of a row: a list separated by commas, what has parts as JSON.
fn cells(row: &Value) -> Vec<String> {
    let cell = |column: &&str| match row.get(column) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(texts)) => {
            let texts: Vec<&str> = texts.iter().filter_map(Value::as_str).collect();
            texts.join(",")
        }
        Some(other) => other.to_string(),
    };
    COLUMNS.iter().map(cell).collect()
}
