//! Who did what and when, over everything: `/admin/history`, and the same to take away: `/admin/history.csv`.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::page::moment;
use crate::accounts::admin::AdminCtx;
use crate::accounts::audit::{Entry, Question, entries, words};
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::desk::queries::{self, Named};
use crate::publishing::Kind;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageResult, respond};

/// Lines of one page.
const LINES: i64 = 100;
/// Most lines of one file.
const MOST: i64 = 50_000;

/// `?actor=&action=&kind=&before=`.
#[derive(Debug, Default, Deserialize)]
pub struct TrailQuery {
    #[serde(default)]
    actor: String,
    #[serde(default)]
    action: String,
    #[serde(default)]
    kind: String,
    before: Option<Uuid>,
}

impl TrailQuery {
    fn question(&self) -> Question {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Question {
            actor: given(&self.actor),
            action: given(&self.action),
            kind: given(&self.kind),
            before: self.before,
        }
    }

    fn address(&self) -> String {
        let pairs = [
            ("actor", &self.actor),
            ("action", &self.action),
            ("kind", &self.kind),
        ];
        let given: Vec<_> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .collect();
        serde_urlencoded::to_string(given).unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "admin/desk/trail.html")]
struct TrailPage {
    admin: AdminCtx,
    lines: Vec<Line>,
    actor: String,
    actions: Vec<(String, bool)>,
    kinds: Vec<(String, bool)>,
    next: Option<String>,
    /// The same as a file, for those who may take it.
    file: Option<String>,
}

struct Line {
    time: String,
    actor: String,
    action: String,
    kind: String,
    title: String,
    path: Option<String>,
    detail: String,
}

/// A page of the log.
///
/// # Errors
/// Not signed in.
pub async fn trail(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    query: web::Query<TrailQuery>,
) -> PageResult {
    let conn = state.db.write().await?;
    let found = entries(&conn, &query.question(), LINES).await?;
    let (actions, kinds) = words(&conn).await?;
    let ids: Vec<Uuid> = found.iter().filter_map(|entry| entry.entity_id).collect();
    let names = queries::names(&conn, &ids).await?;
    drop(conn);
    let address = query.address();
    let last = found.last().map(|entry| entry.id);
    let is_full = i64::try_from(found.len()).is_ok_and(|count| count == LINES);
    let marked = |words: Vec<String>, chosen: &str| {
        words
            .into_iter()
            .map(|word| {
                let is = word == chosen;
                (word, is)
            })
            .collect()
    };
    let page = TrailPage {
        admin: AdminCtx::new(&user, "history", "History"),
        actor: query.actor.clone(),
        actions: marked(actions, &query.action),
        kinds: marked(kinds, &query.kind),
        next: last
            .filter(|_| is_full)
            .map(|id| format!("/admin/history?{address}&before={id}")),
        file: user
            .user
            .role
            .may(Action::ExportHistory, None)
            .then(|| format!("/admin/history.csv?{address}")),
        lines: found.into_iter().map(|entry| line(entry, &names)).collect(),
    };
    respond(&request, &page, CachePolicy::NoStore)
}

fn line(entry: Entry, names: &[Named]) -> Line {
    let named = entry
        .entity_id
        .and_then(|id| names.iter().find(|named| named.id == id));
    let path = named.map(|named| format!("/admin/{}/{}/history", named.kind.plural(), named.id));
    Line {
        time: moment(entry.happened_at),
        actor: entry.actor,
        action: entry.action,
        kind: entry
            .kind
            .parse::<Kind>()
            .map_or(entry.kind, |kind| kind.words().to_owned()),
        title: named.map(|named| named.title.clone()).unwrap_or_default(),
        path,
        detail: in_words(&entry.detail),
    }
}

/// The details as a person reads them.
fn in_words(detail: &Value) -> String {
    let Some(members) = detail.as_object() else {
        return String::new();
    };
    members
        .iter()
        .map(|(name, value)| match value {
            Value::String(text) => (name, text.clone()),
            other => (name, other.to_string()),
        })
        .filter(|(_, value)| !value.is_empty() && value != "null")
        .map(|(name, value)| {
            let short: String = value.chars().take(160).collect();
            format!("{name}: {short}")
        })
        .collect::<Vec<_>>()
        .join(" · ")
}

/// The log as a file, newest first.
///
/// # Errors
/// Not signed in, or not an administrator.
pub async fn trail_csv(
    state: State,
    user: CurrentUser,
    query: web::Query<TrailQuery>,
) -> PageResult {
    user.may(Action::ExportHistory, None)?;
    let found = entries(&*state.db.write().await?, &query.question(), MOST).await?;
    let mut text = String::from("time,actor,action,kind,id,detail\r\n");
    for entry in found {
        let id = entry.entity_id.map(|id| id.to_string()).unwrap_or_default();
        let cells = [
            entry.happened_at.to_rfc3339(),
            entry.actor,
            entry.action,
            entry.kind,
            id,
            entry.detail.to_string(),
        ];
        let line: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&line.join(","));
        text.push_str("\r\n");
    }
    let mut response = HttpResponse::Ok();
    CachePolicy::NoStore.apply(&mut response);
    response.insert_header((
        "Content-Disposition",
        "attachment; filename=\"history.csv\"",
    ));
    Ok(response.content_type("text/csv; charset=utf-8").body(text))
}

/// A cell of a CSV file; one that a spreadsheet would take for a formula is told apart by an apostrophe.
fn quoted(cell: &str) -> String {
    let safe = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    format!("\"{}\"", safe.replace('"', "\"\""))
}
