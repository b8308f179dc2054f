//! What was looked for, and what to do about it: `/admin/searches`.

use actix_web::{HttpRequest, web};
use askama::Template;
use chrono::{Days, Utc};
use serde::Deserialize;

use super::queries::{Searched, Shown, searched};
use super::worker::save;
use crate::accounts::admin::AdminCtx;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::catalog::market::Market;
use crate::error::AppError;
use crate::publishing::Kind;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageResult, respond};

/// Rows of the list.
const ROWS: i64 = 100;
/// The times back that are offered, in days.
const DAYS: [u64; 3] = [7, 30, 90];

/// `?show=empty&days=30&market=us`.
#[derive(Debug, Default, Deserialize)]
pub struct SearchesQuery {
    show: Option<String>,
    days: Option<String>,
    market: Option<String>,
}

/// A choice with its address.
struct Choice {
    name: String,
    path: String,
    is_current: bool,
}

/// Words with what can be done about them.
struct Row {
    searched: Searched,
    results: String,
    add_synonym: String,
    pin: String,
    lead: String,
}

#[derive(Template)]
#[template(path = "admin/search/searches.html")]
struct SearchesPage {
    admin: AdminCtx,
    choices: [Vec<Choice>; 3],
    rows: Vec<Row>,
    /// Whether the person may make synonyms and rules.
    may_edit: bool,
}

/// What was looked for: `/admin/searches`.
///
/// # Errors
/// Not signed in, or a parameter that is malformed.
pub async fn searches_page(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    query: web::Query<SearchesQuery>,
) -> PageResult {
    user.may(Action::Read, None)?;
    let (shown, days, market) = parse(&query)?;
    // What was counted a moment ago is there too, whoever counted it here.
    save(&state.searches, &state.db).await?;
    let today = Utc::now().date_naive();
    let since = today.checked_sub_days(Days::new(days)).unwrap_or(today);
    let conn = state.db.write().await?;
    let rows = searched(&conn, market, since, shown, ROWS).await?;
    let path = |shown: Shown, days: u64, market: Market| {
        format!("/admin/searches?show={shown}&days={days}&market={market}")
    };
    let choice = |name: String, path: String, is_current: bool| Choice {
        name,
        path,
        is_current,
    };
    let lists = Shown::ALL.iter().map(|one| {
        choice(
            one.words().to_owned(),
            path(*one, days, market),
            *one == shown,
        )
    });
    let times = DAYS.iter().map(|one| {
        choice(
            format!("{one} days"),
            path(shown, *one, market),
            *one == days,
        )
    });
    let markets = Market::ALL.iter().map(|one| {
        choice(
            one.words().to_owned(),
            path(shown, days, *one),
            *one == market,
        )
    });
    let page = SearchesPage {
        choices: [lists.collect(), times.collect(), markets.collect()],
        rows: rows
            .into_iter()
            .map(|row| with_actions(row, market))
            .collect(),
        may_edit: user.may(Action::Edit, Some(Kind::SearchRule)).is_ok(),
        admin: AdminCtx::new(&user, "searches", "What was looked for"),
    };
    respond(&request, &page, CachePolicy::NoStore)
}

fn parse(query: &SearchesQuery) -> Result<(Shown, u64, Market), AppError> {
    let shown = match query.show.as_deref() {
        None => Shown::Top,
        Some(word) => word
            .parse()
            .map_err(|_| AppError::bad_parameter("show", "must be top, empty or unopened"))?,
    };
    let days = match query.days.as_deref() {
        None => DAYS[1],
        Some(word) => word
            .parse()
            .ok()
            .filter(|days| (1..=180).contains(days))
            .ok_or_else(|| AppError::bad_parameter("days", "must be a number from 1 to 180"))?,
    };
    let market = match query.market.as_deref() {
        None => Market::Us,
        Some(word) => word
            .parse()
            .map_err(|_| AppError::bad_parameter("market", "must be us or eu"))?,
    };
    Ok((shown, days, market))
}

fn with_actions(searched: Searched, market: Market) -> Row {
    let words = searched.query.as_str();
    let query = |pairs: &[(&str, &str)]| serde_urlencoded::to_string(pairs).unwrap_or_default();
    let rule = query(&[
        ("name", words),
        ("query", words),
        ("market", market.as_str()),
    ]);
    Row {
        results: format!("{}?{}", market.path("/products"), query(&[("q", words)])),
        add_synonym: format!("/admin/synonyms/new?{}", query(&[("words", words)])),
        pin: format!("/admin/search-rules/new?{rule}#then"),
        lead: format!("/admin/search-rules/new?{rule}#field-leads_to"),
        searched,
    }
}
