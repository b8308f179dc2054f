//! Price, reduction and availability of a variant in a market as fields of a form.

use actix_web::http::StatusCode;
use serde_json::json;
use uuid::Uuid;

use super::super::model::ProductId;
use crate::accounts::audit;
use crate::catalog::market::{Market, Money};
use crate::catalog::offer::commands::{hold_offers, set_offer};
use crate::catalog::offer::model::{Availability, Offer, OfferTerms};
use crate::catalog::variant::model::VariantId;
use crate::editing::revision::commands::take_turn;
use crate::error::AppError;
use crate::publishing::{Author, Tx};
use crate::web::form::Sent;

/// Price fields of one variant in one market.
#[derive(Debug, Clone)]
pub struct OfferFields {
    pub product: ProductId,
    pub variant: VariantId,
    pub market: Market,
    /// Name of the variant.
    pub title: String,
    pub sku: String,
    /// What names of the fields end with.
    pub key: String,
    pub price: String,
    pub list_price: String,
    pub availability: String,
    /// The three fields as they were when the form was made, by which a change of somebody else is noticed.
    pub was: String,
    pub price_errors: Vec<String>,
    pub list_errors: Vec<String>,
}

impl OfferFields {
    /// As they are stored.
    pub fn new(
        (product, variant, market): (ProductId, VariantId, Market),
        (title, sku): (&str, &str),
        offer: Option<Offer>,
    ) -> Self {
        let text = |price: Option<Money>| {
            price
                .map(|price| price.decimal().to_string())
                .unwrap_or_default()
        };
        let price = text(offer.map(|offer| offer.price));
        let list_price = text(offer.and_then(|offer| offer.list_price));
        let availability = offer.map_or(Availability::InStock, |offer| offer.availability);
        Self {
            product,
            variant,
            market,
            title: title.to_owned(),
            sku: sku.to_owned(),
            key: format!("{market}-{variant}"),
            was: format!("{price}|{list_price}|{availability}"),
            price,
            list_price,
            availability: availability.as_str().to_owned(),
            price_errors: Vec::new(),
            list_errors: Vec::new(),
        }
    }

    fn is_wrong(&self) -> bool {
        !self.price_errors.is_empty() || !self.list_errors.is_empty()
    }
}

/// Variants whose price fields came in a form, of one market.
pub fn variants_in(sent: &Sent, market: Market) -> Vec<VariantId> {
    let start = format!("was-{market}-");
    sent.pairs()
        .iter()
        .filter_map(|(name, _)| Uuid::parse_str(name.strip_prefix(&start)?).ok())
        .map(VariantId)
        .collect()
}

/// Waits for everybody else who sets prices of some products, and locks what is set. In one order, so that nobody waits for
/// somebody who waits for them.
///
/// # Errors
/// What the database refuses.
pub async fn hold(
    tx: &mut Tx,
    mut products: Vec<ProductId>,
    markets: &[Market],
) -> Result<(), AppError> {
    products.sort();
    products.dedup();
    for product in products {
        take_turn(tx, product.0).await?;
        for market in markets {
            hold_offers(tx, product, *market).await?;
        }
    }
    Ok(())
}

/// What somebody typed over.
#[derive(Default)]
pub struct Typed {
    pub terms: Vec<(ProductId, VariantId, Market, Option<OfferTerms>)>,
    /// What somebody else changed since the form was opened, with what it is now.
    pub stale: Vec<String>,
}

/// Puts what was sent into the fields, and reads it.
pub fn read<'a>(offers: impl Iterator<Item = &'a mut OfferFields>, sent: &Sent) -> Typed {
    let mut typed = Typed::default();
    let values = sent.by_name();
    for offer in offers {
        let value = |field: &str| {
            let name = format!("{field}-{}", offer.key);
            values
                .get(name.as_str())
                .map(|value| value.trim().to_owned())
        };
        let Some(price) = value("price") else {
            continue;
        };
        let was = value("was").unwrap_or_default();
        let list = value("list").unwrap_or_default();
        let availability = value("availability").unwrap_or_default();
        // What nobody typed over stays as it is now, whoever changed it meanwhile.
        if format!("{price}|{list}|{availability}") == was {
            continue;
        }
        let now = std::mem::replace(&mut offer.price, price);
        let now_list = std::mem::replace(&mut offer.list_price, list);
        offer.availability = availability;
        if was != offer.was {
            let before = if now_list.is_empty() { "" } else { ", before " };
            let sku = &offer.sku;
            typed.stale.push(format!("{sku} ({now}{before}{now_list})"));
        }
        if let Some(terms) = read_terms(offer) {
            let (product, variant, market) = (offer.product, offer.variant, offer.market);
            typed.terms.push((product, variant, market, terms));
        }
    }
    typed
}

/// Why nothing was saved.
pub fn refusal<'a>(
    mut offers: impl Iterator<Item = &'a OfferFields>,
    stale: &[String],
) -> Option<(StatusCode, String)> {
    if offers.any(OfferFields::is_wrong) {
        let problem = "Some prices need another look; nothing was saved.".to_owned();
        return Some((StatusCode::UNPROCESSABLE_ENTITY, problem));
    }
    if stale.is_empty() {
        return None;
    }
    let problem = format!(
        "Somebody else changed these prices while you were editing them: {}. What you typed is kept below; save again to replace theirs.",
        stale.join(", ")
    );
    Some((StatusCode::CONFLICT, problem))
}

/// Saves what was typed. Returns how many offers changed.
///
/// # Errors
/// What the database refuses.
pub async fn set_all(tx: &mut Tx, typed: &Typed, author: &Author) -> Result<usize, AppError> {
    let mut changed: Vec<ProductId> = Vec::new();
    for (product, variant, market, terms) in &typed.terms {
        if set_offer(tx, (*product, *variant), *market, *terms).await? {
            changed.push(*product);
        }
    }
    let count = changed.len();
    for of_one in changed.chunk_by(PartialEq::eq) {
        let detail = json!({ "offers": of_one.len() });
        let id = of_one.first().map(|product| product.0);
        audit::record(tx, author, "set prices", "product", id, detail).await?;
    }
    Ok(count)
}

/// The terms in the fields of a variant: `None` for no offer, nothing when a field is wrong.
fn read_terms(offer: &mut OfferFields) -> Option<Option<OfferTerms>> {
    let currency = offer.market.currency();
    if offer.price.is_empty() {
        if !offer.list_price.is_empty() {
            offer
                .price_errors
                .push("must be given when there is a price it is reduced from".to_owned());
            return None;
        }
        return Some(None);
    }
    let price = Money::parse(&offer.price, currency)
        .map_err(|problem| offer.price_errors.push(problem))
        .ok();
    let list = match offer.list_price.as_str() {
        "" => None,
        text => match Money::parse(text, currency) {
            Ok(list) => Some(list),
            Err(problem) => {
                offer.list_errors.push(problem);
                return None;
            }
        },
    };
    let price = price?;
    if list.is_some_and(|list| list.minor <= price.minor) {
        offer
            .list_errors
            .push("must be above the price; leave it empty when nothing is reduced".to_owned());
        return None;
    }
    let Ok(availability) = offer.availability.parse() else {
        offer
            .price_errors
            .push("has an availability that is not known".to_owned());
        return None;
    };
    Some(Some(OfferTerms {
        price,
        list_minor: list.map(|list| list.minor),
        availability,
    }))
}
