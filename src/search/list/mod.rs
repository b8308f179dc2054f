//! A list of products with its filters, as every page shows it that has one.

pub mod facet_view;
pub mod page_request;
pub mod pages;
pub mod showcase;

use self::facet_view::{FacetView, facet_view};
use self::page_request::{address, hidden, price_fields};
use crate::catalog::market::{Currency, Money};
use crate::catalog::offer::model::Availability;
use crate::catalog::product::list::{ListedProduct, no_picture};
use crate::error::AppError;
use crate::search::ask::answer::{Answer, GuideBody, Lead, answer};
use crate::search::ask::request::Request;
use crate::search::follow::engine::Snapshot;
use crate::search::shelf::entry::Card;
use crate::search::shelf::facet::Facet;
use crate::search::shelf::order::Sort;

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

/// A filter that is on, with the address of the list without it.
pub struct Chip {
    /// What it asks for.
    pub name: String,
    /// The address.
    pub path: String,
    /// Products without it, where there are none with it.
    pub without: usize,
}

/// Products with what they can be narrowed by.
pub struct ListView {
    /// Its address without any filter.
    pub path: String,
    /// What was typed, for the field; nothing where it must not be repeated.
    pub text: String,
    /// Whether anything was typed.
    pub is_search: bool,
    /// The words that were looked for, where they may be repeated.
    pub shown_words: Option<String>,
    /// Whether other words were looked for than were typed.
    pub is_corrected: bool,
    /// Whether what can be read comes first.
    pub leads_with_education: bool,
    /// What can be read.
    pub education: Vec<GuideBody>,
    /// Products on all pages.
    pub total: usize,
    /// The facets.
    pub facets: Vec<FacetView>,
    /// The filters that are on.
    pub chips: Vec<Chip>,
    /// The products of this page.
    pub products: Vec<ListedProduct>,
    /// The next page.
    pub next: Option<String>,
    /// The two fields of the price.
    pub price: (String, String),
    /// Its currency.
    pub currency: Currency,
    /// The orders: word, label, and whether it is the one.
    pub sorts: Vec<(&'static str, &'static str, bool)>,
    /// What the search form, the price form and the form of the order carry along.
    pub hidden: [Vec<(String, String)>; 3],
    /// Whether it is narrowed, sorted or continued: one address for the list in search engines, combinations have no end.
    pub is_variant: bool,
}

impl ListView {
    /// The list of a request.
    ///
    /// # Errors
    /// An index file that can't be read.
    pub fn new(
        snapshot: &Snapshot,
        wanted: &Request,
        mut answered: Answer<'_>,
    ) -> Result<Self, AppError> {
        let typed = wanted.text.trim();
        let is_private = answered.in_public.is_some();
        let public = answered.in_public.take();
        let public = known(snapshot, public.as_ref().unwrap_or(wanted));
        let chips = chips(snapshot, (wanted, &public), answered.total)?;
        let is_variant = !wanted.selection.is_empty()
            || !typed.is_empty()
            || wanted.after.is_some()
            || wanted.sort != Sort::Relevance;
        let is_search = !typed.is_empty();
        let typed = if is_private { "" } else { typed };
        // No link, field or address repeats what this page must not say.
        let wanted = &public;
        let facets = ORDER.iter().filter_map(|facet| {
            facet_view(snapshot, *facet, answered.facets.remove(facet)?, wanted)
        });
        let facets = facets.collect();
        let is_corrected = answered.corrected_query.is_some();
        let words = answered.corrected_query.unwrap_or_else(|| typed.to_owned());
        let mut behind = wanted.clone();
        behind.after = None;
        Ok(Self {
            path: address(&Request::in_scope_of(wanted), false),
            text: typed.to_owned(),
            is_search,
            shown_words: Some(words).filter(|_| answered.may_repeat_words),
            is_corrected,
            leads_with_education: answered.leads_with == Lead::Education,
            education: answered.education,
            total: answered.total,
            facets,
            chips,
            products: answered.hits.into_iter().map(to_compare).collect(),
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
            is_variant,
        })
    }
}

fn with_cursor(path: &str, cursor: &str) -> String {
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joint}cursor={cursor}")
}

fn to_compare(card: Card) -> ListedProduct {
    let slug = card.slug.clone();
    ListedProduct {
        compare: Some(slug),
        ..listed(card)
    }
}

/// A card as lists show it.
pub fn listed(card: Card) -> ListedProduct {
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
        compare: None,
    }
}

/// Stands for what an address names and the catalog does not: what it is called was judged by nobody.
const UNKNOWN: &str = "Something that is not in this catalog";

/// The request without what the catalog does not know.
fn known(snapshot: &Snapshot, wanted: &Request) -> Request {
    let mut known = wanted.clone();
    for (facet, keys) in &mut known.selection.chosen {
        keys.retain(|key| snapshot.shelf.value(*facet, key).is_some());
    }
    let amounts = &mut known.selection.amounts;
    amounts.retain(|slug, _| snapshot.shelf.value(Facet::Ingredient, slug).is_some());
    known
}

/// The filters that are on, each with the address without it.
fn chips(
    snapshot: &Snapshot,
    (wanted, public): (&Request, &Request),
    total: usize,
) -> Result<Vec<Chip>, AppError> {
    let mut without: Vec<(String, Request)> = Vec::new();
    let mut put = |name: String, change: &dyn Fn(&mut Request)| {
        let mut other = public.clone();
        other.after = None;
        change(&mut other);
        without.push((name, other));
    };
    for (facet, keys) in &wanted.selection.chosen {
        for key in keys {
            let known = snapshot.shelf.value(*facet, key);
            let label = known.map_or_else(|| UNKNOWN.to_owned(), |value| value.label().to_owned());
            let name = if known.is_some() && *facet == Facet::FreeFrom {
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
        let known = snapshot.shelf.value(Facet::Ingredient, ingredient);
        let label = known.map_or_else(|| UNKNOWN.to_owned(), |it| it.label().to_owned());
        let name = format!("{label} {} per serving", range.words());
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
