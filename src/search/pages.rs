//! The product list with its filters: `/products`. Every state of it is an address, in one spelling.

use actix_web::{HttpRequest, web};
use askama::Template;

use super::answer::{Answer, FacetBody, ValueBody, answer};
use super::engine::Snapshot;
use super::entry::Card;
use super::facet::{Combine, Facet};
use super::order::Sort;
use super::page_request::{address, hidden, pairs, price_fields, read};
use super::request::Request;
use crate::catalog::market::page::page_in;
use crate::catalog::market::{Currency, Market, Money};
use crate::catalog::offer::model::Availability;
use crate::catalog::product::list::{ListedProduct, no_picture};
use crate::error::AppError;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::form::Sent;
use crate::web::page::{PageCtx, PageResult, respond, see_other};

/// Values of a facet that are shown at first; the rest is a click away.
const SHOWN: usize = 8;

/// The facets in the order of the page.
const ORDER: &[Facet] = &[
    Facet::Topic,
    Facet::Category,
    Facet::Ingredient,
    Facet::Form,
    Facet::FreeFrom,
    Facet::Brand,
];

/// The orders that are offered.
const SORTS: &[Sort] = &[
    Sort::Relevance,
    Sort::Name,
    Sort::PriceUp,
    Sort::PriceDown,
    Sort::UnitPrice,
    Sort::Newest,
];

/// A facet as the page shows it.
struct FacetView {
    title: &'static str,
    values: Vec<ValueView>,
    more: Vec<ValueView>,
}

/// A value with the address of the list with it, or without it if it is chosen.
struct ValueView {
    name: String,
    count: usize,
    path: String,
    is_chosen: bool,
    is_below: bool,
}

/// A filter that is on, with the address of the list without it.
struct Chip {
    name: String,
    path: String,
    /// Products without it, where there are none with it.
    without: usize,
}

/// The front page of a market that has none of its own leads to its products.
///
/// # Errors
/// Always moved.
pub async fn to_product_list(market: Market) -> PageResult {
    Err(AppError::Moved(market.path("/products")).into())
}

#[derive(Template)]
#[template(path = "search/products.html")]
struct ProductsPage {
    page: PageCtx,
    /// What was typed, for the field.
    text: String,
    /// The words that were looked for, where they may be repeated.
    shown_words: Option<String>,
    is_corrected: bool,
    total: usize,
    facets: Vec<FacetView>,
    chips: Vec<Chip>,
    products: Vec<ListedProduct>,
    next: Option<String>,
    price: (String, String),
    currency: Currency,
    sorts: Vec<(&'static str, &'static str, bool)>,
    /// What the search form, the price form and the form of the order carry along.
    hidden: [Vec<(String, String)>; 3],
}

/// Products with filters: `/products`.
///
/// # Errors
/// A parameter that is not known or malformed, named; unavailable before the first index is ready.
pub async fn product_list_page(
    state: State,
    request: HttpRequest,
    query: web::Query<Sent>,
    market: Market,
) -> PageResult {
    let wanted = read(query.pairs(), market)?;
    if pairs(&wanted, true) != query.pairs() {
        return Ok(see_other(&address(&wanted, true)));
    }
    let snapshot = state.search.snapshot(market).ok_or(AppError::Unavailable)?;
    let answered = answer(&snapshot, &wanted)?;
    let page = view(&state.config.public_url, &snapshot, &wanted, answered)?;
    respond(&request, &page, CachePolicy::Revalidate)
}

fn view(
    site: &str,
    snapshot: &Snapshot,
    wanted: &Request,
    mut answered: Answer,
) -> Result<ProductsPage, AppError> {
    let is_first = wanted.after.is_none();
    let is_filtered = !wanted.selection.is_empty() || !wanted.text.trim().is_empty();
    let mut page = page_in(site, wanted.market, "/products", "All products", Market::ALL)
        .described("Every product in this catalog, with what is in it, what it costs and what its claims rest on.")
        .in_section("products")
        .under(&[]);
    if is_filtered || !is_first || wanted.sort != Sort::Relevance {
        // One address for the list in search engines; combinations of filters have no end.
        page.robots = Some("noindex, follow");
    }
    let products = answered.hits.into_iter().map(listed).collect();
    let chips = chips(snapshot, wanted, answered.total)?;
    let facets = ORDER
        .iter()
        .filter_map(|facet| facet_view(*facet, answered.facets.remove(facet)?, wanted))
        .collect();
    let text = wanted.text.trim().to_owned();
    let is_corrected = answered.corrected_query.is_some();
    let words = answered.corrected_query.unwrap_or_else(|| text.clone());
    let shown_words = Some(words).filter(|_| answered.are_words_known);
    let mut behind = wanted.clone();
    behind.after = None;
    Ok(ProductsPage {
        text,
        shown_words,
        is_corrected,
        total: answered.total,
        facets,
        chips,
        products,
        next: answered
            .cursor
            .map(|cursor| with_cursor(&address(&behind, false), &cursor)),
        price: price_fields(wanted),
        currency: wanted.market.currency(),
        sorts: SORTS
            .iter()
            .map(|sort| (sort.as_str(), sort.words(), *sort == wanted.sort))
            .collect(),
        hidden: [
            hidden(wanted, &["q"]),
            hidden(wanted, &["price"]),
            hidden(wanted, &["sort"]),
        ],
        page,
    })
}

fn with_cursor(path: &str, cursor: &str) -> String {
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joint}cursor={cursor}")
}

fn listed(card: Card) -> ListedProduct {
    let from = if card.prices_differ { "from " } else { "" };
    let is_reduced = !card.prices_differ;
    ListedProduct {
        id: card.id,
        path: card.url,
        name: card.name,
        brand: card.brand,
        image: card.image.unwrap_or_else(no_picture),
        facts: card.facts,
        marks: card.marks,
        price: card.price.map(|price| format!("{from}{price}")),
        list_price: card
            .list_price
            .filter(|_| is_reduced)
            .map(|price| price.to_string()),
        unit_price: card.unit_price,
        availability: card
            .availability
            .filter(|availability| *availability != Availability::InStock)
            .map(Availability::words),
    }
}

fn facet_view(facet: Facet, body: FacetBody, wanted: &Request) -> Option<FacetView> {
    let chosen = wanted
        .selection
        .chosen
        .get(&facet)
        .cloned()
        .unwrap_or_default();
    let mut values: Vec<ValueBody> = body.values;
    // Of a tree the roots, and what is right below something chosen or beside it.
    let parents: Vec<Option<String>> = values
        .iter()
        .filter(|value| value.selected)
        .map(|value| value.parent.clone())
        .collect();
    let is_open = |value: &ValueBody| {
        value.selected
            || value.parent.is_none()
            || value
                .parent
                .as_ref()
                .is_some_and(|parent| chosen.contains(parent))
            || parents.contains(&value.parent)
    };
    values.retain(is_open);
    if facet == Facet::Category {
        values = as_tree(values);
    }
    let mut views: Vec<ValueView> = values
        .into_iter()
        .map(|value| ValueView {
            path: address(&toggled(wanted, facet, &value), false),
            is_below: value.parent.is_some(),
            name: value.label,
            count: value.count,
            is_chosen: value.selected,
        })
        .collect();
    let rest = views.split_off(views.len().min(SHOWN));
    let (chosen, more): (Vec<_>, Vec<_>) = rest.into_iter().partition(|value| value.is_chosen);
    views.extend(chosen);
    (!views.is_empty()).then_some(FacetView {
        title: facet.words(),
        values: views,
        more,
    })
}

/// Each value behind the one above it.
fn as_tree(values: Vec<ValueBody>) -> Vec<ValueBody> {
    let (below, roots): (Vec<_>, Vec<_>) =
        values.into_iter().partition(|value| value.parent.is_some());
    let mut tree = Vec::new();
    let mut below = below;
    for root in roots {
        let (mine, others): (Vec<_>, Vec<_>) = below
            .into_iter()
            .partition(|value| value.parent.as_deref() == Some(&root.key));
        tree.push(root);
        tree.extend(mine);
        below = others;
    }
    tree.extend(below);
    tree
}

/// The list with a value, or without it if it is chosen.
fn toggled(wanted: &Request, facet: Facet, value: &ValueBody) -> Request {
    let mut other = wanted.clone();
    other.after = None;
    let keys = other.selection.chosen.entry(facet).or_default();
    if value.selected {
        keys.retain(|key| *key != value.key);
        return other;
    }
    // What lies above a value holds it already: both together would not narrow to it.
    if facet.combine() == Combine::Any
        && let Some(parent) = &value.parent
    {
        keys.retain(|key| key != parent);
    }
    keys.push(value.key.clone());
    other
}

/// The filters that are on, each with the address without it.
fn chips(snapshot: &Snapshot, wanted: &Request, total: usize) -> Result<Vec<Chip>, AppError> {
    let mut without: Vec<(String, Request)> = Vec::new();
    let mut put = |name: String, change: &dyn Fn(&mut Request)| {
        let mut other = wanted.clone();
        other.after = None;
        change(&mut other);
        without.push((name, other));
    };
    for (facet, keys) in &wanted.selection.chosen {
        for key in keys {
            let known = snapshot.shelf.value(*facet, key);
            let label =
                known.map_or_else(|| key.replace(['_', '-'], " "), |value| value.label.clone());
            let name = if *facet == Facet::FreeFrom {
                format!("No {label}")
            } else {
                label
            };
            put(name, &|other| {
                let keys = other.selection.chosen.entry(*facet).or_default();
                keys.retain(|one| one != key);
            });
        }
    }
    if let Some((from, to)) = wanted.selection.price {
        let currency = wanted.market.currency();
        let money = |minor: i64| Money { minor, currency };
        let name = match (from, to) {
            (0, to) => format!("Up to {}", money(to)),
            (from, i64::MAX) => format!("From {}", money(from)),
            (from, to) => format!("{} to {}", money(from), money(to)),
        };
        put(name, &|other| other.selection.price = None);
    }
    for (ingredient, range) in &wanted.selection.amounts {
        let name = format!("{} {}", ingredient.replace('-', " "), range.words());
        put(name, &|other| {
            other.selection.amounts.remove(ingredient);
        });
    }
    let mut chips = Vec::with_capacity(without.len());
    for (name, other) in without {
        chips.push(Chip {
            name,
            path: address(&other, false),
            without: if total == 0 {
                answer(snapshot, &other)?.total
            } else {
                0
            },
        });
    }
    Ok(chips)
}
