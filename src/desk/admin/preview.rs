//! Looking at an entity before it is public, or as it was.

use actix_web::{HttpRequest, web};
use chrono::{NaiveDateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::edit::entity;
use crate::accounts::session::CurrentUser;
use crate::desk::edit::open;
use crate::desk::preview::pages::on_stage;
use crate::desk::preview::stage::{as_of, secret, with_revision};
use crate::desk::preview::token::PreviewLink;
use crate::error::AppError;
use crate::state::State;
use crate::web::page::PageResult;

/// The page as the saved draft would show it, with a link that can be handed on: `/admin/{kinds}/{id}/preview`.
///
/// # Errors
/// Not signed in, not found, or a kind without a page.
pub async fn preview(
    state: State,
    request: HttpRequest,
    _user: CurrentUser,
    path: web::Path<(String, Uuid)>,
) -> PageResult {
    let (kind, id) = entity(&path)?;
    let opened = open(&state.db, kind, id).await?;
    let revision = opened.row.revision;
    let secret = secret(&state.db).await?;
    let link = PreviewLink::new(kind, id, revision);
    let (db, slug) = with_revision(&state.db, (kind, id), revision).await?;
    let banner = format!(
        "Preview of revision {revision}, not public. <a href=\"/preview/{}\">A link to hand on</a>, for a week. <a href=\"/admin/{}/{id}\">Back to the form</a>",
        link.sign(&secret),
        kind.plural()
    );
    on_stage(&state, &request, db, kind, &slug, &banner).await
}

/// `?at=2026-05-03T12:00`, in UTC.
#[derive(Deserialize)]
pub struct AtQuery {
    at: String,
}

/// The page as it was public at a time: `/admin/{kinds}/{id}/as-of?at=`.
///
/// # Errors
/// Not signed in, not public then, or a time that can't be read.
pub async fn past(
    state: State,
    request: HttpRequest,
    _user: CurrentUser,
    path: web::Path<(String, Uuid)>,
    query: web::Query<AtQuery>,
) -> PageResult {
    let (kind, id) = entity(&path)?;
    let time = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(&query.at, format).ok())
        .ok_or_else(|| AppError::bad_parameter("at", "must be a time such as 2026-05-03T12:00"))?
        .and_utc();
    if time > Utc::now() {
        return Err(AppError::bad_parameter("at", "must not be in the future").into());
    }
    let (db, slug) = as_of(&state.db, (kind, id), time).await?;
    let banner = format!(
        "This page as it was public on {}. <a href=\"/admin/{}/{id}/history\">Back to the history</a>",
        time.format("%-d %B %Y, %H:%M UTC"),
        kind.plural()
    );
    on_stage(&state, &request, db, kind, &slug, &banner).await
}
