//! What was saved and published of an entity: revision by revision, as a readable difference, and how to take one again.

use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::edit::{base_of, entity, refused};
use super::page::moment;
use super::saver_of;
use crate::accounts::admin::AdminCtx;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::desk::edit::{Save, open, save};
use crate::desk::{noun, picks};
use crate::editing::diff::{Difference, diff};
use crate::editing::revision::model::{Revision, RevisionAction};
use crate::editing::revision::queries::{revision as revision_of, revisions_of};
use crate::error::AppError;
use crate::publishing::Kind;
use crate::publishing::read::{Milestone, publications_of};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::form::Sent;
use crate::web::page::{PageResult, respond, see_other};

#[derive(Template)]
#[template(path = "admin/desk/history.html")]
struct HistoryPage {
    admin: AdminCtx,
    path: String,
    lines: Vec<Line>,
    has_page: bool,
}

/// One thing that happened.
struct Line {
    time: String,
    sort: i64,
    what: String,
    author: String,
    note: String,
    revision: Option<i32>,
    publication: Option<i32>,
    is_public: bool,
}

/// Everything that was saved and published, newest first: `/admin/{kinds}/{id}/history`.
///
/// # Errors
/// Not signed in, or not found.
pub async fn history(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    path: web::Path<(String, Uuid)>,
) -> PageResult {
    let (kind, id) = entity(&path)?;
    let opened = open(&state.db, kind, id).await?;
    let conn = state.db.write().await?;
    let revisions = revisions_of(&conn, id).await?;
    let published = publications_of(&conn, id).await?;
    drop(conn);
    let mut lines: Vec<Line> = revisions.into_iter().map(revision_line).collect();
    lines.extend(published.into_iter().map(publication_line));
    lines.sort_by_key(|line| std::cmp::Reverse(line.sort));
    let title = crate::editing::revision::model::title_of(&opened.draft);
    let page = HistoryPage {
        admin: AdminCtx::new(&user, kind.plural(), format!("History of {title}")),
        path: format!("/admin/{}/{id}", kind.plural()),
        lines,
        has_page: kind.has_page(),
    };
    respond(&request, &page, CachePolicy::NoStore)
}

fn revision_line(revision: Revision) -> Line {
    Line {
        time: moment(revision.created_at),
        sort: revision.created_at.timestamp_micros(),
        what: revision.action.words().to_owned(),
        author: revision.author,
        note: revision.note,
        revision: Some(revision.revision),
        publication: None,
        is_public: false,
    }
}

fn publication_line(milestone: Milestone) -> Line {
    let what = if milestone.action == "withdraw" {
        "Withdrawn"
    } else {
        "Published"
    };
    Line {
        time: moment(milestone.created_at),
        sort: milestone.created_at.timestamp_micros() + 1,
        what: what.to_owned(),
        author: milestone.author,
        note: milestone.note,
        revision: None,
        publication: Some(milestone.revision),
        is_public: true,
    }
}

#[derive(Template)]
#[template(path = "admin/desk/revision.html")]
struct RevisionPage {
    admin: AdminCtx,
    path: String,
    revision: i32,
    latest: i32,
    compared: String,
    what: &'static str,
    author: String,
    time: String,
    note: String,
    differences: Vec<Difference>,
    can_restore: bool,
}

/// `?with=latest` to compare with what is saved now, instead of the revision before.
#[derive(Deserialize)]
pub struct WithQuery {
    with: Option<String>,
}

/// What one revision changed: `/admin/{kinds}/{id}/history/{revision}`.
///
/// # Errors
/// Not signed in, or not found.
pub async fn revision_page(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    path: web::Path<(String, Uuid, i32)>,
    query: web::Query<WithQuery>,
) -> PageResult {
    let (kinds, id, number) = path.into_inner();
    let kind = Kind::from_plural(&kinds).ok_or(AppError::NotFound)?;
    let opened = open(&state.db, kind, id).await?;
    let conn = state.db.write().await?;
    let revision = revision_of(&conn, id, number).await?;
    let with_latest = query.with.as_deref() == Some("latest");
    let (before, after, compared) = if with_latest {
        (
            revision.draft.clone(),
            opened.draft.clone(),
            "From this revision to what is saved now".to_owned(),
        )
    } else if number > 1 {
        let before = revision_of(&conn, id, number - 1).await?;
        (
            before.draft,
            revision.draft.clone(),
            format!("From revision {} to {number}", number - 1),
        )
    } else {
        (
            Value::Null,
            revision.draft.clone(),
            "The first revision".to_owned(),
        )
    };
    let mut ids = Vec::new();
    for side in [&before, &after] {
        strings(side, &mut ids);
    }
    let names = picks::titles(&conn, ids.iter().map(String::as_str)).await?;
    drop(conn);
    let differences = diff(&noun::form(kind), &before, &after, &|id| {
        names.get(id).cloned()
    });
    let page = RevisionPage {
        admin: AdminCtx::new(
            &user,
            kind.plural(),
            format!("Revision {number} of {}", revision.title),
        ),
        path: format!("/admin/{}/{id}", kind.plural()),
        revision: number,
        latest: opened.row.revision,
        compared,
        what: revision.action.words(),
        author: revision.author,
        time: moment(revision.created_at),
        note: revision.note,
        differences,
        can_restore: number != opened.row.revision && user.user.role.may(Action::Edit, Some(kind)),
    };
    respond(&request, &page, CachePolicy::NoStore)
}

fn strings(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) => out.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|item| strings(item, out)),
        Value::Object(members) => members.values().for_each(|member| strings(member, out)),
        _ => {}
    }
}

/// Saves an earlier revision again as the newest: `POST /admin/{kinds}/{id}/restore`.
///
/// # Errors
/// Not signed in, not allowed, not found, or a form from elsewhere.
pub async fn restore(
    state: State,
    user: CurrentUser,
    path: web::Path<(String, Uuid)>,
    sent: web::Form<Sent>,
) -> PageResult {
    let (kind, id) = entity(&path)?;
    user.check_csrf(sent.value("csrf"))?;
    user.may(Action::Edit, Some(kind))?;
    let number = base_of(&sent)?;
    let base: i32 = sent
        .value("latest")
        .parse()
        .map_err(|_| AppError::bad_parameter("latest", "must be a whole number"))?;
    let opened = open(&state.db, kind, id).await?;
    if opened.row.revision != base {
        let problem =
            "Not restored: it was saved again in the meantime. Look at the history once more.";
        return refused(
            &state,
            &user,
            (kind, id),
            problem.to_owned(),
            actix_web::http::StatusCode::CONFLICT,
        )
        .await;
    }
    let old = revision_of(&*state.db.write().await?, id, number).await?;
    let (draft, _) = noun::check(kind, old.draft)?;
    let author = user.user.author();
    let note = format!("revision {number} restored");
    let what = Save {
        entity: (kind, id),
        base,
        draft,
        action: RevisionAction::Restore,
        note: &note,
    };
    match save(&state.db, &what, saver_of(&user, &author)).await {
        Ok(_) => Ok(see_other(&format!(
            "/admin/{}/{id}?done=restored",
            kind.plural()
        ))),
        Err(AppError::Invalid(errors)) => {
            let problem = format!("Revision {number} can't be restored: {errors}.");
            refused(
                &state,
                &user,
                (kind, id),
                problem,
                actix_web::http::StatusCode::UNPROCESSABLE_ENTITY,
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}
