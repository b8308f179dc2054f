//! Answers a request from what is searchable now: no statement is sent to the database.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::Utc;
use fixedbitset::FixedBitSet;
use serde::Serialize;
use utoipa::ToSchema;

use super::merchandising::{Arranged, arrange};
use super::ranking::{Ranking, page_of};
use super::reading::{Reading, read};
use super::request::{Request, cursor_of};
use crate::catalog::market::Market;
use crate::error::AppError;
use crate::publishing::Kind;
use crate::search::follow::engine::Snapshot;
use crate::search::knowledge::arrangement::Arrangement;
use crate::search::knowledge::education::Guide;
use crate::search::shelf::entry::Card;
use crate::search::shelf::facet::Facet;
use crate::search::shelf::order::Place;
use crate::search::shelf::scope::with_value;
use crate::search::shelf::selection::Count;
use crate::search::text::find::{Found, find, find_code};
use crate::search::words;
use crate::text_enum;

/// A page of products, and what could be chosen next.
#[derive(Debug, Serialize, ToSchema)]
pub struct Answer<'a> {
    /// The products of this page.
    pub hits: Vec<Card>,
    /// How many there are on all pages.
    pub total: usize,
    /// By code of the facet.
    pub facets: BTreeMap<Facet, FacetBody<'a>>,
    /// What can be read about it.
    pub education: Vec<GuideBody>,
    /// What comes first: products, or education where the words name a disease.
    pub leads_with: Lead,
    /// Where the words lead instead, in answers with the site before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect: Option<String>,
    /// The words that were looked for, where some of those that were typed are in no product.
    pub corrected_query: Option<String>,
    /// Where the next page begins.
    pub cursor: Option<String>,
    /// Whether a page may repeat the words: some product holds them, whatever the filters are, and no rule objects to them beside
    /// products. What the catalog says has been judged, what a visitor types has not.
    #[serde(skip)]
    pub may_repeat_words: bool,
    /// What stands in links in place of the request where rules object to its words beside products: the other words, and the goals
    /// behind them.
    #[serde(skip)]
    pub in_public: Option<Request>,
    /// Milliseconds that the search took.
    pub took_ms: f64,
}

/// A facet with its values.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetBody<'a> {
    /// For people.
    pub label: &'static str,
    /// Always `values`.
    #[serde(rename = "type")]
    pub facet_type: &'static str,
    /// `any`: products with any chosen value; `all`: with all of them.
    pub combine: &'static str,
    /// Its values, those with the most products first.
    pub values: Vec<ValueBody<'a>>,
}

/// A value of a facet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ValueBody<'a> {
    /// The word of parameters.
    pub key: &'a str,
    /// For people.
    pub label: &'a str,
    /// The value above it, in a tree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<&'a str>,
    /// Products that choosing it shows.
    pub count: usize,
    /// Whether it is chosen.
    pub selected: bool,
}

/// Something to read about what is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GuideBody {
    /// What it is: `ingredient`, `topic`, `article` or `protocol`.
    pub kind: Kind,
    /// Its name or title.
    pub label: String,
    /// Its address, in answers with the site before it.
    pub url: String,
    /// One sentence, where it may stand beside products.
    pub summary: Option<String>,
}

text_enum! {
    /// What an answer begins with.
    Lead {
        /// Products.
        Products = "products",
        /// What can be read, because the words name what no product may be said to help with.
        Education = "education",
    }
}

/// Answers a request.
///
/// # Errors
/// An index file that can't be read.
pub fn answer<'a>(snapshot: &'a Snapshot, request: &Request) -> Result<Answer<'a>, AppError> {
    answer_by(snapshot, request, &snapshot.knowledge.rules)
}

/// The request without words that must not be repeated.
fn in_public(snapshot: &Snapshot, request: &Request, reading: &Reading) -> Request {
    let mut public = request.clone();
    public.text = words::flat(&reading.wanted).join(" ");
    let is_private = read(&public.text, &snapshot.knowledge, request.market).is_private;
    if is_private {
        public.text.clear();
    }
    for topic in &reading.topics {
        let keys = public.selection.chosen.entry(Facet::Topic).or_default();
        if !keys.contains(topic) {
            keys.push(topic.clone());
        }
    }
    public
}

/// Where a path of the default market is in another one; what is only there stays.
fn in_market(path: &str, market: Market) -> String {
    const EVERYWHERE: [&str; 4] = ["/products", "/categories/", "/brands/", "/ingredients/"];
    if EVERYWHERE.iter().any(|start| path.starts_with(start)) {
        return market.path(path);
    }
    path.to_owned()
}

/// Answers a request as if lists were arranged by other rules.
///
/// # Errors
/// An index file that can't be read.
pub fn answer_by<'a>(
    snapshot: &'a Snapshot,
    request: &Request,
    rules: &[Arrangement],
) -> Result<Answer<'a>, AppError> {
    let began = std::time::Instant::now();
    let (reading, found) = look(snapshot, request)?;
    let arranged = arrange(rules, &snapshot.shelf, request, Utc::now().date_naive());
    let among = among(snapshot, request, (&reading, found.as_ref()), &arranged);
    let narrowed = request.selection.narrow(&snapshot.shelf, &among);
    let ranking = Ranking::new(found.as_ref(), &arranged, &narrowed.products);
    let (page, more) = page_of(snapshot, request, &ranking, &narrowed)
        .map_err(|error| AppError::Internal(error.into()))?;
    let hits = page.iter().map(|(_, entry)| entry.card.clone()).collect();
    let last = page.last().filter(|_| more);
    let are_known = found
        .as_ref()
        .is_some_and(|found| found.products.count_ones(..) > 0);
    Ok(Answer {
        cursor: last.map(|(rank, entry)| cursor_of(request.sort, &Place::of(*rank, entry))),
        hits,
        total: narrowed.total,
        facets: narrowed
            .counts()
            .into_iter()
            .map(|(facet, counts)| (facet, facet_body(facet, counts)))
            .collect(),
        education: education(snapshot, request, &reading, narrowed.total),
        leads_with: if reading.names_disease {
            Lead::Education
        } else {
            Lead::Products
        },
        redirect: arranged
            .leads_to
            .map(|path| in_market(&path, request.market)),
        may_repeat_words: are_known && !reading.is_private,
        in_public: reading
            .is_private
            .then(|| in_public(snapshot, request, &reading)),
        corrected_query: found.and_then(|found| found.corrected),
        took_ms: (began.elapsed().as_secs_f64() * 1e6).round() / 1e3,
    })
}

/// What the words mean, and the products that they find; none when there are none to look for.
fn look(snapshot: &Snapshot, request: &Request) -> Result<(Reading, Option<Found>), AppError> {
    let unreadable = |error: tantivy::TantivyError| AppError::Internal(error.into());
    if request.text.trim().is_empty() {
        return Ok((Reading::default(), None));
    }
    if let Some(found) = find_code(&snapshot.texts, &request.text).map_err(unreadable)? {
        return Ok((Reading::default(), Some(found)));
    }
    let reading = read(&request.text, &snapshot.knowledge, request.market);
    let found = find(&snapshot.texts, reading.wanted.clone()).map_err(unreadable)?;
    // What holds no word at all finds nothing, which is not everything.
    let found = found.or_else(|| reading.all.is_empty().then(Found::default));
    Ok((reading, found))
}

/// The products before any filter: those of the words, within the part of the catalog that is looked at.
fn among<'a>(
    snapshot: &'a Snapshot,
    request: &Request,
    (reading, found): (&Reading, Option<&'a Found>),
    arranged: &Arranged,
) -> Cow<'a, FixedBitSet> {
    let shelf = &snapshot.shelf;
    let mut among = match found {
        Some(found) => Cow::Borrowed(&found.products),
        // The name of a disease finds no product by itself.
        None if reading.names_disease => Cow::Owned(FixedBitSet::new()),
        None => Cow::Borrowed(shelf.all()),
    };
    if !reading.topics.is_empty() {
        let mut about = FixedBitSet::new();
        for topic in &reading.topics {
            about.union_with(&with_value(shelf, Facet::Topic, topic));
        }
        if found.is_none() {
            among = Cow::Owned(about);
        } else if !about.is_disjoint(&among) {
            among.to_mut().intersect_with(&about);
        }
    }
    for slot in &arranged.found {
        among.to_mut().grow_and_insert(*slot as usize);
    }
    if let Some(scope) = request.scope.products(shelf) {
        among.to_mut().intersect_with(&scope);
    }
    if !arranged.hidden.is_clear() {
        among.to_mut().difference_with(&arranged.hidden);
    }
    among
}

/// Most things to read in an answer.
const GUIDES: usize = 4;

/// What can be read: of the words, or of the goals and ingredients that are chosen. Beside products only what may stand there.
fn education(
    snapshot: &Snapshot,
    request: &Request,
    reading: &Reading,
    total: usize,
) -> Vec<GuideBody> {
    let known = &snapshot.knowledge.education;
    let chosen = [
        (Facet::Topic, Kind::Topic),
        (Facet::Ingredient, Kind::Ingredient),
    ];
    let chosen = chosen.into_iter().flat_map(|(facet, kind)| {
        let keys = request.selection.chosen.get(&facet).into_iter().flatten();
        keys.map(move |key| (kind, key))
    });
    let topics = reading.topics.iter().map(|slug| (Kind::Topic, slug));
    let named = topics.chain(chosen);
    let mut guides: Vec<&Guide> = named
        .filter_map(|(kind, slug)| known.by_slug(kind, slug))
        .collect();
    guides.extend(reading.topics.iter().flat_map(|topic| known.about(topic)));
    if !reading.all.is_empty() {
        guides.extend(known.find(&reading.all, reading.names_disease || total == 0));
    }
    if reading.names_disease {
        // Something to read about one of the words, or at least what the catalog is about.
        for word in &reading.all {
            guides.extend(known.find(std::slice::from_ref(word), true));
        }
        guides.extend(known.goals());
    }
    let mut bodies: Vec<GuideBody> = Vec::new();
    for guide in guides {
        let may_stand = total == 0 || guide.is_fit_for_products;
        let Some(url) = guide.path(request.market).filter(|_| may_stand) else {
            continue;
        };
        if bodies.len() < GUIDES && !bodies.iter().any(|body| body.url == url) {
            bodies.push(GuideBody {
                kind: guide.kind,
                label: guide.label.clone(),
                url,
                summary: guide.summary.clone(),
            });
        }
    }
    bodies
}

fn facet_body<'a>(facet: Facet, counts: Vec<Count<'a>>) -> FacetBody<'a> {
    let mut values: Vec<ValueBody<'a>> = counts
        .into_iter()
        .map(|count| ValueBody {
            key: count.key,
            label: count.label,
            parent: count.parent,
            count: count.count,
            selected: count.is_chosen,
        })
        .collect();
    values.sort_by(|one, other| {
        other
            .count
            .cmp(&one.count)
            .then_with(|| one.label.cmp(other.label))
    });
    FacetBody {
        label: facet.words(),
        facet_type: "values",
        combine: facet.combine_word(),
        values,
    }
}
