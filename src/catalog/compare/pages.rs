//! The page of a comparison.

use actix_web::{HttpRequest, web};
use askama::Template;

use super::MOST;
use super::load::{Loaded, load};
use super::request::Request;
use super::table::{Cell, Column, Table, columns, table};
use crate::catalog::market::Market;
use crate::catalog::market::page::page_in;
use crate::catalog::product::claim_card::beside_claims;
use crate::catalog::product::view::ProductView;
use crate::compliance::disclaimer::{SYMBOL, disclaimer};
use crate::error::AppError;
use crate::publishing::Slug;
use crate::search;
use crate::search::ask::answer::answer;
use crate::search::shelf::entry::Card;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::form::Sent;
use crate::web::page::{PageCtx, PageResult, respond, see_other};

/// Most products that are proposed to add.
const PROPOSED: usize = 6;

#[derive(Template)]
#[template(path = "catalog/compare.html")]
struct ComparePage {
    page: PageCtx,
    columns: Vec<Column>,
    /// Nothing to compare with fewer than two products.
    table: Option<Table>,
    left_out: Vec<String>,
    symbol: &'static str,
    disclaimer: Option<&'static str>,
    /// What the law of the market wants said beside claims.
    beside_claims: Option<&'static str>,
    add: Add,
}

/// The form by which another product is looked for.
struct Add {
    /// The products that it carries along.
    slugs: Vec<String>,
    /// What was typed.
    text: String,
    /// Whether there is room for another.
    has_room: bool,
    found: Vec<Proposal>,
    /// What there is to say about what was typed.
    message: Option<&'static str>,
}

/// A product that could be added.
struct Proposal {
    name: String,
    brand: String,
    facts: String,
    /// The comparison with it.
    path: String,
}

/// Products side by side: `/compare?p=…&p=…`.
///
/// # Errors
/// A parameter that is not known or malformed, named; too many products.
pub async fn compare_page(
    state: State,
    request: HttpRequest,
    query: web::Query<Sent>,
    market: Market,
) -> PageResult {
    let wanted = Request::read(query.pairs(), market)?;
    if wanted.pairs() != query.pairs() {
        return Ok(see_other(&wanted.address()));
    }
    let conn = state.db.read().await?;
    let loaded = load(&conn, &wanted).await?;
    drop(conn);
    let (views, left_out) = match loaded {
        Loaded::Moved(current) => return Ok(see_other(&current.address())),
        Loaded::Here(views, left_out) => (views, left_out),
    };
    let slugs = views.iter().map(|view| Slug::parse(&view.product.slug));
    let here = wanted.of(slugs.filter_map(Result::ok));
    let add = add(&state, &here, &wanted.add)?;
    let page = page_ctx(&state.config.public_url, &here, &views);
    let page = view(page, &here, &views, left_out, add);
    respond(&request, &page, CachePolicy::Revalidate)
}

fn view(
    page: PageCtx,
    here: &Request,
    views: &[ProductView],
    left_out: Vec<String>,
    add: Add,
) -> ComparePage {
    let table = (views.len() > 1).then(|| table(views, here.market));
    let statements = table.as_ref().map_or(0, |table| table.statements);
    let has_claims = table.as_ref().is_some_and(|table| table.has_claims);
    ComparePage {
        page,
        columns: columns(views, here),
        table,
        left_out,
        symbol: SYMBOL,
        disclaimer: disclaimer(statements),
        beside_claims: beside_claims(here.market).filter(|_| has_claims),
        add,
    }
}

/// Search engines leave comparisons out: there is no end of them.
fn page_ctx(site: &str, wanted: &Request, views: &[ProductView]) -> PageCtx {
    let market = wanted.market;
    let elsewhere: Vec<Market> = Market::ALL
        .iter()
        .copied()
        .filter(|other| *other != market)
        .collect();
    let names: Vec<&str> = views
        .iter()
        .map(|view| view.product.document.name.as_str())
        .collect();
    let title = match names.as_slice() {
        [] | [_] => "Compare products".to_owned(),
        [others @ .., last] => format!("Compare {} and {last}", others.join(", ")),
    };
    let products = wanted.of(wanted.slugs.iter().cloned());
    let list = market.path("/products");
    let mut page = page_in(
        site,
        market,
        &products.path(),
        "Compare products",
        &elsewhere,
    )
    .described("Products side by side: what is in them, what a day costs, what they are free from.")
    .in_section("products")
    .under(&[("Products", &list)]);
    page.title = title;
    page
}

/// The form with what is found for the words that were typed.
fn add(state: &State, here: &Request, words: &str) -> Result<Add, AppError> {
    let mut add = Add {
        slugs: here.slugs.iter().map(ToString::to_string).collect(),
        text: words.to_owned(),
        has_room: here.slugs.len() < MOST,
        found: Vec::new(),
        message: None,
    };
    if words.is_empty() || !add.has_room {
        return Ok(add);
    }
    let Some(snapshot) = state.search.snapshot(here.market) else {
        add.message = Some("The search is being made ready: try again in some seconds.");
        return Ok(add);
    };
    let mut asked = search::ask::request::Request::everything(here.market);
    words.clone_into(&mut asked.text);
    asked.limit = PROPOSED + MOST;
    let answered = answer(&snapshot, &asked)?;
    if answered.in_public.is_some() {
        // Rules object to the words beside products.
        add.text.clear();
    }
    add.found = answered
        .hits
        .into_iter()
        .filter_map(|card| proposal(card, here))
        .take(PROPOSED)
        .collect();
    if add.found.is_empty() {
        add.message = Some("No other product holds these words. Try fewer, or another spelling.");
    }
    Ok(add)
}

/// The comparison with a product that was found, unless it stands there.
fn proposal(card: Card, here: &Request) -> Option<Proposal> {
    let slug = Slug::parse(&card.slug).ok()?;
    (!here.slugs.contains(&slug)).then(|| Proposal {
        name: card.name,
        brand: card.brand,
        facts: card.facts.join(", "),
        path: here.with(slug).address(),
    })
}
