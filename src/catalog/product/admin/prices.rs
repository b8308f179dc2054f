//! Prices and availability of one product in every market: `/admin/products/{id}/prices`. Saving shows them at once.

use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::super::model::ProductId;
use super::super::queries::{self, PriceSheet};
use super::offer_fields::{OfferFields, hold, read, refusal, set_all};
use crate::accounts::admin::AdminCtx;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::catalog::market::Market;
use crate::catalog::offer::model::{Availability, OfferRow};
use crate::catalog::variant::model::VariantRow;
use crate::publishing::transaction;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::form::Sent;
use crate::web::page::{PageResult, answer, respond, see_other};

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
    let product = ProductId(*id);
    let sheet = queries::price_sheet(&*state.db.write().await?, product).await?;
    let mut page = page(&user, *id, &sheet.name, fields_of(product, &sheet), None);
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
        availabilities: Availability::choices(),
        problem,
        can_save: user.user.role.may(Action::SetPrices, None),
    }
}

fn fields_of(product: ProductId, sheet: &PriceSheet) -> Vec<MarketFields> {
    let of_market = |(market, offers): &(Market, Vec<OfferRow>)| {
        let fields = |variant: &VariantRow| {
            let offer = offers.iter().find(|offer| offer.variant_id == variant.id);
            OfferFields::new(
                (product, variant.id, *market),
                (&variant.title, &variant.sku),
                offer.and_then(OfferRow::offer),
            )
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
        hold(tx, vec![product], Market::ALL).await?;
        let sheet = queries::price_sheet(tx.conn()?, product).await?;
        let mut markets = fields_of(product, &sheet);
        let typed = read(
            markets.iter_mut().flat_map(|market| &mut market.offers),
            &sent,
        );
        let shown = markets.iter().flat_map(|market| &market.offers);
        if let Some(refusal) = refusal(shown, &typed.stale) {
            return Ok(Some((sheet.name, markets, refusal)));
        }
        set_all(tx, &typed, &author).await?;
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
