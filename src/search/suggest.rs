//! Names that go on from what somebody has typed so far: of ingredients, goals, brands and categories, then of products.

use serde::Serialize;
use utoipa::ToSchema;

use super::engine::Snapshot;
use super::facet::Facet;
use super::find::find;
use super::words::{self, Wanted};
use crate::catalog::market::Market;
use crate::error::AppError;
use crate::publishing::Kind;

/// Most suggestions of one kind.
const OF_A_KIND: usize = 4;
/// Fewest letters for which products are looked through.
const FOR_PRODUCTS: usize = 2;

/// The facets whose values have a page, and the kind of that page.
const PAGES: &[(Facet, Kind)] = &[
    (Facet::Ingredient, Kind::Ingredient),
    (Facet::Topic, Kind::Topic),
    (Facet::Brand, Kind::Brand),
    (Facet::Category, Kind::Category),
];

/// Something that may be meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Suggestion {
    /// What it is: `ingredient`, `topic`, `brand`, `category` or `product`.
    pub kind: Kind,
    /// Its name.
    pub label: String,
    /// Its address, in answers with the site before it.
    pub url: String,
    /// Products that it leads to; nothing for a product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub products: Option<usize>,
}

/// What may be meant by the beginning of some words. Only names that are public are suggested: what was typed is never echoed.
///
/// # Errors
/// An index file that can't be read.
pub fn suggest(
    snapshot: &Snapshot,
    typed: &str,
    market: Market,
) -> Result<Vec<Suggestion>, AppError> {
    let wanted = words::of_query(typed);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut suggestions = Vec::new();
    for (facet, kind) in PAGES {
        suggestions.extend(named(snapshot, &wanted, (*facet, *kind), market));
    }
    if typed.trim().chars().count() >= FOR_PRODUCTS {
        suggestions.extend(products(snapshot, typed)?);
    }
    Ok(suggestions)
}

fn named(
    snapshot: &Snapshot,
    wanted: &[Wanted],
    (facet, kind): (Facet, Kind),
    market: Market,
) -> Vec<Suggestion> {
    let values = snapshot.shelf.values(facet);
    let mut named: Vec<_> = values
        .filter(|(_, value)| fits(&value.words, wanted))
        .collect();
    named.sort_by(|(_, one), (_, other)| {
        let count = other.postings.len().cmp(&one.postings.len());
        count.then_with(|| one.label.cmp(&other.label))
    });
    let named = named.into_iter().take(OF_A_KIND);
    named
        .filter_map(|(key, value)| {
            Some(Suggestion {
                kind,
                label: value.label.clone(),
                url: market.path(&kind.path(key)?),
                products: Some(value.postings.len()),
            })
        })
        .collect()
}

/// Whether a name holds all the words, of which the last may go on.
fn fits(name: &[String], wanted: &[Wanted]) -> bool {
    wanted.iter().all(|wanted| {
        let last = wanted.words.len().saturating_sub(1);
        let mut words = wanted.words.iter().zip(0..);
        let apart = words.all(|(word, at)| {
            let goes_on = wanted.is_beginning && at == last;
            name.iter()
                .any(|one| one == word || (goes_on && one.starts_with(word.as_str())))
        });
        apart
            || wanted
                .joined
                .as_ref()
                .is_some_and(|joined| name.contains(joined))
    })
}

fn products(snapshot: &Snapshot, typed: &str) -> Result<Vec<Suggestion>, AppError> {
    let found = find(&snapshot.texts, typed).map_err(|error| AppError::Internal(error.into()))?;
    let found = found.unwrap_or_default();
    let mut scored = found.scores;
    let order =
        |one: &(u32, f32), other: &(u32, f32)| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0));
    if scored.len() > OF_A_KIND {
        scored.select_nth_unstable_by(OF_A_KIND, order);
        scored.truncate(OF_A_KIND);
    }
    scored.sort_unstable_by(order);
    // Whole words first, then those that only begin so.
    let begun = found
        .products
        .ones()
        .filter(|slot| !found.scored.contains(*slot));
    let begun = begun.filter_map(|slot| u32::try_from(slot).ok());
    let rest = OF_A_KIND.saturating_sub(scored.len());
    scored.extend(begun.take(rest).map(|slot| (slot, 0.0)));
    let entries = scored
        .iter()
        .filter_map(|(slot, _)| snapshot.shelf.entry(*slot as usize));
    entries
        .map(|entry| {
            Ok(Suggestion {
                kind: Kind::Product,
                label: entry.card.name.clone(),
                url: entry.card.url.clone(),
                products: None,
            })
        })
        .collect()
}
