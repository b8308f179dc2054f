//! Names that go on from what somebody has typed so far: of ingredients, goals, brands and categories, of what can be read, then of
//! products.

use chrono::Utc;
use serde::Serialize;
use utoipa::ToSchema;

use super::best::{Wish, best};
use super::merchandising::arrange;
use super::reading::{Reading, read};
use super::request::Request;
use crate::catalog::market::Market;
use crate::error::AppError;
use crate::publishing::Kind;
use crate::search::analytics::counts::Searches;
use crate::search::follow::engine::Snapshot;
use crate::search::shelf::facet::Facet;
use crate::search::text::find::{find, find_code};
use crate::search::words::Wanted;
use crate::text_enum;

/// Most suggestions of one kind.
const OF_A_KIND: usize = 4;
/// Fewest letters for which products are looked through.
const FOR_PRODUCTS: usize = 2;

/// The facets whose values have a page, and the kind of that page.
const PAGES: &[(Facet, Kind, Meant)] = &[
    (Facet::Ingredient, Kind::Ingredient, Meant::Ingredient),
    (Facet::Topic, Kind::Topic, Meant::Topic),
    (Facet::Brand, Kind::Brand, Meant::Brand),
    (Facet::Category, Kind::Category, Meant::Category),
];

text_enum! {
    /// What a suggestion leads to.
    Meant {
        /// The results of words that many look for.
        Query = "query",
        /// An ingredient.
        Ingredient = "ingredient",
        /// A goal.
        Topic = "topic",
        /// A brand.
        Brand = "brand",
        /// A category.
        Category = "category",
        /// An article.
        Article = "article",
        /// A set of products for a goal.
        Protocol = "protocol",
        /// A product.
        Product = "product",
    }
}

/// Something that may be meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Suggestion {
    /// What it leads to.
    pub kind: Meant,
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
    searches: &Searches,
    typed: &str,
    market: Market,
) -> Result<Vec<Suggestion>, AppError> {
    let reading = read(typed, &snapshot.knowledge, market);
    let mut suggestions = Vec::new();
    if !reading.wanted.is_empty() {
        for page in PAGES {
            suggestions.extend(named(snapshot, &reading.wanted, *page, market));
        }
    }
    if !reading.is_private {
        suggestions.extend(popular(snapshot, searches, typed, market));
    }
    suggestions.extend(readings(snapshot, &reading, market, &suggestions));
    if typed.trim().chars().count() >= FOR_PRODUCTS && !reading.names_disease {
        suggestions.extend(products(snapshot, (typed, market), reading.wanted)?);
    }
    Ok(suggestions)
}

/// Words that many look for, where nothing speaks against repeating them to others.
fn popular(
    snapshot: &Snapshot,
    searches: &Searches,
    typed: &str,
    market: Market,
) -> Vec<Suggestion> {
    let words = searches.beginning_with(market, typed, OF_A_KIND);
    // Only what the catalog says itself: a visitor must not speak to all others.
    let may_be_repeated = |words: &String| {
        let reading = read(&format!("{words} "), &snapshot.knowledge, market);
        let found = find(&snapshot.texts, reading.wanted);
        let found = found.ok().flatten();
        !reading.is_private
            && found.is_some_and(|it| it.corrected.is_none() && !it.products.is_clear())
    };
    words
        .into_iter()
        .filter(may_be_repeated)
        .filter_map(|words| {
            let query = serde_urlencoded::to_string([("q", &words)]).ok()?;
            Some(Suggestion {
                kind: Meant::Query,
                label: words,
                url: format!("{}?{query}", market.path("/products")),
                products: None,
            })
        })
        .collect()
}

const fn meant(kind: Kind) -> Option<Meant> {
    Some(match kind {
        Kind::Ingredient => Meant::Ingredient,
        Kind::Topic => Meant::Topic,
        Kind::Article => Meant::Article,
        Kind::Protocol => Meant::Protocol,
        _ => return None,
    })
}

/// What can be read of the words, besides what is suggested already; goals first where the words are others for them.
fn readings(
    snapshot: &Snapshot,
    reading: &Reading,
    market: Market,
    known: &[Suggestion],
) -> Vec<Suggestion> {
    let education = &snapshot.knowledge.education;
    let topics = reading.topics.iter();
    let topics = topics.flat_map(|slug| {
        let topic = education.by_slug(Kind::Topic, slug);
        topic.into_iter().chain(education.about(slug))
    });
    let found = if reading.all.is_empty() {
        Vec::new()
    } else {
        education.find(&reading.all, reading.names_disease)
    };
    let mut suggestions: Vec<Suggestion> = Vec::new();
    for guide in topics
        .chain(found)
        .filter(|guide| guide.is_fit_for_products)
    {
        let Some((url, meant)) = guide.path(market).zip(meant(guide.kind)) else {
            continue;
        };
        let is_new = !known
            .iter()
            .chain(&suggestions)
            .any(|other| other.url == url);
        if is_new && suggestions.len() < OF_A_KIND {
            suggestions.push(Suggestion {
                kind: meant,
                label: guide.label.clone(),
                url,
                products: None,
            });
        }
    }
    suggestions
}

fn named(
    snapshot: &Snapshot,
    wanted: &[Wanted],
    (facet, kind, meant): (Facet, Kind, Meant),
    market: Market,
) -> Vec<Suggestion> {
    // What is told of topics is of the default market.
    let is_there = market == Market::Us || kind != Kind::Topic;
    let values = snapshot.shelf.values(facet).filter(|_| is_there);
    let mut named: Vec<_> = values
        .filter(|(_, value)| fits(&value.words, wanted))
        .collect();
    named.sort_by(|(_, one), (_, other)| {
        let count = other.postings.len().cmp(&one.postings.len());
        count.then_with(|| one.label().cmp(other.label()))
    });
    let named = named.into_iter().take(OF_A_KIND);
    named
        .filter_map(|(key, value)| {
            Some(Suggestion {
                kind: meant,
                label: value.label().to_owned(),
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
        let by_others = wanted
            .others
            .iter()
            .any(|phrase| phrase.iter().all(|word| name.contains(word)));
        apart
            || by_others
            || wanted
                .joined
                .as_ref()
                .is_some_and(|joined| name.contains(joined))
    })
}

fn products(
    snapshot: &Snapshot,
    (typed, market): (&str, Market),
    wanted: Vec<Wanted>,
) -> Result<Vec<Suggestion>, AppError> {
    let unreadable = |error: tantivy::TantivyError| AppError::Internal(error.into());
    let found = match find_code(&snapshot.texts, typed).map_err(unreadable)? {
        Some(found) => found,
        None => find(&snapshot.texts, wanted)
            .map_err(unreadable)?
            .unwrap_or_default(),
    };
    let mut request = Request::everything(market);
    typed.clone_into(&mut request.text);
    let rules = &snapshot.knowledge.rules;
    let arranged = arrange(rules, &snapshot.shelf, &request, Utc::now().date_naive());
    let mut among = found.scored.clone();
    among.difference_with(&arranged.hidden);
    let wish = Wish {
        terms: &found.terms,
        among: &among,
        arranged: &arranged,
        after: None,
        most: OF_A_KIND,
    };
    let best = best(&snapshot.texts, &snapshot.shelf, &wish).map_err(unreadable)?;
    // Whole words first, then those that only begin so.
    let begun = found
        .products
        .ones()
        .filter(|slot| !found.scored.contains(*slot) && !arranged.hidden.contains(*slot));
    let begun = begun.filter_map(|slot| snapshot.shelf.entry(slot));
    let entries = best.into_iter().map(|(_, entry)| entry).chain(begun);
    let entries = entries.take(OF_A_KIND);
    Ok(entries
        .map(|entry| Suggestion {
            kind: Meant::Product,
            label: entry.card.name.clone(),
            url: entry.card.url.clone(),
            products: None,
        })
        .collect())
}
