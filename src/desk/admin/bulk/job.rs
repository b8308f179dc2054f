//! What a change of many would do, does, or did.

use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::super::page::moment;
use crate::accounts::admin::AdminCtx;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::desk::bulk::commands::advance;
use crate::desk::bulk::model::{Job, JobRow, JobState, RowState};
use crate::desk::bulk::operation::{Operation, PRICE, Verb};
use crate::desk::bulk::prices;
use crate::desk::bulk::queries::{counts, job, jobs, rows};
use crate::desk::{noun, picks};
use crate::editing::diff::in_words;
use crate::editing::form::Field;
use crate::error::AppError;
use crate::publishing::transaction;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::form::Sent;
use crate::web::page::{PageResult, see_other};

/// Objects on one page of a preview.
const ROWS: i64 = 100;

#[derive(Template)]
#[template(path = "admin/desk/bulk_job.html")]
struct JobPage {
    admin: AdminCtx,
    job: Job,
    path: String,
    plural: &'static str,
    what: String,
    time: String,
    counts: Vec<(&'static str, i64)>,
    percent: i64,
    would_change: i64,
    changed: i64,
    rows: Vec<RowView>,
    next: Option<String>,
    refresh: bool,
}

struct RowView {
    title: String,
    path: String,
    state: RowState,
    before: String,
    after: String,
    message: String,
}

/// `?after=` for the next page of objects.
#[derive(Deserialize)]
pub struct AfterQuery {
    #[serde(default)]
    after: i32,
}

/// What a change of many would do, does, or did: `/admin/bulk/{id}`.
///
/// # Errors
/// Not signed in, or not found.
pub async fn bulk_job(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    id: web::Path<Uuid>,
    query: web::Query<AfterQuery>,
) -> PageResult {
    let conn = state.db.write().await?;
    let found = job(&conn, *id).await?;
    let counts = counts(&conn, *id).await?;
    let list = rows(&conn, *id, query.after, ROWS + 1).await?;
    let operation: Operation = serde_json::from_value(found.operation.clone())?;
    let mut ids = vec![operation.value.as_str().unwrap_or_default().to_owned()];
    for row in &list {
        for value in [&row.before, &row.after].into_iter().flatten() {
            match value {
                Value::String(text) => ids.push(text.clone()),
                Value::Array(items) => {
                    ids.extend(items.iter().filter_map(Value::as_str).map(str::to_owned))
                }
                _ => {}
            }
        }
    }
    let names = picks::titles(&conn, ids.iter().map(String::as_str)).await?;
    drop(conn);
    let form = noun::form(found.kind);
    let field = form.fields().find(|field| field.name == operation.field);
    let words = |value: &Value| match field {
        Some(field) => in_words(field, value, &|id| names.get(id).cloned()),
        None => match value {
            Value::String(text) => text.clone(),
            prices => prices::in_words(prices),
        },
    };
    let of = |wanted: &[RowState]| -> i64 {
        counts
            .iter()
            .filter(|(state, _)| wanted.contains(state))
            .map(|(_, count)| count)
            .sum()
    };
    let waits = match found.state {
        JobState::Preparing => of(&[RowState::Chosen]),
        JobState::Running => of(&[RowState::Pending]),
        JobState::Undoing => of(&[RowState::Done]),
        _ => 0,
    };
    let total = i64::from(found.total).max(1);
    let has_more = i64::try_from(list.len()).is_ok_and(|count| count > ROWS);
    let shown: Vec<JobRow> = list
        .into_iter()
        .take(usize::try_from(ROWS).unwrap_or(100))
        .collect();
    let page = JobPage {
        admin: AdminCtx::new(&user, found.kind.plural(), "Change of many"),
        path: format!("/admin/bulk/{id}"),
        plural: found.kind.plural(),
        what: sentence(&operation, field, &words(&operation.value)),
        time: moment(found.created_at),
        percent: (total - waits) * 100 / total,
        would_change: of(&[RowState::Pending]),
        changed: of(&[RowState::Done]),
        counts: counts
            .iter()
            .map(|(state, count)| (state.words(), *count))
            .collect(),
        next: shown
            .last()
            .filter(|_| has_more)
            .map(|row| format!("/admin/bulk/{id}?after={}", row.position)),
        rows: shown
            .into_iter()
            .map(|row| RowView {
                path: format!("/admin/{}/{}", found.kind.plural(), row.entity_id),
                before: row.before.as_ref().map(&words).unwrap_or_default(),
                after: row.after.as_ref().map(&words).unwrap_or_default(),
                message: row.message.unwrap_or_default(),
                state: row.state,
                title: row.title,
            })
            .collect(),
        refresh: found.state.is_active(),
        job: found,
    };
    crate::web::page::respond(&request, &page, CachePolicy::NoStore)
}

/// What the change does, in a sentence.
fn sentence(operation: &Operation, field: Option<&Field>, value: &str) -> String {
    let label = field.map_or("Price in the United States", |field| field.label);
    match operation.verb {
        Verb::Set => format!("{label}: set to “{value}”"),
        Verb::Clear => format!("{label}: cleared"),
        Verb::Add => format!("{label}: “{value}” added"),
        Verb::Remove => format!("{label}: “{value}” removed"),
        Verb::Replace => format!(
            "{label}: “{}” becomes “{}”",
            operation.find, operation.replace
        ),
        Verb::Percent => format!(
            "{label}: changed by {} %",
            operation.value.as_str().unwrap_or_default()
        ),
    }
}

/// Carries a change out, takes it back or gives it up: `POST /admin/bulk/{id}`.
///
/// # Errors
/// Not signed in, not allowed, not found, or a change that has moved on.
pub async fn bulk_act(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    sent: web::Form<Sent>,
) -> PageResult {
    user.check_csrf(sent.value("csrf"))?;
    user.may(Action::BulkEdit, None)?;
    let found = job(&*state.db.write().await?, *id).await?;
    let operation: Operation = serde_json::from_value(found.operation)?;
    user.may(Action::Edit, Some(found.kind))?;
    if operation.publish {
        user.may(Action::Publish, Some(found.kind))?;
    }
    if operation.field == PRICE {
        user.may(Action::SetPrices, Some(found.kind))?;
    }
    let (from, to) = match sent.value("do") {
        "run" => (JobState::Preview, JobState::Running),
        "undo" => (JobState::Done, JobState::Undoing),
        "give-up" => (JobState::Preview, JobState::Cancelled),
        _ => return Err(AppError::bad_parameter("do", "must be run, undo or give-up").into()),
    };
    let author = user.user.author();
    transaction(&state.db, async |tx| {
        advance(tx, *id, from, to, &author).await
    })
    .await?;
    Ok(see_other(&format!("/admin/bulk/{id}")))
}

#[derive(Template)]
#[template(path = "admin/desk/bulk_jobs.html")]
struct JobsPage {
    admin: AdminCtx,
    jobs: Vec<JobLine>,
}

struct JobLine {
    path: String,
    kind: String,
    total: i32,
    words: &'static str,
    author: String,
    time: String,
}

/// The latest changes of many: `/admin/bulk`.
///
/// # Errors
/// Not signed in.
pub async fn bulk_jobs(state: State, request: HttpRequest, user: CurrentUser) -> PageResult {
    let found = jobs(&*state.db.write().await?).await?;
    let page = JobsPage {
        admin: AdminCtx::new(&user, "bulk", "Changes of many"),
        jobs: found
            .into_iter()
            .map(|job| JobLine {
                path: format!("/admin/bulk/{}", job.id),
                kind: job.kind.plural().replace('-', " "),
                total: job.total,
                words: job.state.words(),
                author: job.author,
                time: moment(job.created_at),
            })
            .collect(),
    };
    crate::web::page::respond(&request, &page, CachePolicy::NoStore)
}
