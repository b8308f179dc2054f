//! One's own account: password, second factor and sessions.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::super::commands;
use crate::accounts::admin::AdminCtx;
use crate::accounts::attempt::commands::check_password;
use crate::accounts::password;
use crate::accounts::second_factor::queries::{codes_left, is_asked};
use crate::accounts::session::model::{SessionId, SessionRow};
use crate::accounts::session::queries::sessions_of;
use crate::accounts::session::{CurrentUser, commands as sessions, device};
use crate::error::{AppError, FieldErrors};
use crate::publishing::transaction;
use crate::state::State;
use crate::web::client;
use crate::web::page::{PageResult, answer, minute, see_other};

#[derive(Template)]
#[template(path = "admin/accounts/account.html")]
struct AccountPage {
    admin: AdminCtx,
    name: String,
    errors: FieldErrors,
    problem: Option<String>,
    shortest: usize,
    has_second_factor: bool,
    codes_left: i64,
    sessions: Vec<SessionLine>,
    has_others: bool,
}

struct SessionLine {
    id: SessionId,
    device: String,
    address: String,
    since: String,
    last_seen: String,
    is_current: bool,
}

/// `?done=…` after something was done.
#[derive(Deserialize)]
pub struct DoneQuery {
    done: Option<String>,
}

/// One's own account: `/admin/account`.
///
/// # Errors
/// Not signed in.
pub async fn account_page(
    state: State,
    user: CurrentUser,
    query: web::Query<DoneQuery>,
) -> PageResult {
    let mut page = load(&state, &user).await?;
    page.admin.flash = match query.done.as_deref() {
        Some("password") => {
            Some("Your password is changed, and you are signed out everywhere else.")
        }
        Some("session") => Some("That browser is signed out."),
        Some("others") => Some("You are signed out everywhere else."),
        Some("second-factor-off") => Some("Your second factor is off."),
        _ => None,
    };
    answer(StatusCode::OK, &page)
}

async fn load(state: &State, user: &CurrentUser) -> Result<AccountPage, AppError> {
    let conn = state.db.write().await?;
    let id = user.user.id;
    let sessions: Vec<SessionLine> = sessions_of(&conn, id)
        .await?
        .into_iter()
        .map(|row| session_line(row, user))
        .collect();
    Ok(AccountPage {
        admin: AdminCtx::new(user, "account", "Your account"),
        name: user.user.name.clone(),
        errors: FieldErrors::default(),
        problem: None,
        shortest: password::SHORTEST,
        has_second_factor: is_asked(&conn, id).await?,
        codes_left: codes_left(&conn, id).await?,
        has_others: sessions.iter().any(|line| !line.is_current),
        sessions,
    })
}

fn session_line(row: SessionRow, user: &CurrentUser) -> SessionLine {
    SessionLine {
        id: row.id,
        device: device::words(&row.user_agent),
        is_current: row.token_hash == user.token_hash,
        since: minute(row.created_at),
        last_seen: minute(row.last_seen_at),
        address: row.address,
    }
}

/// What the form of a new password sends.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct PasswordForm {
    csrf: String,
    current_password: String,
    password: String,
    password_again: String,
}

/// Changes one's own password: `POST /admin/account/password`.
///
/// # Errors
/// Not signed in, or a form from elsewhere.
pub async fn change_password(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    form: web::Form<PasswordForm>,
) -> PageResult {
    user.check_csrf(&form.csrf)?;
    let refused = match change(&state, &request, &user, &form).await {
        Ok(()) => return Ok(see_other("/admin/account?done=password")),
        Err(refused) => refused,
    };
    let mut page = load(&state, &user).await?;
    let status = match refused {
        AppError::Invalid(errors) => {
            page.errors = errors;
            StatusCode::UNPROCESSABLE_ENTITY
        }
        AppError::RateLimited { .. } => {
            page.problem =
                Some("Too many attempts. Wait a quarter of an hour and try again.".to_owned());
            StatusCode::TOO_MANY_REQUESTS
        }
        error => return Err(error.into()),
    };
    answer(status, &page)
}

async fn change(
    state: &State,
    request: &HttpRequest,
    user: &CurrentUser,
    form: &PasswordForm,
) -> Result<(), AppError> {
    password::check_new(&form.password)?;
    if form.password != form.password_again {
        return Err(AppError::field(
            "password_again",
            "is not the same: type the new password twice",
        ));
    }
    let address = client::address(request);
    let (db, person) = (&state.db, &user.user);
    check_password(
        db,
        person,
        &form.current_password,
        "current_password",
        &address,
    )
    .await?;
    transaction(db, async |tx| {
        commands::change_password(tx, person, &form.password, &user.token_hash).await
    })
    .await
}

/// What a form without fields of its own sends.
#[derive(Deserialize)]
pub struct CsrfForm {
    #[serde(default)]
    csrf: String,
}

/// Signs out one of one's own browsers: `POST /admin/account/sessions/{id}/end`.
///
/// # Errors
/// Not signed in, not found, or a form from elsewhere.
pub async fn end_session(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    form: web::Form<CsrfForm>,
) -> PageResult {
    user.check_csrf(&form.csrf)?;
    transaction(&state.db, async |tx| {
        sessions::end_own_session(tx, &user.user, SessionId(*id)).await
    })
    .await?;
    Ok(see_other("/admin/account?done=session"))
}

/// Signs out every other browser: `POST /admin/account/sessions/end-others`.
///
/// # Errors
/// Not signed in, or a form from elsewhere.
pub async fn end_others(state: State, user: CurrentUser, form: web::Form<CsrfForm>) -> PageResult {
    user.check_csrf(&form.csrf)?;
    transaction(&state.db, async |tx| {
        sessions::end_other_sessions(tx, &user.user, &user.token_hash).await
    })
    .await?;
    Ok(see_other("/admin/account?done=others"))
}
