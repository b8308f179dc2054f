//! Answers a request from what is searchable now: no statement is sent to the database.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;
use serde::Serialize;
use utoipa::ToSchema;

use super::engine::Snapshot;
use super::entry::{Card, Entry};
use super::facet::Facet;
use super::find::{Found, find};
use super::order::{Place, Sort};
use super::request::{Request, cursor_of};
use super::selection::{Count, Narrowed};
use crate::error::AppError;

/// A page of products, and what could be chosen next.
#[derive(Debug, Serialize, ToSchema)]
pub struct Answer {
    /// The products of this page.
    pub hits: Vec<Card>,
    /// How many there are on all pages.
    pub total: usize,
    /// By code of the facet.
    pub facets: BTreeMap<Facet, FacetBody>,
    /// The words that were looked for, where those that were typed hold none that is known.
    pub corrected_query: Option<String>,
    /// Where the next page begins.
    pub cursor: Option<String>,
    /// Whether any product holds the words, whatever the filters are. Only then may a page repeat them: what the catalog says has
    /// been judged, what a visitor types has not.
    #[serde(skip)]
    pub are_words_known: bool,
    /// Milliseconds that the search took.
    pub took_ms: f64,
}

/// A facet with its values.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetBody {
    /// For people.
    pub label: &'static str,
    /// Always `values`.
    #[serde(rename = "type")]
    pub facet_type: &'static str,
    /// `any`: products with any chosen value; `all`: with all of them.
    pub combine: &'static str,
    /// Its values, those with the most products first.
    pub values: Vec<ValueBody>,
}

/// A value of a facet.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValueBody {
    /// The word of parameters.
    pub key: String,
    /// For people.
    pub label: String,
    /// The value above it, in a tree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Products that choosing it shows.
    pub count: usize,
    /// Whether it is chosen.
    pub selected: bool,
}

/// Answers a request.
///
/// # Errors
/// An index file that can't be read.
pub fn answer(snapshot: &Snapshot, request: &Request) -> Result<Answer, AppError> {
    let began = std::time::Instant::now();
    let found =
        find(&snapshot.texts, &request.text).map_err(|error| AppError::Internal(error.into()))?;
    let words = match &found {
        Some(found) => &found.products,
        None => snapshot.shelf.all(),
    };
    let narrowed = request.selection.narrow(&snapshot.shelf, words);
    let (page, more) = page_of(snapshot, request, found.as_ref(), &narrowed);
    let hits = page.iter().map(|(_, entry)| entry.card.clone()).collect();
    let last = page.last().filter(|_| more);
    Ok(Answer {
        cursor: last.map(|(rank, entry)| cursor_of(&Place::of(*rank, entry))),
        hits,
        total: narrowed.total,
        facets: Facet::ALL
            .iter()
            .map(|facet| (*facet, facet_body(*facet, narrowed.counts(*facet))))
            .collect(),
        are_words_known: found
            .as_ref()
            .is_some_and(|found| found.products.count_ones(..) > 0),
        corrected_query: found.and_then(|found| found.corrected),
        took_ms: (began.elapsed().as_secs_f64() * 1e6).round() / 1e3,
    })
}

type Ranked<'a> = (i64, &'a Entry);

/// The products of a page with the rank of each, and whether more follow.
fn page_of<'a>(
    snapshot: &'a Snapshot,
    request: &Request,
    found: Option<&Found>,
    narrowed: &Narrowed<'_>,
) -> (Vec<Ranked<'a>>, bool) {
    let most = request.limit + 1;
    let after = request.after.as_ref();
    let by_words = found.filter(|_| request.sort == Sort::Relevance);
    let mut page = match by_words.filter(|_| after.is_none_or(|place| place.rank < 0)) {
        Some(found) => best(snapshot, found, &narrowed.products, after, most),
        None => Vec::new(),
    };
    if page.len() < most {
        // Without words, or behind what fits them: by name.
        let sort = if request.sort == Sort::Relevance {
            Sort::Name
        } else {
            request.sort
        };
        let after = after.filter(|place| by_words.is_none() || place.rank >= 0);
        let scored = by_words.map(|found| &found.scored);
        let slots = narrowed.first(sort, after, most - page.len(), scored);
        let entries = slots
            .iter()
            .filter_map(|slot| snapshot.shelf.entry(*slot as usize));
        page.extend(entries.map(|entry| (sort.rank(entry, 0.0), entry)));
    }
    let more = page.len() > request.limit;
    page.truncate(request.limit);
    (page, more)
}

/// Those that fit the words best.
fn best<'a>(
    snapshot: &'a Snapshot,
    found: &Found,
    products: &FixedBitSet,
    after: Option<&Place>,
    most: usize,
) -> Vec<Ranked<'a>> {
    let left = found
        .scores
        .iter()
        .filter(|(slot, _)| products.contains(*slot as usize));
    let ranked = left.filter_map(|(slot, score)| {
        let entry = snapshot.shelf.entry(*slot as usize)?;
        Some((Sort::Relevance.rank(entry, *score), entry))
    });
    let mut page: Vec<Ranked<'a>> = ranked
        .filter(|(rank, entry)| after.is_none_or(|place| place.is_before(*rank, entry)))
        .collect();
    let order = |one: &Ranked<'_>, other: &Ranked<'_>| {
        (one.0, &one.1.name, one.1.id).cmp(&(other.0, &other.1.name, other.1.id))
    };
    if page.len() > most {
        page.select_nth_unstable_by(most, order);
        page.truncate(most);
    }
    page.sort_unstable_by(order);
    page
}

fn facet_body(facet: Facet, counts: Vec<Count<'_>>) -> FacetBody {
    let mut values: Vec<ValueBody> = counts
        .into_iter()
        .map(|count| ValueBody {
            key: count.key.to_owned(),
            label: count.label.to_owned(),
            parent: count.parent.map(str::to_owned),
            count: count.count,
            selected: count.is_chosen,
        })
        .collect();
    values.sort_by(|one, other| {
        other
            .count
            .cmp(&one.count)
            .then_with(|| one.label.cmp(&other.label))
    });
    FacetBody {
        label: facet.words(),
        facet_type: "values",
        combine: facet.combine_word(),
        values,
    }
}
