//! What a rule does to a list, before it is public: `/admin/search-rules/{id}/preview`.

use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::document::SearchRuleDocument;
use super::model::SearchRuleId;
use super::queries;
use crate::accounts::admin::AdminCtx;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::catalog::market::Market;
use crate::error::AppError;
use crate::publishing::{Document, Kind, read};
use crate::search::ask::answer::{Answer, answer_by};
use crate::search::ask::request::{Request, text};
use crate::search::knowledge::arrangement::Arrangement;
use crate::search::list::page_request::address;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageResult, respond};

/// Products that are compared.
const ROWS: usize = 48;

/// `?q=` to look at other words.
#[derive(Debug, Default, Deserialize)]
pub struct PreviewQuery {
    q: Option<String>,
}

/// A product with what the rule does to it.
struct Line {
    name: String,
    path: String,
    /// Its place without the rule.
    note: String,
}

#[derive(Template)]
#[template(path = "admin/search/rule_preview.html")]
struct RulePreviewPage {
    admin: AdminCtx,
    id: Uuid,
    q: String,
    list: String,
    /// Why the rule does nothing, where it does nothing.
    idle: Option<&'static str>,
    leads_to: Option<String>,
    with: Vec<Line>,
    gone: Vec<Line>,
    totals: (usize, usize),
}

/// The list of a rule with and without it, as it is saved: `/admin/search-rules/{id}/preview`.
///
/// # Errors
/// Not signed in, not found, or unavailable before the first index is ready.
pub async fn rule_preview(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    id: web::Path<Uuid>,
    query: web::Query<PreviewQuery>,
) -> PageResult {
    user.may(Action::Read, Some(Kind::SearchRule))?;
    let conn = state.db.write().await?;
    let rule = queries::document(&conn, SearchRuleId(*id)).await?;
    let targets: Vec<Uuid> = rule.links().iter().map(|link| link.to).collect();
    let public = read::by_ids(&conn, &targets).await?;
    drop(conn);
    let slug = |id: Uuid| {
        let mut public = public.iter();
        let stored = public.find(|stored| stored.entity_id == id)?;
        Some(stored.slug.clone())
    };
    let arrangement = rule.arrangement(&slug).map(|made| made.of(*id));
    let wanted = list_of(&rule, arrangement.as_ref(), query.q.as_deref())?;
    let snapshot = state
        .search
        .snapshot(wanted.market)
        .ok_or(AppError::Unavailable)?;
    let others: Vec<Arrangement> = snapshot
        .knowledge
        .rules
        .iter()
        .filter(|other| other.id != *id)
        .cloned()
        .collect();
    let without = answer_by(&snapshot, &wanted, &others)?;
    let all: Vec<Arrangement> = others.into_iter().chain(arrangement.clone()).collect();
    let with = answer_by(&snapshot, &wanted, &all)?;
    let page = RulePreviewPage {
        admin: AdminCtx::new(&user, "search-rules", format!("Preview of {}", rule.name)),
        id: *id,
        q: wanted.text.clone(),
        list: address(&wanted, false),
        idle: idle(arrangement.as_ref(), &without, &with),
        leads_to: with.redirect.clone(),
        totals: (without.total, with.total),
        gone: gone(&without, &with),
        with: compared(&without, &with),
    };
    respond(&request, &page, CachePolicy::NoStore)
}

/// The list that a rule is for, with other words where some are given.
fn list_of(
    rule: &SearchRuleDocument,
    arrangement: Option<&Arrangement>,
    other: Option<&str>,
) -> Result<Request, AppError> {
    let mut wanted = Request::everything(rule.market.unwrap_or(Market::Us));
    wanted.limit = ROWS;
    // A space ends the last word.
    let own = format!("{} ", rule.query);
    wanted.text = text(other.unwrap_or(&own))?;
    for (facet, key) in arrangement.into_iter().flat_map(|it| &it.within) {
        wanted.choose(*facet, key)?;
    }
    Ok(wanted)
}

fn idle(
    arrangement: Option<&Arrangement>,
    without: &Answer,
    with: &Answer,
) -> Option<&'static str> {
    let ids = |answer: &Answer| -> Vec<Uuid> { answer.hits.iter().map(|hit| hit.id).collect() };
    if arrangement.is_none() {
        return Some("Something that the rule names is not public, so it does nothing yet.");
    }
    let is_same = ids(without) == ids(with)
        && without.total == with.total
        && without.redirect == with.redirect;
    is_same.then_some("The rule changes nothing in this list today: its days, its words, or the products it names do not apply here.")
}

fn compared(without: &Answer, with: &Answer) -> Vec<Line> {
    let place = |id: Uuid| without.hits.iter().position(|hit| hit.id == id);
    let lines = with.hits.iter().zip(0usize..);
    lines
        .map(|(hit, at)| Line {
            name: hit.name.clone(),
            path: hit.url.clone(),
            note: match place(hit.id) {
                Some(before) if before == at => String::new(),
                Some(before) => format!("was number {}", before + 1),
                None => "was further down, or not there".to_owned(),
            },
        })
        .collect()
}

fn gone(without: &Answer, with: &Answer) -> Vec<Line> {
    let missing = without
        .hits
        .iter()
        .zip(1usize..)
        .filter(|(hit, _)| !with.hits.iter().any(|other| other.id == hit.id));
    missing
        .map(|(hit, place)| Line {
            name: hit.name.clone(),
            path: hit.url.clone(),
            note: format!("was number {place}"),
        })
        .collect()
}
