//! What channels are told of a variant, before it takes the shape of one.

use super::words;
use crate::catalog::market::Money;
use crate::catalog::offer::model::Availability;
use crate::catalog::product::for_lists::ForLists;
use crate::catalog::product::json_ld::{feed_image, full_name};
use crate::catalog::product::model::Form;
use crate::catalog::product::view::{ProductView, VariantView};
use crate::catalog::variant::Gtin;
use crate::catalog::variant::model::NetQuantity;
use crate::error::AppError;

/// A variant that can be bought, or could be.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// Its SKU, by which channels know it.
    pub sku: String,
    /// By what the variants of its product belong together.
    pub group: String,
    /// Whether the product has other variants.
    pub has_siblings: bool,
    /// Brand and name of the product.
    pub product: String,
    /// Brand, name and package.
    pub title: String,
    /// What it is, in words that claim nothing.
    pub description: String,
    /// The page with this variant chosen.
    pub url: String,
    /// The page.
    pub product_url: String,
    /// Its pictures as pixels, the main one first.
    pub images: Vec<Picture>,
    /// Whether it can be bought.
    pub availability: Availability,
    /// The price now.
    pub price: Money,
    /// The price it is reduced from.
    pub list_price: Option<Money>,
    /// Price for a reference quantity.
    pub unit_price: Option<(Money, NetQuantity)>,
    /// Its brand.
    pub brand: Option<String>,
    /// Its barcode, unless channels refuse its range.
    pub gtin: Option<Gtin>,
    /// The shop's own categories from the root down, without those whose names claim something.
    pub categories: Vec<String>,
    /// What it comes as.
    pub form: Form,
    /// What is in the package, such as `60 capsules`.
    pub size: String,
    /// How much that is.
    pub net_quantity: Option<NetQuantity>,
    /// What the variants of the product differ in, with the values of this one, in words that claim nothing.
    pub options: Vec<(String, String)>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its address.
    pub url: String,
    /// What it shows.
    pub alt: String,
    /// Width and height in pixels.
    pub size: (i32, i32),
}

/// The listings of some products, each product's together. One that is not offered has none.
///
/// # Errors
/// A stored document that this program cannot read.
pub fn listings(products: ForLists, site: &str) -> Result<Vec<Vec<Listing>>, AppError> {
    let views = products.views();
    views.map(|view| Ok(of_product(&view?, site))).collect()
}

/// What channels are told of a product's variants.
pub fn of_product(view: &ProductView, site: &str) -> Vec<Listing> {
    if view.variants.iter().all(|variant| variant.offer.is_none()) {
        return Vec::new();
    }
    let description = words::description(view);
    let variants = view.variants.iter();
    variants
        .filter_map(|variant| listing(view, variant, &description, site))
        .collect()
}

fn listing(
    view: &ProductView,
    variant: &VariantView,
    description: &str,
    site: &str,
) -> Option<Listing> {
    let offer = variant.offer?;
    let document = &view.product.document;
    let product_url = format!("{site}{}", view.path);
    let images = document.images.iter().map(|image| Picture {
        url: format!("{site}{}", feed_image(image)),
        alt: words::picture(view, &image.alt),
        size: (image.width, image.height),
    });
    let gtin = variant.variant.gtin.clone();
    let values = variant.variant.options.iter();
    let options = document.options.iter().zip(values);
    let options = options.zip(words::bare_options(view));
    Some(Listing {
        sku: variant.variant.sku.clone(),
        group: view.product.entity_id.to_string(),
        has_siblings: view.variants.len() > 1,
        product: full_name(view),
        title: words::title(view, &variant.variant.title)?,
        description: description.to_owned(),
        url: format!("{product_url}?v={}", variant.variant.sku),
        product_url,
        images: images.collect(),
        availability: offer.availability,
        price: offer.price,
        list_price: offer.list_price,
        unit_price: variant.unit_price.clone(),
        brand: view.brand.as_ref().map(|brand| brand.card.title.clone()),
        gtin: gtin.filter(|gtin| !is_refused(gtin)),
        categories: words::categories(view),
        form: document.form,
        size: variant.variant.title.clone(),
        net_quantity: variant.variant.net_quantity.clone(),
        options: options
            .filter(|(_, is_bare)| *is_bare)
            .map(|((name, value), _)| (name.clone(), value.clone()))
            .collect(),
    })
}

/// Whether channels refuse a barcode for the range it is from: goods weighed in the shop (02, 04, 20 to 29) and coupons (05, 981
/// to 984, 99). Google Merchant Center Help, answers 12469034 and 6286302.
pub fn is_refused(gtin: &Gtin) -> bool {
    // The first digit of fourteen says how many are packed together.
    let thirteen = gtin.padded().split_off(1);
    let refused = ["02", "04", "05", "2", "981", "982", "983", "984", "99"];
    gtin.digits() != 8 && refused.iter().any(|prefix| thirteen.starts_with(prefix))
}

/// An amount with its currency, as channels write it: `14.95 USD`.
pub fn amount(money: Money) -> String {
    format!("{} {}", money.decimal(), money.currency.code())
}

/// Google's number of the category (taxonomy of 2021-09-21), which others take too.
pub const fn google_category(form: Form) -> u32 {
    match form {
        Form::Bar => 2984,
        _ => 525,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]
    use super::*;

    #[test]
    fn barcodes_of_weighed_goods_and_coupons_are_kept_from_channels() {
        for (gtin, refused) in [
            ("9520000000004", false),
            ("012345678905", false),
            ("212345678992", true),
            ("2012345678903", true),
            ("9900000000004", true),
            ("96385074", false),
        ] {
            let gtin: Gtin = gtin.parse().unwrap();
            assert_eq!(is_refused(&gtin), refused, "{gtin}");
        }
    }
}
