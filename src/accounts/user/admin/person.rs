//! One person: role, and letting in or keeping out.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::Utc;
use serde::Deserialize;
use uuid::Uuid;

use super::super::{commands, queries};
use super::people::{LinkPage, Standing, state_of};
use crate::accounts::admin::AdminCtx;
use crate::accounts::model::{Role, User, UserId};
use crate::accounts::one_time_link::queries::unused_link_of;
use crate::accounts::permission::Action;
use crate::accounts::second_factor::queries::is_asked;
use crate::accounts::session::CurrentUser;
use crate::error::AppError;
use crate::publishing::{Author, Tx, transaction};
use crate::state::State;
use crate::web::page::{PageResult, answer, day, minute, see_other};

#[derive(Template)]
#[template(path = "admin/accounts/person.html")]
struct PersonPage {
    admin: AdminCtx,
    path: String,
    person: User,
    roles: &'static [Role],
    standing: Standing,
    since: String,
    last_seen: Option<String>,
    has_second_factor: bool,
    is_disabled: bool,
    is_self: bool,
    awaits_password: bool,
    problem: Option<String>,
}

/// `?done=…` after something was done.
#[derive(Deserialize)]
pub struct DoneQuery {
    done: Option<String>,
}

/// One person: `/admin/people/{id}`.
///
/// # Errors
/// Not signed in, not an administrator, or not found.
pub async fn person_page(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    query: web::Query<DoneQuery>,
) -> PageResult {
    user.may(Action::ManagePeople, None)?;
    let mut page = load(&state, &user, UserId(*id)).await?;
    page.admin.flash = match query.done.as_deref() {
        Some("role") => Some("The role is changed, and every session has ended."),
        Some("disabled") => Some("Disabled. Every session has ended."),
        Some("enabled") => Some("Enabled."),
        Some("second-factor") => Some(
            "The second factor is off, and every session has ended. Ask the person to set it up again.",
        ),
        _ => None,
    };
    answer(StatusCode::OK, &page)
}

async fn load(state: &State, user: &CurrentUser, id: UserId) -> Result<PersonPage, AppError> {
    let conn = state.db.write().await?;
    let person = queries::user(&conn, id).await?;
    let link = unused_link_of(&conn, id).await?;
    let title = match person.name.as_str() {
        "" => person.email.clone(),
        name => name.to_owned(),
    };
    Ok(PersonPage {
        admin: AdminCtx::new(user, "people", title),
        path: format!("/admin/people/{id}"),
        roles: Role::ALL,
        standing: state_of(&person, link.as_ref(), Utc::now()),
        since: day(person.created_at.date_naive()),
        last_seen: person.last_seen_at.map(minute),
        has_second_factor: is_asked(&conn, id).await?,
        is_disabled: person.disabled_at.is_some(),
        is_self: person.id == user.user.id,
        awaits_password: person.awaits_password_since.is_some(),
        problem: None,
        person,
    })
}

/// What the forms send; only one of them has a role.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    csrf: String,
    role: String,
}

/// Gives a person another role: `POST /admin/people/{id}/role`.
///
/// # Errors
/// Not signed in, not an administrator, or a form from elsewhere.
pub async fn person_set_role(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    form: web::Form<PersonForm>,
) -> PageResult {
    act(&state, &user, *id, &form, "role", async |tx, id, author| {
        let role: Role = form
            .role
            .parse()
            .map_err(|_| AppError::field("role", "must be author, reviewer, publisher or admin"))?;
        commands::set_role(tx, id, role, author).await
    })
    .await
}

/// Keeps a person out: `POST /admin/people/{id}/disable`.
///
/// # Errors
/// Not signed in, not an administrator, or a form from elsewhere.
pub async fn person_disable(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    form: web::Form<PersonForm>,
) -> PageResult {
    let work =
        async |tx: &mut Tx, id, author: &Author| commands::disable_user(tx, id, author).await;
    act(&state, &user, *id, &form, "disabled", work).await
}

/// Lets a person in again: `POST /admin/people/{id}/enable`.
///
/// # Errors
/// Not signed in, not an administrator, or a form from elsewhere.
pub async fn person_enable(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    form: web::Form<PersonForm>,
) -> PageResult {
    let work = async |tx: &mut Tx, id, author: &Author| commands::enable_user(tx, id, author).await;
    act(&state, &user, *id, &form, "enabled", work).await
}

/// Takes a person's second factor away: `POST /admin/people/{id}/reset-second-factor`.
///
/// # Errors
/// Not signed in, not an administrator, or a form from elsewhere.
pub async fn person_reset_second_factor(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    form: web::Form<PersonForm>,
) -> PageResult {
    let work = async |tx: &mut Tx, id, author: &Author| {
        commands::reset_second_factor(tx, id, author).await
    };
    act(&state, &user, *id, &form, "second-factor", work).await
}

/// Checks who asks, does it, and shows what stands against it on the person's page.
async fn act(
    state: &State,
    user: &CurrentUser,
    id: Uuid,
    form: &PersonForm,
    done: &str,
    work: impl AsyncFnOnce(&mut Tx, UserId, &Author) -> Result<(), AppError>,
) -> PageResult {
    user.check_csrf(&form.csrf)?;
    user.may(Action::ManagePeople, None)?;
    let (id, author) = (UserId(id), user.user.author());
    match transaction(&state.db, async |tx| work(tx, id, &author).await).await {
        Ok(()) => Ok(see_other(&format!("/admin/people/{id}?done={done}"))),
        Err(AppError::Conflict(problem)) => refused(state, user, id, problem).await,
        Err(error) => Err(error.into()),
    }
}

async fn refused(state: &State, user: &CurrentUser, id: UserId, problem: String) -> PageResult {
    let mut page = load(state, user, id).await?;
    page.problem = Some(problem);
    answer(StatusCode::CONFLICT, &page)
}

/// Makes the password useless and a link to set another one: `POST /admin/people/{id}/reset-password`.
///
/// # Errors
/// Not signed in, not an administrator, or a form from elsewhere.
pub async fn person_reset_password(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    form: web::Form<PersonForm>,
) -> PageResult {
    user.check_csrf(&form.csrf)?;
    user.may(Action::ManagePeople, None)?;
    let (id, author) = (UserId(*id), user.user.author());
    let reset = transaction(&state.db, async |tx| {
        commands::reset_by_link(tx, id, &author).await
    })
    .await;
    match reset {
        Ok((person, token)) => {
            let page = LinkPage::new(&user, &state, &person.email, &token).of_reset();
            answer(StatusCode::OK, &page)
        }
        Err(AppError::Conflict(problem)) => refused(&state, &user, id, problem).await,
        Err(error) => Err(error.into()),
    }
}
