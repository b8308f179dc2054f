//! Webhooks for administrators: `/admin/webhooks`.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::model::{
    Delivery, DeliveryId, DeliveryState, Event, LONGEST_DESCRIPTION, NewWebhook, WebhookId,
    WebhookRow,
};
use super::signature::shown;
use super::{commands, queries};
use crate::accounts::admin::AdminCtx;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::db::paging::PageRequest;
use crate::error::{AppError, FieldErrors};
use crate::publishing::told::Told;
use crate::publishing::{Kind, transaction};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::form::Sent;
use crate::web::page::{PageResult, answer, minute, respond, see_other};

#[derive(Template)]
#[template(path = "admin/webhooks/list.html")]
struct WebhooksPage {
    admin: AdminCtx,
    webhooks: Vec<WebhookLine>,
    url: String,
    description: String,
    kinds: Vec<(Kind, &'static str, bool)>,
    actions: Vec<(Told, &'static str, bool)>,
    longest: usize,
    errors: FieldErrors,
}

struct WebhookLine {
    path: String,
    url: String,
    description: String,
    hears: String,
    mark: &'static str,
    standing: String,
    pending: i64,
    failed: i64,
}

/// `?done=deleted` after a webhook was deleted.
#[derive(Deserialize)]
pub struct DoneQuery {
    done: Option<String>,
}

/// All webhooks.
///
/// # Errors
/// Not signed in, or not an administrator.
pub async fn webhooks_page(
    state: State,
    user: CurrentUser,
    query: web::Query<DoneQuery>,
) -> PageResult {
    user.may(Action::ManageWebhooks, None)?;
    let mut page = load(&state, &user).await?;
    if query.done.as_deref() == Some("deleted") {
        page.admin.flash = Some("Deleted. Nothing is sent there any more.");
    }
    answer(StatusCode::OK, &page)
}

async fn load(state: &State, user: &CurrentUser) -> Result<WebhooksPage, AppError> {
    let conn = state.db.write().await?;
    let rows = queries::webhooks_of(&conn).await?;
    let outstanding = queries::outstanding(&conn).await?;
    let count = |id, state| outstanding.get(&(id, state)).copied().unwrap_or_default();
    let line = |row: WebhookRow| {
        let (mark, standing) = standing(&row, Utc::now());
        WebhookLine {
            path: format!("/admin/webhooks/{}", row.id),
            hears: hears(&row),
            pending: count(row.id, DeliveryState::Pending),
            failed: count(row.id, DeliveryState::Failed),
            url: row.url,
            description: row.description,
            mark,
            standing,
        }
    };
    Ok(WebhooksPage {
        admin: AdminCtx::new(user, "webhooks", "Webhooks"),
        webhooks: rows.into_iter().map(line).collect(),
        url: String::new(),
        description: String::new(),
        kinds: kinds(&[]),
        actions: actions(&[]),
        longest: LONGEST_DESCRIPTION,
        errors: FieldErrors::default(),
    })
}

fn kinds(chosen: &[Kind]) -> Vec<(Kind, &'static str, bool)> {
    let told = Kind::ALL.iter().filter(|kind| kind.is_told());
    told.map(|kind| (*kind, kind.plural(), chosen.contains(kind)))
        .collect()
}

fn actions(chosen: &[Told]) -> Vec<(Told, &'static str, bool)> {
    let all = Told::ALL.iter();
    all.map(|action| (*action, action.words(), chosen.contains(action)))
        .collect()
}

/// What a webhook asks for, for people.
fn hears(row: &WebhookRow) -> String {
    let kinds = if row.kinds.is_empty() {
        "Everything".to_owned()
    } else {
        let words: Vec<&str> = row.kinds.iter().map(|kind| kind.plural()).collect();
        words.join(", ")
    };
    match row.actions.as_slice() {
        [only] => format!("{kinds}, only when {}", only.words()),
        _ => kinds,
    }
}

/// Whether a webhook is sent to, as a mark and in words.
fn standing(row: &WebhookRow, now: DateTime<Utc>) -> (&'static str, String) {
    if row.disabled_at.is_some() {
        return ("draft", "Off".to_owned());
    }
    match row.closed_until.filter(|until| *until > now) {
        Some(until) => (
            "withdrawn",
            format!(
                "Paused until {} after {} failures",
                minute(until),
                row.failures
            ),
        ),
        None if row.failures > 0 => (
            "changed",
            format!("On, but the last {} attempts failed", row.failures),
        ),
        None => ("live", "On".to_owned()),
    }
}

#[derive(Template)]
#[template(path = "admin/webhooks/made.html")]
struct MadePage {
    admin: AdminCtx,
    path: String,
    url: String,
    secret: String,
}

/// Makes a webhook and shows its secret once: `POST /admin/webhooks`.
///
/// # Errors
/// Not signed in, not an administrator, or a form from elsewhere.
pub async fn webhook_create(state: State, user: CurrentUser, sent: web::Form<Sent>) -> PageResult {
    user.check_csrf(sent.value("csrf"))?;
    user.may(Action::ManageWebhooks, None)?;
    let new = NewWebhook {
        url: sent.value("url").trim().to_owned(),
        description: sent.value("description").trim().to_owned(),
        kinds: chosen(&sent, "kind")?,
        actions: chosen(&sent, "action")?,
    };
    match new.check(&state.sender) {
        Err(AppError::Invalid(errors)) => {
            let mut page = load(&state, &user).await?;
            page.kinds = kinds(&new.kinds);
            page.actions = actions(&new.actions);
            (page.url, page.description) = (new.url, new.description);
            page.errors = errors;
            return answer(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
        other => other?,
    }
    let author = user.user.author();
    let row = transaction(&state.db, async |tx| {
        commands::create(tx, &new, &author).await
    })
    .await?;
    let page = MadePage {
        admin: AdminCtx::new(&user, "webhooks", "The webhook is made"),
        path: format!("/admin/webhooks/{}", row.id),
        secret: shown(&row.secret),
        url: row.url,
    };
    answer(StatusCode::OK, &page)
}

/// The values of a field that are ticked. What is none of those offered was not sent by the form.
fn chosen<T: std::str::FromStr>(sent: &Sent, field: &'static str) -> Result<Vec<T>, AppError> {
    let words = sent.all(field);
    words
        .map(|word| word.parse().ok())
        .collect::<Option<_>>()
        .ok_or_else(|| AppError::bad_parameter(field, "must be one of those offered"))
}

#[derive(Template)]
#[template(path = "admin/webhooks/one.html")]
struct WebhookPage {
    admin: AdminCtx,
    path: String,
    hears: String,
    description: String,
    mark: &'static str,
    standing: String,
    is_on: bool,
    made: String,
    choices: Vec<(&'static str, String, bool)>,
    has_failed: bool,
    deliveries: Vec<DeliveryLine>,
    next: Option<String>,
}

struct DeliveryLine {
    id: DeliveryId,
    event: String,
    about: String,
    mark: &'static str,
    state: String,
    attempts: i32,
    answer: String,
    time: String,
}

/// `?state=&cursor=&done=`.
#[derive(Debug, Default, Deserialize)]
pub struct LogQuery {
    #[serde(default)]
    state: String,
    cursor: Option<String>,
    done: Option<String>,
}

/// One webhook with what it was sent: `/admin/webhooks/{id}`.
///
/// # Errors
/// Not signed in, not an administrator, or not found.
pub async fn webhook_page(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    id: web::Path<Uuid>,
    query: web::Query<LogQuery>,
) -> PageResult {
    user.may(Action::ManageWebhooks, None)?;
    let id = WebhookId(*id);
    let of: Option<DeliveryState> = match query.state.as_str() {
        "" => None,
        word => Some(
            word.parse()
                .map_err(|_| AppError::bad_parameter("state", "must be one of those offered"))?,
        ),
    };
    let conn = state.db.write().await?;
    let row = queries::webhook(&conn, id).await?;
    let asked = PageRequest::parse(query.cursor.as_deref(), None)?;
    let found = queries::deliveries(&conn, id, of, &asked).await?;
    let outstanding = queries::outstanding(&conn).await?;
    drop(conn);
    let path = format!("/admin/webhooks/{id}");
    let (mark, standing) = standing(&row, Utc::now());
    let mut admin = AdminCtx::new(&user, "webhooks", row.url.clone());
    admin.flash = match query.done.as_deref() {
        Some("on") => Some("On again. What changed meanwhile is sent now."),
        Some("off") => Some("Off. What changes is kept and sent when it is on again."),
        Some("again") => Some("It is sent again."),
        _ => None,
    };
    let page = WebhookPage {
        admin,
        hears: hears(&row),
        mark,
        standing,
        is_on: row.disabled_at.is_none(),
        made: minute(row.created_at),
        choices: choices(&path, of),
        has_failed: outstanding.contains_key(&(id, DeliveryState::Failed)),
        next: found
            .next
            .map(|cursor| format!("{path}?state={}&cursor={cursor}", query.state)),
        deliveries: found.items.into_iter().map(delivery_line).collect(),
        description: row.description,
        path,
    };
    respond(&request, &page, CachePolicy::NoStore)
}

fn choices(path: &str, of: Option<DeliveryState>) -> Vec<(&'static str, String, bool)> {
    let all = ("All", path.to_owned(), of.is_none());
    let states = DeliveryState::ALL.iter().map(|state| {
        let path = format!("{path}?state={state}");
        (state.words(), path, of == Some(*state))
    });
    std::iter::once(all).chain(states).collect()
}

fn delivery_line(delivery: Delivery) -> DeliveryLine {
    // Our own words; were they not readable, the rest of the line still is.
    let event: Option<Event> = serde_json::from_str(&delivery.body).ok();
    let (event, about) = event
        .map(|event| (event.event_type, event.data.slug))
        .unwrap_or_default();
    let answer = match (delivery.last_status, delivery.last_problem) {
        (Some(status), Some(problem)) => format!("{status} {problem}"),
        (Some(status), None) => status.to_string(),
        (None, problem) => problem.unwrap_or_default(),
    };
    let (mark, state) = match delivery.state {
        DeliveryState::Pending if delivery.attempts > 0 => (
            "changed",
            format!("Sent again at {}", minute(delivery.next_at)),
        ),
        DeliveryState::Pending => ("draft", "Not sent yet".to_owned()),
        DeliveryState::Delivered => ("live", delivery.state.words().to_owned()),
        DeliveryState::Failed => ("withdrawn", delivery.state.words().to_owned()),
    };
    DeliveryLine {
        id: delivery.id,
        event,
        about,
        mark,
        state,
        attempts: delivery.attempts,
        answer,
        time: minute(delivery.delivered_at.unwrap_or(delivery.created_at)),
    }
}

/// Switches a webhook on or off, sends again, deletes: `POST /admin/webhooks/{id}`.
///
/// # Errors
/// Not signed in, not an administrator, not found, or a form from elsewhere.
pub async fn webhook_act(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    sent: web::Form<Sent>,
) -> PageResult {
    user.check_csrf(sent.value("csrf"))?;
    user.may(Action::ManageWebhooks, None)?;
    let (id, author) = (WebhookId(*id), user.user.author());
    let done = transaction(&state.db, async |tx| {
        match sent.value("do") {
            "on" => commands::switch(tx, id, true, &author).await.map(drop)?,
            "off" => commands::switch(tx, id, false, &author).await.map(drop)?,
            "again" => {
                let delivery = Uuid::try_parse(sent.value("delivery"));
                let delivery = DeliveryId(delivery.map_err(|_| AppError::NotFound)?);
                commands::replay(tx, (id, delivery), &author).await?;
            }
            "failed-again" => commands::replay_failed(tx, id, &author).await.map(drop)?,
            "delete" => commands::delete(tx, id, &author).await?,
            _ => return Err(AppError::bad_parameter("do", "must be one of the buttons")),
        }
        Ok(match sent.value("do") {
            "failed-again" => "again",
            word => word,
        })
    })
    .await?;
    Ok(see_other(&if done == "delete" {
        "/admin/webhooks?done=deleted".to_owned()
    } else {
        format!("/admin/webhooks/{id}?done={done}")
    }))
}
