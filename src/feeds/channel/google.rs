//! Google Merchant Center's product data, as RSS 2.0 with the namespace `g` and as a table separated by tabs.

use askama::Template;

use super::listing::{Listing, amount, google_category};
use super::words::{clean, shortened};
use crate::catalog::offer::model::Availability;
use crate::catalog::variant::model::NetQuantity;
use crate::error::AppError;
use crate::feeds::feed::About;

/// Longest title, in characters.
const TITLE: usize = 150;
/// Longest description, in characters.
const DESCRIPTION: usize = 5_000;
/// Longest brand, in characters.
const BRAND: usize = 70;
/// Most further pictures.
const MORE_IMAGES: usize = 10;

/// The end of the RSS document.
pub const XML_FOOT: &str = "</channel>\n</rss>\n";

/// The columns of the table.
const COLUMNS: &[&str] = &[
    "id",
    "title",
    "description",
    "link",
    "image_link",
    "additional_image_link",
    "availability",
    "price",
    "sale_price",
    "brand",
    "gtin",
    "condition",
    "google_product_category",
    "product_type",
    "item_group_id",
    "size",
    "unit_pricing_measure",
    "unit_pricing_base_measure",
];

#[derive(Template)]
#[template(path = "feeds/google_head.xml")]
struct Head<'a> {
    about: &'a About<'a>,
}

#[derive(Template)]
#[template(path = "feeds/google_item.xml")]
struct Items {
    items: Vec<Item>,
}

/// One item in Google's words.
struct Item {
    id: String,
    title: String,
    description: String,
    link: String,
    image_link: Option<String>,
    additional_image_links: Vec<String>,
    availability: &'static str,
    price: String,
    sale_price: Option<String>,
    brand: Option<String>,
    gtin: Option<String>,
    category: u32,
    product_type: Option<String>,
    item_group_id: Option<String>,
    size: String,
    unit_pricing: Option<(String, String)>,
}

impl Item {
    /// Nothing for what is no longer made: it leaves the feed.
    fn new(listing: &Listing) -> Option<Self> {
        let mut images = listing.images.iter().map(|image| image.url.clone());
        let price = listing.list_price.unwrap_or(listing.price);
        Some(Self {
            availability: availability(listing.availability)?,
            id: listing.sku.clone(),
            title: shortened(&clean(&listing.title), TITLE),
            description: shortened(&clean(&listing.description), DESCRIPTION),
            link: listing.url.clone(),
            image_link: images.next(),
            additional_image_links: images.take(MORE_IMAGES).collect(),
            price: amount(price),
            sale_price: listing.list_price.map(|_| amount(listing.price)),
            brand: listing
                .brand
                .as_ref()
                .map(|brand| shortened(&clean(brand), BRAND)),
            gtin: listing.gtin.as_ref().map(ToString::to_string),
            category: google_category(listing.form),
            product_type: product_type(&listing.categories),
            item_group_id: listing.has_siblings.then(|| listing.group.clone()),
            size: shortened(&clean(&listing.size), 100),
            unit_pricing: listing.net_quantity.as_ref().and_then(unit_pricing),
        })
    }

    fn cells(&self) -> Vec<String> {
        let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
        let (measure, base) = self.unit_pricing.clone().unwrap_or_default();
        vec![
            self.id.clone(),
            self.title.clone(),
            self.description.clone(),
            self.link.clone(),
            or_empty(&self.image_link),
            self.additional_image_links.join(","),
            self.availability.to_owned(),
            self.price.clone(),
            or_empty(&self.sale_price),
            or_empty(&self.brand),
            or_empty(&self.gtin),
            "new".to_owned(),
            self.category.to_string(),
            or_empty(&self.product_type),
            or_empty(&self.item_group_id),
            self.size.clone(),
            measure,
            base,
        ]
    }
}

/// The shop's own categories as a path.
pub fn product_type(categories: &[String]) -> Option<String> {
    let path: Vec<String> = categories.iter().map(|category| clean(category)).collect();
    Some(path.join(" > ")).filter(|path| !path.is_empty())
}

const fn availability(availability: Availability) -> Option<&'static str> {
    match availability {
        Availability::InStock => Some("in_stock"),
        Availability::OutOfStock => Some("out_of_stock"),
        Availability::Backorder => Some("backorder"),
        Availability::Preorder => Some("preorder"),
        Availability::Discontinued => None,
    }
}

/// The measure and what its price refers to, in Google's units: pieces are `ct`.
fn unit_pricing(net: &NetQuantity) -> Option<(String, String)> {
    let unit = match net.unit.as_str() {
        "mcg" | "IU" => return None,
        "g" | "mg" | "kg" | "oz" | "lb" => net.unit.as_str(),
        "mL" => "ml",
        "L" => "l",
        "fl oz" => "floz",
        _ => "ct",
    };
    let written = |quantity: &NetQuantity| format!("{} {unit}", quantity.value.normalize());
    Some((written(net), written(&net.reference())))
}

/// The beginning of the RSS document.
///
/// # Errors
/// None in practice.
pub fn xml_head(about: &About<'_>) -> Result<String, AppError> {
    Ok(Head { about }.render()?)
}

/// The items of a product.
///
/// # Errors
/// None in practice.
pub fn xml(variants: &[Listing]) -> Result<String, AppError> {
    let items = variants.iter().filter_map(Item::new).collect();
    Ok(Items { items }.render()?)
}

/// The header of the table.
///
/// # Errors
/// None in practice.
pub fn tsv_head() -> Result<String, AppError> {
    super::table(b'\t', [COLUMNS.iter().map(ToString::to_string).collect()])
}

/// The rows of a product.
///
/// # Errors
/// None in practice.
pub fn tsv(variants: &[Listing]) -> Result<String, AppError> {
    let items = variants.iter().filter_map(Item::new);
    super::table(b'\t', items.map(|item| item.cells()))
}
