//! Prices and availability of one product in every market: `/admin/products/{id}/prices`. Saving shows them at once.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::super::model::ProductId;
use super::super::queries::{self, PriceSheet};
use crate::accounts::admin::AdminCtx;
use crate::accounts::audit;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::catalog::market::{Market, Money};
use crate::catalog::offer::commands::{hold_offers, set_offer};
use crate::catalog::offer::model::{Availability, Offer, OfferRow, OfferTerms};
use crate::catalog::variant::model::{VariantId, VariantRow};
use crate::editing::revision::commands::take_turn;
use crate::error::AppError;
use crate::publishing::{Author, Tx, transaction};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::form::Sent;
use crate::web::page::{PageResult, answer, respond, see_other};

/// Price fields of one variant in one market.
#[derive(Debug, Clone)]
struct OfferFields {
    variant: VariantId,
    title: String,
    sku: String,
    /// What names of the fields end with.
    key: String,
    price: String,
    list_price: String,
    availability: String,
    /// The three fields as they were when the form was made, by which a change of somebody else is noticed.
    was: String,
    price_errors: Vec<String>,
    list_errors: Vec<String>,
}

struct MarketFields {
    market: Market,
    words: &'static str,
    currency: String,
    offers: Vec<OfferFields>,
}

#[derive(Template)]
#[template(path = "admin/catalog/prices.html")]
struct PricesPage {
    admin: AdminCtx,
    path: String,
    markets: Vec<MarketFields>,
    availabilities: Vec<(&'static str, &'static str)>,
    problem: Option<String>,
    can_save: bool,
}

/// `?done=saved` after a save.
#[derive(Deserialize)]
pub struct DoneQuery {
    done: Option<String>,
}

/// The form of the prices.
///
/// # Errors
/// Not signed in, or not found.
pub async fn prices_page(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    id: web::Path<Uuid>,
    query: web::Query<DoneQuery>,
) -> PageResult {
    let sheet = queries::price_sheet(&*state.db.write().await?, ProductId(*id)).await?;
    let mut page = page(&user, *id, &sheet.name, fields_of(&sheet), None);
    if query.done.is_some() {
        page.admin.flash = Some("Saved. The public page and the API show it now.");
    }
    respond(&request, &page, CachePolicy::NoStore)
}

fn page(
    user: &CurrentUser,
    id: Uuid,
    name: &str,
    markets: Vec<MarketFields>,
    problem: Option<String>,
) -> PricesPage {
    PricesPage {
        admin: AdminCtx::new(user, "products", format!("Prices of {name}")),
        path: format!("/admin/products/{id}"),
        markets,
        availabilities: Availability::ALL
            .iter()
            .map(|value| (value.as_str(), value.words()))
            .collect(),
        problem,
        can_save: user.user.role.may(Action::SetPrices, None),
    }
}

fn fields_of(sheet: &PriceSheet) -> Vec<MarketFields> {
    let of_market = |(market, offers): &(Market, Vec<OfferRow>)| {
        let fields = |variant: &VariantRow| {
            let offer = offers.iter().find(|offer| offer.variant_id == variant.id);
            offer_fields(variant, *market, offer.and_then(OfferRow::offer))
        };
        MarketFields {
            market: *market,
            words: market.words(),
            currency: market.currency().code().to_owned(),
            offers: sheet.variants.iter().map(fields).collect(),
        }
    };
    sheet.offers.iter().map(of_market).collect()
}

fn offer_fields(variant: &VariantRow, market: Market, offer: Option<Offer>) -> OfferFields {
    let text = |price: Option<Money>| {
        price
            .map(|price| price.decimal().to_string())
            .unwrap_or_default()
    };
    let price = text(offer.map(|offer| offer.price));
    let list_price = text(offer.and_then(|offer| offer.list_price));
    let availability = offer.map_or(Availability::InStock, |offer| offer.availability);
    OfferFields {
        variant: variant.id,
        title: variant.title.clone(),
        sku: variant.sku.clone(),
        key: format!("{market}-{}", variant.id),
        was: format!("{price}|{list_price}|{availability}"),
        price,
        list_price,
        availability: availability.as_str().to_owned(),
        price_errors: Vec::new(),
        list_errors: Vec::new(),
    }
}

/// Saves the prices: `POST /admin/products/{id}/prices`.
///
/// # Errors
/// Not signed in, not allowed, not found, or a form from elsewhere.
pub async fn prices_save(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    sent: web::Form<Sent>,
) -> PageResult {
    user.check_csrf(sent.value("csrf"))?;
    user.may(Action::SetPrices, None)?;
    let product = ProductId(*id);
    let author = user.user.author();
    let kept = transaction(&state.db, async |tx| {
        take_turn(tx, product.0).await?;
        for market in Market::ALL {
            hold_offers(tx, product, *market).await?;
        }
        let sheet = queries::price_sheet(tx.conn()?, product).await?;
        let mut markets = fields_of(&sheet);
        let typed = read(&mut markets, &sent);
        if let Some(refusal) = refusal(&markets, &typed.stale) {
            return Ok(Some((sheet.name, markets, refusal)));
        }
        set_all(tx, product, &typed.terms, &author).await?;
        Ok(None)
    })
    .await?;
    match kept {
        Some((name, markets, (status, problem))) => {
            answer(status, &page(&user, *id, &name, markets, Some(problem)))
        }
        None => Ok(see_other(&format!(
            "/admin/products/{product}/prices?done=saved"
        ))),
    }
}

/// What somebody typed over.
#[derive(Default)]
struct Typed {
    terms: Vec<(VariantId, Market, Option<OfferTerms>)>,
    /// What somebody else changed since the form was opened, with what it is now.
    stale: Vec<String>,
}

/// Puts what was sent into the fields, and reads it.
fn read(markets: &mut [MarketFields], sent: &Sent) -> Typed {
    let mut typed = Typed::default();
    for fields in markets {
        for offer in &mut fields.offers {
            let name = |field: &str| format!("{field}-{}", offer.key);
            let Some(price) = sent.get(&name("price")) else {
                continue;
            };
            let was = sent.value(&name("was")).to_owned();
            let list = sent.value(&name("list")).trim().to_owned();
            let availability = sent.value(&name("availability")).to_owned();
            let price = price.trim().to_owned();
            // What nobody typed over stays as it is now, whoever changed it meanwhile.
            if format!("{price}|{list}|{availability}") == was {
                continue;
            }
            let now = std::mem::replace(&mut offer.price, price);
            let now_list = std::mem::replace(&mut offer.list_price, list);
            offer.availability = availability;
            if was != offer.was {
                let before = if now_list.is_empty() { "" } else { ", before " };
                typed
                    .stale
                    .push(format!("{} ({now}{before}{now_list})", offer.title));
            }
            if let Some(terms) = read_terms(offer, fields.market) {
                typed.terms.push((offer.variant, fields.market, terms));
            }
        }
    }
    typed
}

/// Why nothing was saved.
fn refusal(markets: &[MarketFields], stale: &[String]) -> Option<(StatusCode, String)> {
    let mut offers = markets.iter().flat_map(|fields| &fields.offers);
    if offers.any(|offer| !offer.price_errors.is_empty() || !offer.list_errors.is_empty()) {
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

async fn set_all(
    tx: &mut Tx,
    product: ProductId,
    terms: &[(VariantId, Market, Option<OfferTerms>)],
    author: &Author,
) -> Result<(), AppError> {
    let mut changed = 0;
    for (variant, market, terms) in terms {
        changed += usize::from(set_offer(tx, (product, *variant), *market, *terms).await?);
    }
    if changed == 0 {
        return Ok(());
    }
    let detail = json!({ "offers": changed });
    let id = Some(product.0);
    audit::record(tx, author, "set prices", "product", id, detail).await
}

/// The terms in the fields of a variant: `None` for no offer, nothing when a field is wrong.
fn read_terms(offer: &mut OfferFields, market: Market) -> Option<Option<OfferTerms>> {
    let currency = market.currency();
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
