//! Meta's catalog, as a table separated by commas.

use super::google::product_type;
use super::listing::{Listing, amount, google_category};
use super::words::{clean, shortened};
use crate::catalog::offer::model::Availability;
use crate::error::AppError;

/// Longest title, in characters.
const TITLE: usize = 200;
/// Longest description, in characters.
const DESCRIPTION: usize = 9_999;
/// Longest brand, in characters.
const BRAND: usize = 100;
/// Most further pictures.
const MORE_IMAGES: usize = 20;

const COLUMNS: &[&str] = &[
    "id",
    "title",
    "description",
    "availability",
    "condition",
    "price",
    "sale_price",
    "link",
    "image_link",
    "additional_image_link",
    "brand",
    "gtin",
    "item_group_id",
    "size",
    "google_product_category",
    "product_type",
];

/// The header of the table.
///
/// # Errors
/// None in practice.
pub fn head() -> Result<String, AppError> {
    super::table(b',', [COLUMNS.iter().map(ToString::to_string).collect()])
}

/// The rows of a product.
///
/// # Errors
/// None in practice.
pub fn rows(variants: &[Listing]) -> Result<String, AppError> {
    super::table(b',', variants.iter().map(cells))
}

fn cells(listing: &Listing) -> Vec<String> {
    let mut images = listing.images.iter().map(|image| image.url.clone());
    let brand = listing.brand.as_deref().unwrap_or_default();
    let group = listing.has_siblings.then(|| listing.group.clone());
    vec![
        listing.sku.clone(),
        shortened(&clean(&listing.title), TITLE),
        shortened(&clean(&listing.description), DESCRIPTION),
        availability(listing.availability).to_owned(),
        "new".to_owned(),
        amount(listing.list_price.unwrap_or(listing.price)),
        listing
            .list_price
            .map(|_| amount(listing.price))
            .unwrap_or_default(),
        listing.url.clone(),
        images.next().unwrap_or_default(),
        images.take(MORE_IMAGES).collect::<Vec<_>>().join(","),
        shortened(&clean(brand), BRAND),
        listing
            .gtin
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        group.unwrap_or_default(),
        clean(&listing.size),
        google_category(listing.form).to_string(),
        product_type(&listing.categories).unwrap_or_default(),
    ]
}

/// Meta writes these words apart.
const fn availability(availability: Availability) -> &'static str {
    match availability {
        Availability::InStock => "in stock",
        Availability::OutOfStock => "out of stock",
        Availability::Backorder => "available for order",
        Availability::Preorder => "preorder",
        Availability::Discontinued => "discontinued",
    }
}
