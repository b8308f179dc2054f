//! Prices of many products in one table, edited in place: `/admin/products/price-list`. Saving shows them at once.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::super::model::ProductId;
use super::offer_fields::{OfferFields, hold, read, refusal, set_all, variants_in};
use crate::accounts::admin::AdminCtx;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::catalog::market::Market;
use crate::catalog::offer::model::Availability;
use crate::catalog::offer::queries::{Priced, price_list, priced};
use crate::db::paging::PageRequest;
use crate::publishing::transaction;
use crate::state::State;
use crate::web::form::Sent;
use crate::web::page::{PageError, PageResult, answer, see_other};

/// Rows of one page.
const ROWS: i64 = 100;

#[derive(Template)]
#[template(path = "admin/catalog/price_list.html")]
struct PriceListPage {
    admin: AdminCtx,
    market: Market,
    markets: &'static [Market],
    q: String,
    /// Address of this page of the list.
    path: String,
    next: Option<String>,
    rows: Vec<Row>,
    availabilities: Vec<(&'static str, &'static str)>,
    problem: Option<String>,
    can_save: bool,
}

struct Row {
    product: String,
    fields: OfferFields,
}

impl Row {
    fn new(priced: &Priced, market: Market) -> Self {
        Self {
            product: priced.product.clone(),
            fields: OfferFields::new(
                (priced.product_id, priced.variant_id, market),
                (&priced.title, &priced.sku),
                priced.offer,
            ),
        }
    }
}

/// What is listed.
#[derive(Deserialize)]
pub struct PriceListQuery {
    #[serde(default)]
    q: String,
    #[serde(default = "home")]
    market: Market,
    cursor: Option<String>,
    /// After a save.
    done: Option<String>,
}

const fn home() -> Market {
    Market::Us
}

impl PriceListQuery {
    fn path(&self, cursor: Option<&str>) -> String {
        let pairs = [
            ("q", self.q.trim()),
            ("market", self.market.as_str()),
            ("cursor", cursor.unwrap_or_default()),
        ];
        let given: Vec<_> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let query = serde_urlencoded::to_string(given).unwrap_or_default();
        format!("/admin/products/price-list?{query}")
    }
}

/// The table.
///
/// # Errors
/// Not signed in, or a malformed cursor.
pub async fn price_list_page(
    state: State,
    user: CurrentUser,
    query: web::Query<PriceListQuery>,
) -> PageResult {
    let mut page = load(&state, &user, &query).await?;
    if query.done.is_some() {
        page.admin.flash = Some("Saved. The public pages and the API show it now.");
    }
    answer(StatusCode::OK, &page)
}

async fn load(
    state: &State,
    user: &CurrentUser,
    query: &PriceListQuery,
) -> Result<PriceListPage, PageError> {
    let request = PageRequest {
        limit: ROWS,
        ..PageRequest::parse(query.cursor.as_deref(), None)?
    };
    let conn = state.db.write().await?;
    let found = price_list(&conn, query.market, query.q.trim(), &request).await?;
    let next = found.next.as_ref().map(ToString::to_string);
    Ok(PriceListPage {
        admin: AdminCtx::new(user, "products", "Prices as a table"),
        market: query.market,
        markets: Market::ALL,
        q: query.q.trim().to_owned(),
        path: query.path(query.cursor.as_deref()),
        next: next.map(|cursor| query.path(Some(&cursor))),
        rows: found
            .items
            .iter()
            .map(|priced| Row::new(priced, query.market))
            .collect(),
        availabilities: Availability::choices(),
        problem: None,
        can_save: user.user.role.may(Action::SetPrices, None),
    })
}

/// Saves what was typed over, all of it or nothing: `POST /admin/products/price-list`.
///
/// # Errors
/// Not signed in, not allowed, or a form from elsewhere.
pub async fn price_list_save(
    state: State,
    user: CurrentUser,
    query: web::Query<PriceListQuery>,
    sent: web::Form<Sent>,
) -> PageResult {
    user.check_csrf(sent.value("csrf"))?;
    user.may(Action::SetPrices, None)?;
    let market = query.market;
    let variants = variants_in(&sent, market);
    let author = user.user.author();
    let done = transaction(&state.db, async |tx| {
        let listed = priced(tx.conn()?, market, &variants).await?;
        let products: Vec<ProductId> = listed.iter().map(|row| row.product_id).collect();
        hold(tx, products, &[market]).await?;
        let listed = priced(tx.conn()?, market, &variants).await?;
        let mut rows: Vec<Row> = listed.iter().map(|row| Row::new(row, market)).collect();
        let typed = read(rows.iter_mut().map(|row| &mut row.fields), &sent);
        if let Some(refusal) = refusal(rows.iter().map(|row| &row.fields), &typed.stale) {
            return Ok(Err((rows, refusal)));
        }
        Ok(Ok(set_all(tx, &typed, &author).await?))
    })
    .await?;
    match done {
        // Another address, so that looking again sends nothing again.
        Ok(_) => Ok(see_other(&format!(
            "{}&done=saved",
            query.path(query.cursor.as_deref())
        ))),
        Err((rows, (status, problem))) => {
            let mut page = load(&state, &user, &query).await?;
            page.rows = rows;
            page.problem = Some(problem);
            answer(status, &page)
        }
    }
}
