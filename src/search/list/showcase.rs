//! Some products of an ingredient or a goal, for the page that tells of it, and the way to all of them.

use super::listed;
use super::page_request::address;
use crate::catalog::market::Market;
use crate::catalog::product::list::ListedProduct;
use crate::error::AppError;
use crate::search::ask::answer::answer;
use crate::search::ask::request::Request;
use crate::search::follow::engine::Snapshot;
use crate::search::shelf::facet::Facet;

/// What stands for an amount that a label does not state.
const NOT_STATED: &str = "not stated";

/// Some products, with how much each holds of the ingredient.
pub struct Showcase {
    /// The first ones.
    pub products: Vec<(ListedProduct, String)>,
    /// How many there are.
    pub total: usize,
    /// The list of all.
    pub path: String,
}

/// The first products that have a value of a facet.
///
/// # Errors
/// An index file that can't be read.
pub fn showcase(
    snapshot: &Snapshot,
    (facet, key): (Facet, &str),
    market: Market,
    most: usize,
) -> Result<Showcase, AppError> {
    let mut wanted = Request::everything(market);
    wanted.choose(facet, key)?;
    let path = address(&wanted, false);
    wanted.limit = most;
    let answered = answer(snapshot, &wanted)?;
    let shelf = &snapshot.shelf;
    let products = answered.hits.into_iter().map(|card| {
        let entry = shelf
            .slot_of(card.id)
            .and_then(|slot| shelf.entry(slot as usize));
        let mut amounts = entry.into_iter().flat_map(|entry| &entry.amounts);
        let amount = amounts.find(|amount| amount.ingredient == key);
        let amount = amount.and_then(|amount| amount.label.clone());
        (
            listed(card),
            amount.unwrap_or_else(|| NOT_STATED.to_owned()),
        )
    });
    Ok(Showcase {
        products: products.collect(),
        total: answered.total,
        path,
    })
}
