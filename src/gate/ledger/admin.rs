//! The ledger in the admin: which statements wait for their notice to the FDA, and noting that they were notified.

use actix_web::{HttpRequest, web};
use askama::Template;
use chrono::{NaiveDate, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::commands::mark_notified;
use super::model::Notification;
use super::queries::notifications;
use crate::accounts::admin::AdminCtx;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::error::AppError;
use crate::publishing::transaction;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::form::Sent;
use crate::web::page::{PageResult, day, respond, see_other};

#[derive(Template)]
#[template(path = "admin/gate/notifications.html")]
struct NotificationsPage {
    admin: AdminCtx,
    open: Vec<Line>,
    sent: Vec<Line>,
    today: NaiveDate,
    can_mark: bool,
}

struct Line {
    id: Uuid,
    statement: String,
    product: String,
    ingredient: Option<String>,
    since: String,
    due: String,
    is_overdue: bool,
    sent: Option<String>,
}

/// `?done=marked` after noting a notice.
#[derive(Deserialize)]
pub struct DoneQuery {
    done: Option<String>,
}

/// The ledger: `/admin/notifications`.
///
/// # Errors
/// Not signed in.
pub async fn notifications_page(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    query: web::Query<DoneQuery>,
) -> PageResult {
    user.may(Action::Read, None)?;
    let conn = state.db.write().await?;
    let today = Utc::now().date_naive();
    let (sent, open) = notifications(&conn, true)
        .await?
        .into_iter()
        .partition(|row| row.notified_on.is_some());
    let lines = |rows: Vec<Notification>| rows.into_iter().map(|row| line(row, today)).collect();
    let mut admin = AdminCtx::new(&user, "notifications", "Notifications");
    if query.done.as_deref() == Some("marked") {
        admin.flash = Some("Noted in the ledger.");
    }
    let page = NotificationsPage {
        admin,
        open: lines(open),
        sent: lines(sent),
        today,
        can_mark: user.user.role.may(Action::Notify, None),
    };
    respond(&request, &page, CachePolicy::NoStore)
}

fn line(row: Notification, today: NaiveDate) -> Line {
    Line {
        id: row.id,
        product: format!("{} {}", row.brand, row.product),
        since: day(row.first_public_on),
        due: day(row.due_on),
        is_overdue: row.notified_on.is_none() && row.due_on < today,
        sent: row
            .notified_on
            .zip(row.signatory)
            .map(|(date, name)| format!("{}, {name}", day(date))),
        statement: row.statement,
        ingredient: row.ingredient,
    }
}

/// A day as a date field sends it: four digits of the year, two of the month, two of the day.
fn plain_day(text: &str) -> Option<NaiveDate> {
    let is_plain = text.len() == 10
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-')
        && !text.starts_with('-');
    is_plain.then(|| text.parse().ok()).flatten()
}

/// Notes that statements were notified: `POST /admin/notifications`.
///
/// # Errors
/// Not signed in, not a reviewer, no statement chosen, one that isn't open, or a day that is none or can't be.
pub async fn notifications_mark(
    state: State,
    user: CurrentUser,
    sent: web::Form<Sent>,
) -> PageResult {
    user.check_csrf(sent.value("csrf"))?;
    user.may(Action::Notify, None)?;
    let date = plain_day(sent.value("notified_on"))
        .ok_or_else(|| AppError::field("notified_on", "must be a day such as 2026-11-22"))?;
    let ids = sent
        .all("id")
        .map(str::parse)
        .collect::<Result<Vec<Uuid>, _>>()
        .map_err(|_| {
            AppError::field(
                "id",
                "must be that of a statement: reload the page and choose again",
            )
        })?;
    if ids.is_empty() {
        return Err(AppError::field("id", "must name at least one statement").into());
    }
    let author = user.user.author();
    let signatory = sent.value("signatory");
    transaction(&state.db, async |tx| {
        mark_notified(tx, &ids, date, signatory, &author).await
    })
    .await?;
    Ok(see_other("/admin/notifications?done=marked"))
}
