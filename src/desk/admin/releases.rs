//! Releases: objects that become public together, or none of them: `/admin/releases`.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::page::moment;
use crate::accounts::admin::AdminCtx;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::desk::queries::{self, Named};
use crate::desk::workflow::{look_at_release, publish_release};
use crate::editing::release::commands::{close, create, hold_open, take_out};
use crate::editing::release::model::{Release, ReleaseState};
use crate::editing::release::queries::{items_of, release, releases};
use crate::editing::schedule::commands::{Plan, Target, cancel, cancel_for_release, plan};
use crate::editing::schedule::model::{PlannedAction, parse_time};
use crate::editing::schedule::queries::schedule_of_release;
use crate::error::{AppError, Objection};
use crate::publishing::{Tx, transaction};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::form::Sent;
use crate::web::page::{PageResult, answer, respond, see_other};

#[derive(Template)]
#[template(path = "admin/desk/releases.html")]
struct ReleasesPage {
    admin: AdminCtx,
    releases: Vec<ReleaseLine>,
    can_publish: bool,
}

struct ReleaseLine {
    path: String,
    name: String,
    words: &'static str,
    time: String,
}

/// All releases.
///
/// # Errors
/// Not signed in.
pub async fn releases_page(state: State, request: HttpRequest, user: CurrentUser) -> PageResult {
    let found = releases(&*state.db.write().await?).await?;
    let page = ReleasesPage {
        admin: AdminCtx::new(&user, "releases", "Releases"),
        releases: found
            .into_iter()
            .map(|release| ReleaseLine {
                path: format!("/admin/releases/{}", release.id),
                words: release.state.words(),
                time: moment(release.published_at.unwrap_or(release.created_at)),
                name: release.name,
            })
            .collect(),
        can_publish: user.user.role.may(Action::Release, None),
    };
    respond(&request, &page, CachePolicy::NoStore)
}

/// Begins a release: `POST /admin/releases`.
///
/// # Errors
/// Not signed in, not allowed, or a name that is none.
pub async fn release_create(state: State, user: CurrentUser, sent: web::Form<Sent>) -> PageResult {
    user.check_csrf(sent.value("csrf"))?;
    user.may(Action::Release, None)?;
    let author = user.user.author();
    let id = transaction(&state.db, async |tx| {
        create(tx, sent.value("name"), sent.value("note"), &author).await
    })
    .await?;
    Ok(see_other(&format!("/admin/releases/{id}")))
}

#[derive(Template)]
#[template(path = "admin/desk/release.html")]
struct ReleasePage {
    admin: AdminCtx,
    path: String,
    release: Release,
    items: Vec<ItemLine>,
    planned: Option<(Uuid, String)>,
    problem: Option<String>,
    objections: Vec<Objection>,
    is_open: bool,
    can_publish: bool,
}

struct ItemLine {
    id: Uuid,
    kind: &'static str,
    title: String,
    path: String,
    action: &'static str,
    revision: i32,
    is_behind: bool,
}

/// `?done=` after something was done.
#[derive(Deserialize)]
pub struct ReleaseQuery {
    done: Option<String>,
}

/// One release: `/admin/releases/{id}`.
///
/// # Errors
/// Not signed in, or not found.
pub async fn release_page(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    query: web::Query<ReleaseQuery>,
) -> PageResult {
    let mut page = load(&state, &user, *id).await?;
    page.admin.flash = match query.done.as_deref() {
        Some("published") => Some("Published, all of it at once."),
        Some("taken") => Some("Taken out."),
        Some("scheduled") => Some("Scheduled."),
        Some("cancelled") => Some("Cancelled."),
        _ => None,
    };
    if page.is_open && !page.items.is_empty() {
        let author = user.user.author();
        let (objections, problem) = look_at_release(&state.db, *id, &author).await?;
        page.objections = objections;
        page.problem = problem.map(|problem| format!("It can't be published yet: {problem}."));
    }
    answer(StatusCode::OK, &page)
}

async fn load(state: &State, user: &CurrentUser, id: Uuid) -> Result<ReleasePage, AppError> {
    let conn = state.db.write().await?;
    let found = release(&conn, id).await?;
    let items = items_of(&conn, id).await?;
    let planned = schedule_of_release(&conn, id).await?;
    let ids: Vec<Uuid> = items.iter().map(|item| item.entity_id).collect();
    let names: Vec<Named> = queries::names(&conn, &ids).await?;
    let mut lines = Vec::with_capacity(items.len());
    for item in items {
        let latest = crate::editing::revision::queries::draft_row(&conn, item.entity_id).await?;
        lines.push(ItemLine {
            id: item.entity_id,
            kind: item.kind.words(),
            title: names
                .iter()
                .find(|named| named.id == item.entity_id)
                .map_or_else(|| "Deleted".to_owned(), |named| named.title.clone()),
            path: format!("/admin/{}/{}", item.kind.plural(), item.entity_id),
            action: item.action.words(),
            revision: item.revision,
            is_behind: latest.is_some_and(|row| row.revision > item.revision),
        });
    }
    Ok(ReleasePage {
        admin: AdminCtx::new(user, "releases", found.name.clone()),
        path: format!("/admin/releases/{id}"),
        is_open: found.state == ReleaseState::Open,
        release: found,
        items: lines,
        planned: planned.map(|schedule| (schedule.id, schedule.local_time())),
        problem: None,
        objections: Vec::new(),
        can_publish: user.user.role.may(Action::Release, None),
    })
}

/// Does what a button says with a release: `POST /admin/releases/{id}`.
///
/// # Errors
/// Not signed in, not allowed, not found, or a form from elsewhere.
pub async fn release_act(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    sent: web::Form<Sent>,
) -> PageResult {
    user.check_csrf(sent.value("csrf"))?;
    user.may(Action::Release, None)?;
    let done = transaction(&state.db, async |tx| carry_out(tx, *id, &sent, &user).await).await;
    let (status, problem, objections) = match done {
        Ok(done) => return Ok(see_other(&format!("/admin/releases/{id}?done={done}"))),
        Err(AppError::NotCleared(objections)) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "Nothing of it was published: rules object to some words.".to_owned(),
            objections,
        ),
        Err(error @ AppError::Invalid(_)) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            format!("Not done: {error}."),
            Vec::new(),
        ),
        Err(error @ AppError::Conflict(_)) => (
            StatusCode::CONFLICT,
            format!("Not done: {error}."),
            Vec::new(),
        ),
        Err(error) => return Err(error.into()),
    };
    let mut page = load(&state, &user, *id).await?;
    page.problem = Some(problem);
    page.objections = objections;
    answer(status, &page)
}

async fn carry_out(
    tx: &mut Tx,
    id: Uuid,
    sent: &Sent,
    user: &CurrentUser,
) -> Result<&'static str, AppError> {
    let author = user.user.author();
    let given = |name: &'static str| {
        Uuid::parse_str(sent.value(name))
            .map_err(|_| AppError::bad_parameter(name, "must be an id"))
    };
    match sent.value("do") {
        "publish" => {
            publish_release(tx, id, &author).await?;
            cancel_for_release(tx, id).await.map(|()| "published")
        }
        "take-out" => take_out(tx, id, given("entity")?).await.map(|()| "taken"),
        "schedule" => {
            hold_open(tx, id).await?;
            let zone = sent.value("zone");
            let new = Plan {
                target: Target::Release(id),
                action: PlannedAction::Publish,
                reason: "",
                runs_at: parse_time(sent.value("at"), zone)?,
                zone,
                author: &author,
            };
            plan(tx, &new).await.map(|()| "scheduled")
        }
        "cancel" => cancel(tx, given("schedule")?, &author)
            .await
            .map(|()| "cancelled"),
        "give-up" => {
            hold_open(tx, id).await?;
            cancel_for_release(tx, id).await?;
            close(tx, id, ReleaseState::Cancelled, &author)
                .await
                .map(|()| "cancelled")
        }
        _ => Err(AppError::bad_parameter(
            "do",
            "is not something that can be done here",
        )),
    }
}
