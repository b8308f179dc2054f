//! The parameters of the product list: readable, and in one spelling for each state.

use crate::catalog::market::Market;
use crate::db::paging::DEFAULT_LIMIT;
use crate::error::AppError;
use crate::search::ask::request::{Request, cursor_of, price_ends};
use crate::search::shelf::facet::Facet;
use crate::search::shelf::scope::Scope;

/// How a facet is called in addresses of pages.
fn word(facet: Facet) -> String {
    facet.as_str().replace('_', "-")
}

/// Whether a parameter only says from where a visitor came: links in mails and advertisements bring them.
pub fn is_trail(name: &str) -> bool {
    name.starts_with("utm_") || ["gclid", "fbclid", "msclkid", "mc_cid", "mc_eid"].contains(&name)
}

/// Reads the parameters of a page. Empty fields of forms are as good as none; two fields of a price or an amount are one range.
///
/// # Errors
/// A bad request that names the parameter that is not known or malformed.
pub fn read(pairs: &[(String, String)], market: Market, scope: Scope) -> Result<Request, AppError> {
    let mut known: Vec<(String, String)> = Vec::new();
    let (mut from, mut to) = ("", "");
    let mut amount = ("", "", "");
    let given = pairs.iter().filter(|(_, value)| !value.trim().is_empty());
    for (name, value) in given.filter(|(name, _)| !is_trail(name)) {
        match name.as_str() {
            "price-from" => from = value.trim(),
            "price-to" => to = value.trim(),
            "amount-of" => amount.0 = value.trim(),
            "amount-from" => amount.1 = value.trim(),
            "amount-to" => amount.2 = value.trim(),
            "market" => {
                return Err(AppError::BadRequest(
                    "the market of a page is in its path: /products or /eu/products".to_owned(),
                ));
            }
            name => {
                let facet = Facet::ALL.iter().find(|facet| word(**facet) == name);
                let name = facet.map_or_else(|| name.to_owned(), |facet| format!("f[{facet}]"));
                known.push((name, value.clone()));
            }
        }
    }
    if !from.is_empty() || !to.is_empty() {
        known.push(("price".to_owned(), format!("{from}..{to}")));
    }
    let (ingredient, from, to) = amount;
    if !from.is_empty() || !to.is_empty() {
        known.push((format!("amount[{ingredient}]"), format!("{from}..{to}")));
    }
    known.push(("market".to_owned(), market.as_str().to_owned()));
    let request = Request::parse(&known)?.within(scope);
    Ok(request)
}

/// The parameters of a state in their one order, with the place in the list or without.
pub fn pairs(request: &Request, with_place: bool) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = request
        .pairs()
        .into_iter()
        .map(|(name, value)| {
            let facet = Facet::ALL
                .iter()
                .find(|facet| format!("f[{facet}]") == name);
            (facet.map_or(name, |facet| word(*facet)), value)
        })
        .collect();
    if i64::try_from(request.limit) != Ok(DEFAULT_LIMIT) {
        pairs.push(("limit".to_owned(), request.limit.to_string()));
    }
    if let Some(place) = request.after.as_ref().filter(|_| with_place) {
        pairs.push(("cursor".to_owned(), cursor_of(request.sort, place)));
    }
    pairs
}

/// The address of a state.
pub fn address(request: &Request, with_place: bool) -> String {
    let list = request.market.path(&request.scope.path());
    let query = serde_urlencoded::to_string(pairs(request, with_place)).unwrap_or_default();
    if query.is_empty() {
        list
    } else {
        format!("{list}?{query}")
    }
}

/// The one spelling of an address, where it was given in another.
pub fn canonical(request: &Request, given: &[(String, String)]) -> Option<String> {
    (pairs(request, true) != given).then(|| address(request, true))
}

/// What a form carries along besides its own fields.
pub fn hidden(request: &Request, own: &[&str]) -> Vec<(String, String)> {
    let mut pairs = pairs(request, false);
    pairs.retain(|(name, _)| !own.contains(&name.as_str()));
    pairs
}

/// The two fields of the price.
pub fn price_fields(request: &Request) -> (String, String) {
    let currency = request.market.currency();
    let price = request.selection.price;
    price
        .map(|range| price_ends(range, currency))
        .unwrap_or_default()
}
