//! Holds a product against what a channel asks.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::channel::{Channel, Limits};
use crate::catalog::offer::model::Availability;
use crate::catalog::product::json_ld::product_nodes;
use crate::catalog::product::view::{ProductView, VariantView};
use crate::content::plain::plain;
use crate::feeds::channel::listing::{Listing, is_refused, of_product};
use crate::feeds::channel::words;
use crate::text_enum;

text_enum! {
    /// What a channel would do.
    Consequence {
        /// It is not in the feed at all.
        LeftOut = "left_out",
        /// The channel would reject it.
        Rejected = "rejected",
        /// The channel would show it less.
        Demoted = "demoted",
    }
}

impl Consequence {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::LeftOut => "Left out",
            Self::Rejected => "Rejected",
            Self::Demoted => "Shown less",
        }
    }
}

/// One thing that stands in the way of a variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Finding {
    /// The variant; `null` for the whole product.
    pub sku: Option<String>,
    /// What the channel would do.
    pub severity: Consequence,
    /// The field of the feed that it is about.
    pub attribute: &'static str,
    /// Why, and what to do.
    pub message: String,
}

/// Collects what is found of one variant, or of the whole product.
struct Found<'a> {
    findings: &'a mut Vec<Finding>,
    sku: Option<&'a str>,
}

impl Found<'_> {
    fn add(&mut self, severity: Consequence, attribute: &'static str, message: impl Into<String>) {
        self.findings.push(Finding {
            sku: self.sku.map(str::to_owned),
            severity,
            attribute,
            message: message.into(),
        });
    }
}

/// Everything that stands in the way of a product in a channel.
pub fn judge(view: &ProductView, channel: Channel, site: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut found = Found {
        findings: &mut findings,
        sku: None,
    };
    let listings = of_product(view, site);
    if view.variants.iter().all(|variant| variant.offer.is_none()) {
        found.add(
            Consequence::LeftOut,
            "price",
            "has no price in this market: set one",
        );
        return findings;
    }
    whole_product(view, &listings, channel.limits(), &mut found);
    let on_page = prices_on_page(view, site);
    for variant in &view.variants {
        let sku = variant.variant.sku.as_str();
        let mut found = Found {
            findings: &mut findings,
            sku: Some(sku),
        };
        match listings.iter().find(|listing| listing.sku == sku) {
            None => left_out(variant, &mut found),
            Some(listing) => {
                one_variant(view, variant, listing, channel, &mut found);
                let amount = listing.price.decimal().to_string();
                if !on_page
                    .iter()
                    .any(|(of, price)| of == sku && *price == amount)
                {
                    found.add(
                        Consequence::Rejected,
                        "price",
                        "is another in the structured data of the page than in the feed: publish the product again",
                    );
                }
            }
        }
    }
    findings
}

fn whole_product(view: &ProductView, listings: &[Listing], limits: Limits, found: &mut Found<'_>) {
    match view.product.document.images.first() {
        None => found.add(
            Consequence::Rejected,
            "image_link",
            "is missing: every channel wants a picture",
        ),
        Some(image) => {
            let is_drawing = image.raster.is_none() && image.path.ends_with(".svg");
            let side = image.width.min(image.height);
            if is_drawing {
                found.add(
                    Consequence::Rejected,
                    "image_link",
                    "is a drawing (SVG): channels take pixels, so add a JPEG, PNG or WebP",
                );
            } else if side < limits.least_side {
                found.add(
                    Consequence::Rejected,
                    "image_link",
                    format!(
                        "is {} x {} pixels: at least {} on each side are asked for",
                        image.width, image.height, limits.least_side
                    ),
                );
            } else if side < limits.good_side {
                found.add(
                    Consequence::Demoted,
                    "image_link",
                    format!(
                        "is {} x {} pixels: from {} on each side it is shown larger and more often",
                        image.width, image.height, limits.good_side
                    ),
                );
            }
        }
    }
    match &view.brand {
        None => found.add(
            Consequence::Rejected,
            "brand",
            "is missing: new goods must name one",
        ),
        Some(brand) => too_long(&brand.card.title, limits.brand, "brand", found),
    }
    if view.categories.is_empty() {
        found.add(
            Consequence::Demoted,
            "product_type",
            "is missing: put the product into a category",
        );
    }
    withheld(view, found);
    if let Some(listing) = listings.first() {
        let written = plain(&view.texts.description);
        if !written.trim().is_empty() && !listing.description.contains(written.trim()) {
            found.add(
                Consequence::Demoted,
                "description",
                "makes a statement that would need the disclaimer, for which there is no place: the feed says the plain facts \
                 instead; write a description that claims nothing to have it shown",
            );
        }
        too_long(
            &listing.description,
            limits.description,
            "description",
            found,
        );
    }
}

/// Words that no channel is told, because they claim something for which it has no disclaimer.
fn withheld(view: &ProductView, found: &mut Found<'_>) {
    let document = &view.product.document;
    let pictures = document.images.iter().zip(1..);
    for (image, number) in
        pictures.filter(|(image, _)| words::picture(view, &image.alt) != image.alt)
    {
        found.add(
            Consequence::Demoted,
            "image_alt",
            format!(
                "of picture {number} ({:?}) makes a statement that would need the disclaimer: feeds call the picture by the \
                 product's name; say what it shows and claim nothing",
                image.alt
            ),
        );
    }
    let options = document.options.iter().zip(words::bare_options(view));
    for (name, _) in options.filter(|(_, is_bare)| !is_bare) {
        found.add(
            Consequence::Demoted,
            "options",
            format!("{name:?} makes a statement by its name or a value: it is left out; say what packages differ by and claim nothing"),
        );
    }
    if words::categories(view).len() < view.categories.len() {
        found.add(
            Consequence::Demoted,
            "product_type",
            "names a category that makes a statement: that one is left out; give the category a name that claims nothing",
        );
    }
}

/// Why a variant is not in the feed.
fn left_out(variant: &VariantView, found: &mut Found<'_>) {
    if variant.offer.is_none() {
        found.add(
            Consequence::LeftOut,
            "price",
            "has no price in this market: set one",
        );
    } else {
        found.add(
            Consequence::LeftOut,
            "title",
            "makes a claim by its name, which no channel may be told: change the name",
        );
    }
}

fn one_variant(
    view: &ProductView,
    variant: &VariantView,
    listing: &Listing,
    channel: Channel,
    found: &mut Found<'_>,
) {
    let limits = channel.limits();
    if listing.availability == Availability::Discontinued && channel != Channel::Meta {
        found.add(
            Consequence::LeftOut,
            "availability",
            "is discontinued, which this channel has no word for",
        );
        return;
    }
    too_long(&listing.title, limits.title, "title", found);
    if listing.url.chars().count() > limits.link {
        found.add(
            Consequence::Rejected,
            "link",
            format!("is longer than {} characters", limits.link),
        );
    }
    match &variant.variant.gtin {
        None => found.add(
            Consequence::Demoted,
            "gtin",
            "is missing: products with a barcode are shown more; add it if the maker assigned one",
        ),
        Some(gtin) if is_refused(gtin) => found.add(
            Consequence::Demoted,
            "gtin",
            format!("{gtin} is of a range that channels refuse (weighed goods or coupons) and is not sent: use the maker's own"),
        ),
        Some(_) => {}
    }
    if listing.price.currency != view.market.currency() {
        found.add(
            Consequence::Rejected,
            "price",
            format!(
                "is in {}, and the market is sold to in {}",
                listing.price.currency.code(),
                view.market.currency().code()
            ),
        );
    }
    let ships_later = matches!(
        listing.availability,
        Availability::Preorder | Availability::Backorder
    );
    if ships_later && limits.wants_availability_date {
        found.add(
            Consequence::Demoted,
            "availability_date",
            "is missing: the channel asks when what can be ordered now will ship",
        );
    }
}

fn too_long(text: &str, most: usize, attribute: &'static str, found: &mut Found<'_>) {
    let count = text.chars().count();
    if count > most {
        found.add(
            Consequence::Demoted,
            attribute,
            format!("has {count} characters and is cut at {most}"),
        );
    }
}

/// The price that the structured data of the page tells of each SKU.
fn prices_on_page(view: &ProductView, site: &str) -> Vec<(String, String)> {
    let mut prices = Vec::new();
    for node in product_nodes(view, site, None) {
        let variants = node.get("hasVariant").and_then(Value::as_array);
        let alone = std::slice::from_ref(&node);
        for variant in variants.map_or(alone, Vec::as_slice) {
            let text = |pointer: &str| variant.pointer(pointer)?.as_str().map(str::to_owned);
            prices.extend(text("/sku").zip(text("/offers/price")));
        }
    }
    prices
}
