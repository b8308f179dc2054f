//! One picture: large, with its text, its versions and what shows it.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::super::commands::{MAX_ALT, delete_picture, save_alt};
use super::super::model::{MediaId, MediaRow, RenditionRow};
use super::super::queries;
use super::{ListQuery, kind_words, size_words};
use crate::accounts::admin::AdminCtx;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::error::{AppError, FieldErrors};
use crate::publishing::{Image, transaction};
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::page::{PageResult, answer, day, respond, see_other};

#[derive(Template)]
#[template(path = "admin/media/picture.html")]
struct PicturePage {
    admin: AdminCtx,
    path: String,
    image: Image,
    alt: String,
    version: i32,
    max_alt: usize,
    errors: FieldErrors,
    problem: Option<String>,
    facts: Vec<(&'static str, String)>,
    versions: Vec<Version>,
    uses: Vec<(String, String)>,
    public_uses: Vec<String>,
    can_delete: bool,
}

struct Version {
    path: String,
    width: i32,
    height: i32,
    kind: &'static str,
    size: String,
}

/// What a picture shows, as it is typed.
#[derive(Debug, Deserialize)]
pub struct AltForm {
    csrf: String,
    version: i32,
    alt: String,
}

/// A form that only says who sends it.
#[derive(Debug, Deserialize)]
pub struct TokenForm {
    pub(super) csrf: String,
}

/// One picture: `/admin/media/{id}`.
///
/// # Errors
/// Not signed in, or not found.
pub async fn picture_page(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    id: web::Path<Uuid>,
    query: web::Query<ListQuery>,
) -> PageResult {
    user.may(Action::Read, None)?;
    let mut page = load(&state, &user, MediaId(*id)).await?;
    page.admin.flash = match query.done.as_deref() {
        Some("stored") => Some("The picture is stored. Write what it shows."),
        Some("known") => Some("This picture was in the library before; nothing was added."),
        Some("saved") => Some("Saved."),
        _ => None,
    };
    respond(&request, &page, CachePolicy::NoStore)
}

async fn load(state: &State, user: &CurrentUser, id: MediaId) -> Result<PicturePage, AppError> {
    let conn = state.db.write().await?;
    let file = queries::find(&conn, id).await?;
    if file.mime == queries::PDF {
        return Err(AppError::NotFound);
    }
    let renditions = queries::renditions_of(&conn, &[id])
        .await?
        .remove(&id)
        .unwrap_or_default();
    let uses = queries::uses_of(&conn, &[id]).await?.remove(&id);
    let uses: Vec<(String, String)> = uses
        .unwrap_or_default()
        .into_iter()
        .map(|product| (format!("/admin/products/{}", product.id), product.name))
        .collect();
    let public_uses = queries::public_uses_of(&conn, &file.sha256).await?;
    let is_used = !uses.is_empty() || !public_uses.is_empty();
    Ok(PicturePage {
        admin: AdminCtx::new(user, "media", file.label()),
        path: format!("/admin/media/{id}"),
        image: Image {
            path: file.path(),
            width: file.width,
            height: file.height,
            alt: file.alt.clone(),
            raster: None,
            social: None,
            renditions: renditions.iter().map(RenditionRow::rendition).collect(),
        },
        alt: file.alt.clone(),
        version: file.version,
        max_alt: MAX_ALT,
        errors: FieldErrors::default(),
        problem: None,
        facts: facts(&file),
        versions: renditions.iter().map(version).collect(),
        uses,
        public_uses,
        can_delete: !is_used && user.user.role.may(Action::DeleteMedia, None),
    })
}

fn facts(file: &MediaRow) -> Vec<(&'static str, String)> {
    vec![
        ("Size", format!("{} × {} pixels", file.width, file.height)),
        (
            "File",
            format!("{}, {}", kind_words(&file.mime), size_words(file.bytes)),
        ),
        ("Added", day(file.created_at.date_naive())),
        ("Content", file.sha256.clone()),
    ]
}

fn version(row: &RenditionRow) -> Version {
    Version {
        path: row.rendition().path,
        width: row.width,
        height: row.height,
        kind: kind_words(&row.mime),
        size: size_words(row.bytes),
    }
}

/// Saves what a picture shows: `POST /admin/media/{id}`.
///
/// # Errors
/// Not signed in, not found, or a form from elsewhere.
pub async fn picture_save(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    form: web::Form<AltForm>,
) -> PageResult {
    user.check_csrf(&form.csrf)?;
    user.may(Action::AddMedia, None)?;
    let id = MediaId(*id);
    let author = user.user.author();
    let saved = transaction(&state.db, async |tx| {
        save_alt(tx, id, form.version, &form.alt, &author).await
    })
    .await;
    let (errors, problem, status) = match saved {
        Ok(()) => return Ok(see_other(&format!("/admin/media/{id}?done=saved"))),
        Err(AppError::Invalid(errors)) => (errors, None, StatusCode::UNPROCESSABLE_ENTITY),
        Err(AppError::Conflict(problem)) => {
            (FieldErrors::default(), Some(problem), StatusCode::CONFLICT)
        }
        Err(error) => return Err(error.into()),
    };
    let mut page = load(&state, &user, id).await?;
    page.alt.clone_from(&form.alt);
    page.version = form.version;
    page.errors = errors;
    page.problem = problem;
    answer(status, &page)
}

/// Deletes a picture that nothing shows: `POST /admin/media/{id}/delete`.
///
/// # Errors
/// Not signed in, not a reviewer, not found, or still used.
pub async fn picture_delete(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    form: web::Form<TokenForm>,
) -> PageResult {
    user.check_csrf(&form.csrf)?;
    user.may(Action::DeleteMedia, None)?;
    let author = user.user.author();
    let deleted = transaction(&state.db, async |tx| {
        delete_picture(tx, MediaId(*id), &author).await
    })
    .await;
    match deleted {
        Ok(()) => Ok(see_other("/admin/media?done=deleted")),
        Err(AppError::Conflict(problem)) => {
            let mut page = load(&state, &user, MediaId(*id)).await?;
            page.problem = Some(problem);
            answer(StatusCode::CONFLICT, &page)
        }
        Err(error) => Err(error.into()),
    }
}
