//! One's own second factor: setting it up, turning it off, and new recovery codes.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{commands, queries, totp};
use crate::accounts::admin::AdminCtx;
use crate::accounts::attempt::commands::check_password;
use crate::accounts::session::CurrentUser;
use crate::error::{AppError, FieldErrors};
use crate::publishing::transaction;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::client;
use crate::web::page::{PageResult, answer, see_other};

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Off,
    BeingSetUp,
    On,
}

#[derive(Template)]
#[template(path = "admin/accounts/second_factor.html")]
struct SecondFactorPage {
    admin: AdminCtx,
    stage: Stage,
    /// The secret as people type it, while it is being set up.
    secret: String,
    codes_left: i64,
    /// The form in which a problem stands.
    refused: &'static str,
    errors: FieldErrors,
    problem: Option<String>,
}

#[derive(Template)]
#[template(path = "admin/accounts/recovery_codes.html")]
struct RecoveryCodesPage {
    admin: AdminCtx,
    codes: Vec<String>,
    is_new: bool,
}

/// What the forms send.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SecondFactorForm {
    csrf: String,
    code: String,
    password: String,
}

/// Where it stands, and what can be done: `/admin/account/second-factor`.
///
/// # Errors
/// Not signed in.
pub async fn second_factor_page(state: State, user: CurrentUser) -> PageResult {
    answer(StatusCode::OK, &load(&state, &user).await?)
}

async fn load(state: &State, user: &CurrentUser) -> Result<SecondFactorPage, AppError> {
    let conn = state.db.write().await?;
    let factor = queries::second_factor(&conn, user.user.id).await?;
    let (stage, secret) = match factor {
        None => (Stage::Off, String::new()),
        Some(factor) if factor.confirmed_at.is_some() => (Stage::On, String::new()),
        Some(factor) => (Stage::BeingSetUp, totp::typed(&factor.secret)?),
    };
    Ok(SecondFactorPage {
        admin: AdminCtx::new(user, "account", "Second factor"),
        stage,
        secret,
        codes_left: queries::codes_left(&conn, user.user.id).await?,
        refused: "",
        errors: FieldErrors::default(),
        problem: None,
    })
}

/// The picture that an authenticator reads, while it is being set up: `/admin/account/second-factor/qr.svg`.
///
/// # Errors
/// Not signed in, or nothing is being set up.
pub async fn second_factor_qr(state: State, user: CurrentUser) -> PageResult {
    let factor = queries::second_factor(&*state.db.write().await?, user.user.id)
        .await?
        .filter(|factor| factor.confirmed_at.is_none())
        .ok_or(AppError::NotFound)?;
    let picture = totp::qr_svg(&factor.secret, &user.user.email)?;
    let mut response = HttpResponse::Ok();
    CachePolicy::NoStore.apply(&mut response);
    Ok(response.content_type("image/svg+xml").body(picture))
}

/// Begins to set it up with a fresh secret: `POST /admin/account/second-factor`.
///
/// # Errors
/// Not signed in, or a form from elsewhere.
pub async fn second_factor_begin(
    state: State,
    user: CurrentUser,
    form: web::Form<SecondFactorForm>,
) -> PageResult {
    user.check_csrf(&form.csrf)?;
    let begun = transaction(&state.db, async |tx| {
        commands::begin_setup(tx, &user.user).await
    })
    .await;
    match begun {
        Ok(()) => Ok(see_other("/admin/account/second-factor")),
        Err(error) => refused(&state, &user, "begin", error).await,
    }
}

/// Turns it on with a first code, and shows the recovery codes: `POST /admin/account/second-factor/confirm`.
///
/// # Errors
/// Not signed in, or a form from elsewhere.
pub async fn second_factor_confirm(
    state: State,
    user: CurrentUser,
    form: web::Form<SecondFactorForm>,
) -> PageResult {
    user.check_csrf(&form.csrf)?;
    let confirmed = transaction(&state.db, async |tx| {
        commands::confirm_setup(tx, &user.user, &form.code).await
    })
    .await;
    match confirmed {
        Ok(codes) => show_codes(&user, codes, true),
        Err(error) => refused(&state, &user, "confirm", error).await,
    }
}

fn show_codes(user: &CurrentUser, codes: Vec<String>, is_new: bool) -> PageResult {
    let page = RecoveryCodesPage {
        admin: AdminCtx::new(user, "account", "Recovery codes"),
        codes,
        is_new,
    };
    answer(StatusCode::OK, &page)
}

/// Makes new recovery codes: `POST /admin/account/second-factor/codes`.
///
/// # Errors
/// Not signed in, or a form from elsewhere.
pub async fn recovery_codes_renew(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    form: web::Form<SecondFactorForm>,
) -> PageResult {
    user.check_csrf(&form.csrf)?;
    let renewed = async {
        confirm_password(&state, &request, &user, &form).await?;
        transaction(&state.db, async |tx| {
            commands::renew_codes(tx, &user.user).await
        })
        .await
    };
    match renewed.await {
        Ok(codes) => show_codes(&user, codes, false),
        Err(error) => refused(&state, &user, "codes", error).await,
    }
}

/// Turns it off: `POST /admin/account/second-factor/off`.
///
/// # Errors
/// Not signed in, or a form from elsewhere.
pub async fn second_factor_off(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    form: web::Form<SecondFactorForm>,
) -> PageResult {
    user.check_csrf(&form.csrf)?;
    let turned_off = async {
        confirm_password(&state, &request, &user, &form).await?;
        transaction(&state.db, async |tx| {
            commands::turn_off(tx, user.user.id, &user.user.author()).await
        })
        .await
    };
    match turned_off.await {
        Ok(_) => Ok(see_other("/admin/account?done=second-factor-off")),
        Err(error) => refused(&state, &user, "off", error).await,
    }
}

async fn confirm_password(
    state: &State,
    request: &HttpRequest,
    user: &CurrentUser,
    form: &SecondFactorForm,
) -> Result<(), AppError> {
    let address = client::address(request);
    check_password(&state.db, &user.user, &form.password, "password", &address).await
}

/// The page again, with what is wrong beside its field.
async fn refused(
    state: &State,
    user: &CurrentUser,
    form: &'static str,
    error: AppError,
) -> PageResult {
    let mut page = load(state, user).await?;
    page.refused = form;
    let status = match error {
        AppError::Invalid(errors) => {
            page.errors = errors;
            StatusCode::UNPROCESSABLE_ENTITY
        }
        AppError::Conflict(problem) => {
            page.problem = Some(problem);
            StatusCode::CONFLICT
        }
        AppError::RateLimited { .. } => {
            page.problem =
                Some("too many attempts: wait a quarter of an hour and try again".to_owned());
            StatusCode::TOO_MANY_REQUESTS
        }
        error => return Err(error.into()),
    };
    answer(status, &page)
}
