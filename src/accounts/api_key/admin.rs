//! The admin of API keys: what there is, making one, revoking one.

use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::model::{ApiKey, ApiKeyId, KeyTerms, Scope};
use super::{commands, queries};
use crate::accounts::admin::AdminCtx;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::error::{AppError, FieldErrors};
use crate::publishing::transaction;
use crate::state::State;
use crate::web::form::Sent;
use crate::web::page::{PageResult, answer, day, minute, see_other};

/// Longest name, in characters.
const LONGEST_NAME: usize = 100;
/// Longest time that a key is good, in days.
const LONGEST_LIFE: Days = Days::new(366);
/// How long a key is good unless something else is chosen, in days.
const USUAL_LIFE: Days = Days::new(90);

#[derive(Template)]
#[template(path = "admin/accounts/keys.html")]
struct KeysPage {
    admin: AdminCtx,
    keys: Vec<KeyLine>,
    scopes: Vec<ScopeChoice>,
    name: String,
    expires_on: String,
    earliest: NaiveDate,
    latest: NaiveDate,
    errors: FieldErrors,
}

struct KeyLine {
    revoke_path: Option<String>,
    name: String,
    prefix: String,
    scopes: String,
    mark: &'static str,
    state: String,
    used: String,
    created: String,
}

struct ScopeChoice {
    scope: Scope,
    words: &'static str,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "admin/accounts/key_made.html")]
struct KeyMadePage {
    admin: AdminCtx,
    name: String,
    key: String,
}

/// `?done=revoked` after a key was revoked.
#[derive(Deserialize)]
pub struct DoneQuery {
    done: Option<String>,
}

/// All keys: `/admin/keys`.
///
/// # Errors
/// Not signed in, or not an administrator.
pub async fn keys_page(
    state: State,
    user: CurrentUser,
    query: web::Query<DoneQuery>,
) -> PageResult {
    user.may(Action::ManageKeys, None)?;
    let mut page = load(&state, &user).await?;
    if query.done.as_deref() == Some("revoked") {
        page.admin.flash = Some("Revoked. It is no longer accepted.");
    }
    answer(StatusCode::OK, &page)
}

async fn load(state: &State, user: &CurrentUser) -> Result<KeysPage, AppError> {
    let conn = state.db.write().await?;
    let now = Utc::now();
    let today = now.date_naive();
    let keys = queries::api_keys(&conn).await?;
    Ok(KeysPage {
        admin: AdminCtx::new(user, "keys", "API keys"),
        keys: keys.into_iter().map(|key| key_line(key, now)).collect(),
        scopes: choices(&[]),
        name: String::new(),
        expires_on: (today + USUAL_LIFE).to_string(),
        earliest: today,
        latest: today + LONGEST_LIFE,
        errors: FieldErrors::default(),
    })
}

fn choices(chosen: &[Scope]) -> Vec<ScopeChoice> {
    Scope::ALL
        .iter()
        .map(|scope| ScopeChoice {
            scope: *scope,
            words: scope.words(),
            is_chosen: chosen.contains(scope),
        })
        .collect()
}

fn key_line(key: ApiKey, now: DateTime<Utc>) -> KeyLine {
    let (mark, state) = match key.revoked_at {
        Some(since) => (
            "withdrawn",
            format!("Revoked on {}", day(since.date_naive())),
        ),
        None if key.expires_at <= now => (
            "withdrawn",
            format!("Expired on {}", day(last_day(key.expires_at))),
        ),
        None => (
            "live",
            format!("Good through {}", day(last_day(key.expires_at))),
        ),
    };
    let scopes: Vec<&str> = key.scopes.iter().map(|scope| scope.as_str()).collect();
    KeyLine {
        revoke_path: key
            .revoked_at
            .is_none()
            .then(|| format!("/admin/keys/{}/revoke", key.id)),
        scopes: scopes.join(", "),
        used: match (key.last_used_at, key.last_used_from) {
            (Some(at), Some(from)) => format!("{} from {from}", minute(at)),
            (Some(at), None) => minute(at),
            (None, _) => "Never".to_owned(),
        },
        created: day(key.created_at.date_naive()),
        name: key.name,
        prefix: key.prefix,
        mark,
        state,
    }
}

/// The last day on which a key is good; it ends with that day, in UTC.
fn last_day(expires_at: DateTime<Utc>) -> NaiveDate {
    (expires_at - chrono::TimeDelta::seconds(1)).date_naive()
}

/// Makes a key and shows it once: `POST /admin/keys`.
///
/// # Errors
/// Not signed in, not an administrator, or a form from elsewhere.
pub async fn key_create(state: State, user: CurrentUser, sent: web::Form<Sent>) -> PageResult {
    user.check_csrf(sent.value("csrf"))?;
    user.may(Action::ManageKeys, None)?;
    match terms(&sent, Utc::now().date_naive()) {
        Ok(terms) => {
            let author = user.user.author();
            let key = transaction(&state.db, async |tx| {
                commands::create_key(tx, &terms, &author).await
            })
            .await?;
            let page = KeyMadePage {
                admin: AdminCtx::new(&user, "keys", "The key"),
                name: terms.name,
                key: key.to_string(),
            };
            answer(StatusCode::OK, &page)
        }
        Err(errors) => {
            let mut page = load(&state, &user).await?;
            page.name = sent.value("name").to_owned();
            page.expires_on = sent.value("expires_on").to_owned();
            page.scopes = choices(&scopes(&sent).unwrap_or_default());
            page.errors = errors;
            answer(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// Reads the form; every problem stands beside its field.
fn terms(sent: &Sent, today: NaiveDate) -> Result<KeyTerms, FieldErrors> {
    let mut errors = FieldErrors::default();
    let typed = sent.value("name").split_whitespace();
    let name = typed.collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        errors.add("name", "must say what the key is for");
    } else if name.chars().count() > LONGEST_NAME {
        errors.add(
            "name",
            format!("must have at most {LONGEST_NAME} characters"),
        );
    } else if name.chars().any(char::is_control) {
        errors.add("name", "holds a character that can't be shown");
    }
    let scopes = scopes(sent).unwrap_or_default();
    if scopes.is_empty() {
        errors.add("scope", "must be at least one of these");
    }
    let last_day = sent.value("expires_on").parse::<NaiveDate>().ok();
    let fits = |day: &NaiveDate| (today..=today + LONGEST_LIFE).contains(day);
    let Some(last_day) = last_day.filter(fits) else {
        errors.add(
            "expires_on",
            "must be a day from today on and within a year",
        );
        return Err(errors);
    };
    if !errors.is_empty() {
        return Err(errors);
    }
    let end = (last_day + Days::new(1)).and_time(chrono::NaiveTime::MIN);
    Ok(KeyTerms {
        name,
        scopes,
        expires_at: end.and_utc(),
    })
}

/// The scopes that were chosen; nothing when one of them is none.
fn scopes(sent: &Sent) -> Option<Vec<Scope>> {
    sent.all("scope").map(|scope| scope.parse().ok()).collect()
}

/// What the form of a key sends.
#[derive(Deserialize)]
pub struct RevokeForm {
    #[serde(default)]
    csrf: String,
}

/// Ends a key at once: `POST /admin/keys/{id}/revoke`.
///
/// # Errors
/// Not signed in, not an administrator, not found, or a form from elsewhere.
pub async fn key_revoke(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    form: web::Form<RevokeForm>,
) -> PageResult {
    user.check_csrf(&form.csrf)?;
    user.may(Action::ManageKeys, None)?;
    let author = user.user.author();
    transaction(&state.db, async |tx| {
        commands::revoke_key(tx, ApiKeyId(*id), &author).await
    })
    .await?;
    Ok(see_other("/admin/keys?done=revoked"))
}
