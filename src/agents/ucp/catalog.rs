//! Answers what agents ask, from the search and from what is published.

use serde_json::{Value, json};
use uuid::Uuid;

use super::product::{Told, has, options, variant};
use super::request::{LookupRequest, MOST_IDS, ProductRequest, SearchRequest, SelectedOption};
use super::{LOOKUP, SEARCH, envelope};
use crate::catalog::market::Market;
use crate::catalog::product::for_lists::ForLists;
use crate::error::AppError;
use crate::feeds::channel::listing::Listing;
use crate::publishing::{Kind, read};
use crate::search::ask::answer::{Answer, Lead, answer};
use crate::search::ask::request::Request;
use crate::search::follow::engine::Snapshot;
use crate::search::shelf::facet::Facet;
use crate::search::text::find::find_code;
use crate::state::AppState;

/// An answer that is none: what is wrong with the question, with a code of the protocol.
#[derive(Debug)]
pub enum Refusal {
    /// The question can't be answered as it is.
    Question(&'static str, String),
    /// The catalog can't answer.
    Catalog(AppError),
}

impl<E: Into<AppError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        match error.into() {
            error @ (AppError::BadParameter { .. } | AppError::BadRequest(_)) => {
                Self::Question("invalid_request", error.to_string())
            }
            error => Self::Catalog(error),
        }
    }
}

/// The body of an answer that is none.
pub fn refused(code: &str, why: &str, severity: &str) -> Value {
    json!({
        "ucp": { "version": super::VERSION, "status": "error" },
        "messages": [{ "type": "error", "code": code, "content": why, "severity": severity }],
    })
}

/// Searches the catalog.
///
/// # Errors
/// A question without words and filters, or an index that is not ready.
pub async fn search(state: &AppState, asked: &SearchRequest) -> Result<Value, Refusal> {
    if asked.query.is_none() && asked.filters.is_empty() {
        return Err(Refusal::Question(
            "invalid_request",
            "say what to look for: query, filters, or both".to_owned(),
        ));
    }
    let market = asked.context.market();
    let snapshot = state.search.snapshot(market).ok_or(AppError::Unavailable)?;
    let mut messages = Vec::new();
    let wanted = wanted(&snapshot, asked, market, &mut messages)?;
    let Some(wanted) = wanted else {
        let nothing = json!({ "has_next_page": false, "total_count": 0 });
        return Ok(found(&[], &nothing, &messages));
    };
    let answered = answer(&snapshot, &wanted)?;
    tell_of_words(&answered, &state.config.public_url, &mut messages);
    let ids: Vec<Uuid> = answered.hits.iter().map(|hit| hit.id).collect();
    let told = tell(state, &ids, market).await?;
    let mut products = Vec::new();
    for id in &ids {
        let Some(one) = told.iter().find(|one| one.is_called(&id.to_string())) else {
            continue;
        };
        messages.extend(one.disclosures(&format!("$.products[{}]", products.len())));
        let variants = one.variants.iter();
        let variants = variants.map(|listing| variant(listing, &state.config.shop_name));
        products.push(one.product(&variants.collect::<Vec<_>>(), &state.config.public_url)?);
    }
    let mut pagination =
        json!({ "has_next_page": answered.cursor.is_some(), "total_count": answered.total });
    if let (Some(cursor), Some(members)) = (&answered.cursor, pagination.as_object_mut()) {
        members.insert("cursor".to_owned(), json!(cursor));
    }
    Ok(found(&products, &pagination, &messages))
}

fn found(products: &[Value], pagination: &Value, messages: &[Value]) -> Value {
    json!({
        "ucp": envelope("success", SEARCH),
        "products": products,
        "pagination": pagination,
        "messages": messages,
    })
}

/// The question in terms of the search; nothing where nothing can fit.
fn wanted(
    snapshot: &Snapshot,
    asked: &SearchRequest,
    market: Market,
    messages: &mut Vec<Value>,
) -> Result<Option<Request>, Refusal> {
    let mut pairs = Vec::new();
    let mut put = |name: &str, value: String| pairs.push((name.to_owned(), value));
    put("market", market.to_string());
    if let Some(words) = &asked.query {
        put("q", words.clone());
    }
    if let Some(cursor) = &asked.pagination.cursor {
        put("cursor", cursor.clone());
    }
    let mut wanted = Request::parse(&pairs)?;
    wanted.limit = asked.pagination.limit();
    if let Some(price) = asked.filters.price {
        let (min, max) = (price.min.unwrap_or(0), price.max.unwrap_or(i64::MAX));
        if min < 0 || max < min {
            return Err(Refusal::Question(
                "invalid_request",
                "filters.price must go from a lowest to a highest price, neither below zero"
                    .to_owned(),
            ));
        }
        let other = asked
            .context
            .currency()
            .filter(|currency| *currency != market.currency());
        match other {
            None => wanted.selection.price = Some((min, max)),
            Some(other) => messages.push(info(
                "price_filter_ignored",
                &format!(
                    "Prices here are in {}; the filter in {} was not applied.",
                    market.currency().code(),
                    other.code()
                ),
            )),
        }
    }
    if !asked.filters.categories.is_empty() {
        let keys = categories(snapshot, &asked.filters.categories, market)?;
        if keys.is_empty() {
            return Ok(None);
        }
        for key in keys {
            wanted.choose(Facet::Category, &key)?;
        }
    }
    Ok(Some(wanted))
}

/// The categories that some values mean: their paths as products tell them, or their slugs.
fn categories(
    snapshot: &Snapshot,
    values: &[String],
    market: Market,
) -> Result<Vec<String>, AppError> {
    let everything = answer(snapshot, &Request::everything(market))?;
    let Some(facet) = everything.facets.get(&Facet::Category) else {
        return Ok(Vec::new());
    };
    let path = |key: &str| {
        let mut labels = Vec::new();
        let mut at = Some(key);
        while let Some(value) =
            at.and_then(|key| facet.values.iter().find(|value| value.key == key))
        {
            labels.push(value.label);
            at = value.parent.filter(|_| labels.len() < 10);
        }
        labels.reverse();
        labels.join(" > ")
    };
    let keys = facet.values.iter().map(|value| value.key);
    Ok(keys
        .filter(|key| {
            values
                .iter()
                .any(|value| value == key || *value == path(key))
        })
        .map(str::to_owned)
        .collect())
}

/// Says what became of the words: others were looked for, or there is something to read before anything is bought.
fn tell_of_words(answered: &Answer<'_>, site: &str, messages: &mut Vec<Value>) {
    if let Some(corrected) = &answered.corrected_query {
        messages.push(info(
            "corrected_query",
            &format!("No product has these words; these were looked for: {corrected}"),
        ));
    }
    if answered.leads_with == Lead::Education {
        let guides: Vec<String> = answered
            .education
            .iter()
            .map(|guide| format!("{}: {site}{}", guide.label, guide.url))
            .collect();
        let to_read = match guides.as_slice() {
            [] => String::new(),
            guides => format!(" To read: {}", guides.join(", ")),
        };
        messages.push(info(
            "education_first",
            &format!(
                "Dietary supplements are not offered to diagnose, treat, cure or prevent any disease.{to_read}"
            ),
        ));
    }
}

fn info(code: &str, content: &str) -> Value {
    json!({ "type": "info", "code": code, "content": content })
}

/// What is told of some products that the market sells, in the order of their ids.
async fn tell(state: &AppState, ids: &[Uuid], market: Market) -> Result<Vec<Told>, AppError> {
    let conn = state.db.read().await?;
    let products = ForLists::by_ids(&conn, ids, market).await?;
    let mut told = Vec::new();
    for view in products.views() {
        told.extend(Told::new(view?, &state.config.public_url));
    }
    Ok(told)
}

/// The products that ids, handles, SKUs and barcodes mean.
async fn meant(state: &AppState, ids: &[&str], market: Market) -> Result<Vec<Uuid>, Refusal> {
    let snapshot = state.search.snapshot(market);
    let snapshot = snapshot.ok_or(AppError::Unavailable)?;
    let conn = state.db.read().await?;
    let mut meant = Vec::new();
    for id in ids {
        if let Ok(id) = Uuid::try_parse(id) {
            meant.push(id);
            continue;
        }
        let path = Kind::Product.path(id).unwrap_or_default();
        let there = read::entity_at(&conn, &path)
            .await
            .map_err(AppError::from)?;
        meant.extend(there);
        let found =
            find_code(&snapshot.texts, id).map_err(|error| AppError::Internal(error.into()))?;
        let found = found.unwrap_or_default();
        let entries = found
            .products
            .ones()
            .filter_map(|slot| snapshot.shelf.entry(slot));
        meant.extend(entries.take(MOST_IDS).map(|entry| entry.id));
    }
    meant.sort_unstable();
    meant.dedup();
    Ok(meant)
}

/// The variant that an id names by itself.
fn exact<'a>(told: &'a Told, id: &str) -> Option<&'a Listing> {
    told.variants.iter().find(|listing| {
        let is_gtin = |gtin: &crate::catalog::variant::Gtin| gtin.as_str() == id;
        listing.sku == id || listing.gtin.as_ref().is_some_and(is_gtin)
    })
}

/// Looks up products and variants by id.
///
/// # Errors
/// Too many ids, or no database.
pub async fn lookup(state: &AppState, asked: &LookupRequest) -> Result<Value, Refusal> {
    let mut ids: Vec<&str> = Vec::new();
    for id in &asked.ids {
        if !ids.contains(&id.as_str()) {
            ids.push(id);
        }
    }
    if ids.is_empty() {
        return Err(Refusal::Question(
            "invalid_request",
            "ids must name something".to_owned(),
        ));
    }
    if ids.len() > MOST_IDS {
        return Err(Refusal::Question(
            "request_too_large",
            format!("ids must be at most {MOST_IDS}: ask again for the others"),
        ));
    }
    let market = asked.context.market();
    let known = meant(state, &ids, market).await?;
    let told = tell(state, &known, market).await?;
    let (mut products, mut messages) = (Vec::new(), Vec::new());
    let mut answered: Vec<&str> = Vec::new();
    for one in &told {
        let variants = inputs(one, &ids, &mut answered, &state.config.shop_name);
        if variants.is_empty() {
            continue;
        }
        messages.extend(one.disclosures(&format!("$.products[{}]", products.len())));
        products.push(one.product(&variants, &state.config.public_url)?);
    }
    for id in ids.iter().filter(|id| !answered.contains(id)) {
        messages.push(info(
            "not_found",
            &format!("Nothing that is offered is called {id}."),
        ));
    }
    Ok(json!({ "ucp": envelope("success", LOOKUP), "products": products, "messages": messages }))
}

/// The variants of a product that some ids mean, each with the ids that mean it.
fn inputs<'a>(one: &Told, ids: &[&'a str], answered: &mut Vec<&'a str>, shop: &str) -> Vec<Value> {
    let mut of_variant: Vec<(&Listing, Vec<Value>)> = Vec::new();
    for id in ids {
        let (listing, how) = match (exact(one, id), one.variants.first()) {
            (Some(listing), _) => (listing, "exact"),
            (None, Some(first)) if one.is_called(id) => (first, "featured"),
            _ => continue,
        };
        answered.push(id);
        let input = json!({ "id": id, "match": how });
        match of_variant
            .iter_mut()
            .find(|(known, _)| known.sku == listing.sku)
        {
            Some((_, inputs)) => inputs.push(input),
            None => of_variant.push((listing, vec![input])),
        }
    }
    let told = |(listing, inputs): (&Listing, Vec<Value>)| {
        let mut told = variant(listing, shop);
        if let Some(members) = told.as_object_mut() {
            members.insert("inputs".to_owned(), json!(inputs));
        }
        told
    };
    of_variant.into_iter().map(told).collect()
}

/// One product, with what can be chosen of it.
///
/// # Errors
/// No database, or an index that is not ready.
pub async fn product(state: &AppState, asked: &ProductRequest) -> Result<Value, Refusal> {
    let market = asked.context.market();
    let known = meant(state, &[&asked.id], market).await?;
    let told = tell(state, &known, market).await?;
    let called = |one: &&Told| one.is_called(&asked.id) || exact(one, &asked.id).is_some();
    let Some(one) = told.iter().find(called) else {
        let why = format!("Nothing that is offered is called {}.", asked.id);
        return Ok(refused("not_found", &why, "unrecoverable"));
    };
    let chosen = match exact(one, &asked.id) {
        Some(listing) if asked.selected.is_empty() => selection(listing),
        _ => possible(one, &asked.selected, &asked.preferences),
    };
    let mut fitting: Vec<&Listing> = one
        .variants
        .iter()
        .filter(|listing| has(listing, &chosen))
        .collect();
    if asked.selected.is_empty() {
        // Nothing was chosen: the others can be, too.
        fitting.extend(one.variants.iter().filter(|listing| !has(listing, &chosen)));
    }
    let effective = fitting
        .first()
        .map(|listing| selection(listing))
        .unwrap_or_default();
    let variants = fitting
        .iter()
        .map(|listing| variant(listing, &state.config.shop_name));
    let mut product = one.product(&variants.collect::<Vec<_>>(), &state.config.public_url)?;
    if let Some(members) = product.as_object_mut() {
        let told: Vec<Value> = effective
            .iter()
            .map(|option| json!({ "name": option.name, "label": option.label }))
            .collect();
        members.insert("selected".to_owned(), json!(told));
        let signals = |at: usize, label: &str| signals(one, &effective, at, label);
        members.insert("options".to_owned(), options(&one.variants, &signals));
    }
    Ok(json!({
        "ucp": envelope("success", LOOKUP),
        "product": product,
        "messages": one.disclosures("$.product"),
    }))
}

fn selection(listing: &Listing) -> Vec<SelectedOption> {
    let options = listing.options.iter();
    options
        .map(|(name, label)| SelectedOption {
            name: name.clone(),
            label: label.clone(),
        })
        .collect()
}

/// As much of what was chosen as some variant has: what matters least goes first.
fn possible(
    one: &Told,
    selected: &[SelectedOption],
    preferences: &[String],
) -> Vec<SelectedOption> {
    let rank = |option: &SelectedOption| {
        let at = preferences
            .iter()
            .position(|name| name.eq_ignore_ascii_case(&option.name));
        at.unwrap_or(usize::MAX)
    };
    let mut chosen = selected.to_vec();
    chosen.sort_by_key(rank);
    while !one.variants.iter().any(|listing| has(listing, &chosen)) {
        chosen.pop();
    }
    chosen
}

/// Whether a value can be chosen beside the others that are, and whether it can be bought then.
fn signals(one: &Told, effective: &[SelectedOption], at: usize, label: &str) -> Value {
    let wanted: Vec<SelectedOption> = effective
        .iter()
        .enumerate()
        .map(|(place, option)| SelectedOption {
            name: option.name.clone(),
            label: if place == at {
                label.to_owned()
            } else {
                option.label.clone()
            },
        })
        .collect();
    let fitting = || one.variants.iter().filter(|listing| has(listing, &wanted));
    json!({
        "exists": fitting().next().is_some(),
        "available": fitting().any(|listing| listing.availability.can_be_ordered()),
    })
}
