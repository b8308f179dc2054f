//! The product feed of the Agentic Commerce Protocol, version 2026-04-17: a product a line, and what the feed is.

use serde::Serialize;
use serde_json::{Value, json};

use super::agentic::{media, price, unit_price};
use super::google::product_type;
use super::listing::{Listing, google_category};
use crate::catalog::market::Market;
use crate::error::AppError;

/// What the feed is: `metadata.json`.
#[derive(Debug, Serialize)]
pub struct Metadata {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_country: Option<&'static str>,
    updated_at: String,
}

impl Metadata {
    /// Of a market, as of a time in RFC 3339. A market of many countries names none.
    pub fn new(market: Market, updated_at: String) -> Self {
        Self {
            id: format!("formulary-{market}"),
            target_country: (market == Market::Us).then_some("US"),
            updated_at,
        }
    }
}

/// The line of a product.
///
/// # Errors
/// None in practice.
pub fn line(variants: &[Listing], shop: &str) -> Result<String, AppError> {
    let Some(first) = variants.first() else {
        return Ok(String::new());
    };
    let variants: Vec<Value> = variants
        .iter()
        .map(|variant| of_variant(variant, shop))
        .collect();
    let product = json!({
        "id": first.group,
        "title": first.product,
        "description": { "plain": first.description },
        "url": first.product_url,
        "media": media(first),
        "variants": variants,
    });
    Ok(serde_json::to_string(&product)? + "\n")
}

fn of_variant(listing: &Listing, shop: &str) -> Value {
    let mut categories = vec![json!({
        "value": google_category(listing.form).to_string(), "taxonomy": "google_product_category"
    })];
    categories.extend(
        product_type(&listing.categories)
            .map(|path| json!({ "value": path, "taxonomy": "merchant" })),
    );
    let options = listing.options.iter();
    let options: Vec<Value> = options
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    let mut variant = json!({
        "id": listing.sku,
        "title": listing.title,
        "description": { "plain": listing.description },
        "url": listing.url,
        "price": price(listing.price),
        "availability": {
            "available": listing.availability.can_be_ordered(),
            "status": listing.availability.as_str(),
        },
        "categories": categories,
        "condition": ["new"],
        "variant_options": options,
        "media": media(listing),
        "seller": { "name": shop },
    });
    let mut set = |key: &str, value: Option<Value>| {
        if let (Some(value), Some(fields)) = (value, variant.as_object_mut()) {
            fields.insert(key.to_owned(), value);
        }
    };
    let gtin = listing.gtin.as_ref();
    set(
        "barcodes",
        gtin.map(|gtin| json!([{ "type": "GTIN", "value": gtin }])),
    );
    set("list_price", listing.list_price.map(price));
    set("unit_price", unit_price(listing));
    variant
}
