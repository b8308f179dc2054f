//! Prices and availability of one product in every market: `/admin/products/{id}/prices`. Saving shows them at once.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::super::model::ProductId;
use super::super::queries;
use crate::accounts::admin::AdminCtx;
use crate::accounts::audit;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::catalog::market::{Market, Money};
use crate::catalog::offer::commands::set_offer;
use crate::catalog::offer::model::{Availability, OfferTerms};
use crate::catalog::variant::model::{VariantId, VariantRow};
use crate::error::AppError;
use crate::publishing::transaction;
use crate::state::State;
use crate::web::cache::CachePolicy;
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
    let (name, markets) = load(&state, ProductId(*id)).await?;
    let mut page = page(&user, *id, &name, markets, None);
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

async fn load(state: &State, id: ProductId) -> Result<(String, Vec<MarketFields>), AppError> {
    let conn = state.db.write().await?;
    let row = queries::product(&conn, id).await?;
    let variants = queries::variants_of(&conn, id).await?;
    let mut markets = Vec::new();
    for market in Market::ALL {
        let offers = queries::offers_for_edit(&conn, id, *market).await?;
        let fields = |variant: &VariantRow| {
            let offer = offers
                .iter()
                .find(|offer| offer.variant_id == variant.id)
                .and_then(|row| row.offer());
            let price = offer
                .map(|offer| offer.price.decimal().to_string())
                .unwrap_or_default();
            let list_price = offer
                .and_then(|offer| offer.list_price)
                .map(|price| price.decimal().to_string())
                .unwrap_or_default();
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
        };
        markets.push(MarketFields {
            market: *market,
            words: market.words(),
            currency: market.currency().code().to_owned(),
            offers: variants.iter().map(fields).collect(),
        });
    }
    Ok((row.name, markets))
}

/// Saves the prices: `POST /admin/products/{id}/prices`.
///
/// # Errors
/// Not signed in, not allowed, not found, or a form from elsewhere.
pub async fn prices_save(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    pairs: web::Form<Vec<(String, String)>>,
) -> PageResult {
    let value = |name: &str| {
        pairs
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.trim().to_owned())
    };
    user.check_csrf(&value("csrf").unwrap_or_default())?;
    user.may(Action::SetPrices, None)?;
    let product = ProductId(*id);
    let (name, mut markets) = load(&state, product).await?;
    let mut terms = Vec::new();
    let mut stale = Vec::new();
    for fields in &mut markets {
        for offer in &mut fields.offers {
            let Some(price) = value(&format!("price-{}", offer.key)) else {
                continue;
            };
            let was = value(&format!("was-{}", offer.key)).unwrap_or_default();
            let list = value(&format!("list-{}", offer.key)).unwrap_or_default();
            let availability = value(&format!("availability-{}", offer.key)).unwrap_or_default();
            // What nobody typed over stays as it is now, whoever changed it meanwhile.
            if format!("{price}|{list}|{availability}") == was {
                continue;
            }
            let now = std::mem::replace(&mut offer.price, price);
            let now_list = std::mem::replace(&mut offer.list_price, list);
            offer.availability = availability;
            if was != offer.was {
                stale.push(format!(
                    "{} ({now}{}{now_list})",
                    offer.title,
                    if now_list.is_empty() { "" } else { ", before " }
                ));
            }
            terms.extend(
                read_terms(offer, fields.market).map(|read| (offer.variant, fields.market, read)),
            );
        }
    }
    let is_wrong = markets
        .iter()
        .flat_map(|fields| &fields.offers)
        .any(|offer| !offer.price_errors.is_empty() || !offer.list_errors.is_empty());
    if is_wrong || !stale.is_empty() {
        let (status, problem) = if is_wrong {
            (
                StatusCode::UNPROCESSABLE_ENTITY,
                "Some prices need another look; nothing was saved.".to_owned(),
            )
        } else {
            (
                StatusCode::CONFLICT,
                format!(
                    "Somebody else changed these prices while you were editing them: {}. What you typed is kept below; save again to replace theirs.",
                    stale.join(", ")
                ),
            )
        };
        return answer(status, &page(&user, *id, &name, markets, Some(problem)));
    }
    let author = user.user.author();
    transaction(&state.db, async |tx| {
        let mut changed = 0;
        for (variant, market, terms) in &terms {
            changed += usize::from(set_offer(tx, (product, *variant), *market, *terms).await?);
        }
        if changed > 0 {
            let detail = json!({ "offers": changed });
            audit::record(
                tx,
                &author,
                "set prices",
                "product",
                Some(product.0),
                detail,
            )
            .await?;
        }
        Ok(())
    })
    .await?;
    Ok(see_other(&format!(
        "/admin/products/{product}/prices?done=saved"
    )))
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
