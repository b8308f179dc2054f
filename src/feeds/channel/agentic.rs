//! Shapes that the protocols of shopping agents have in common (ACP 2026-04-17, UCP 2026-04-08).

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

use super::listing::Listing;
use crate::catalog::market::Money;
use crate::catalog::variant::model::NetQuantity;

/// A price in minor units.
pub fn price(money: Money) -> Value {
    json!({ "amount": money.minor, "currency": money.currency })
}

/// The price of a reference quantity, with how much is in the package.
pub fn unit_price(listing: &Listing) -> Option<Value> {
    let (price, reference) = listing.unit_price.as_ref()?;
    let net = listing.net_quantity.as_ref()?;
    Some(json!({
        "amount": price.minor,
        "currency": price.currency,
        "measure": measure(net)?,
        "reference": measure(reference)?,
    }))
}

/// The protocol wants a number, whole where it is.
fn measure(quantity: &NetQuantity) -> Option<Value> {
    let value = quantity.value;
    let number = if value.fract() == Decimal::ZERO {
        json!(value.to_i64()?)
    } else {
        json!(value.to_f64()?)
    };
    Some(json!({ "value": number, "unit": quantity.unit }))
}

/// Pictures.
pub fn media(listing: &Listing) -> Vec<Value> {
    let images = listing.images.iter();
    images
        .map(|image| {
            json!({
                "type": "image", "url": image.url, "alt_text": image.alt, "width": image.size.0, "height": image.size.1
            })
        })
        .collect()
}
