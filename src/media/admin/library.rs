//! All pictures, and the form that adds some.

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::super::format::MAX_FILE;
use super::super::model::{MediaSummary, ProductUse};
use super::super::queries;
use super::upload::{Outcome, RefusedFile, upload};
use super::{ListQuery, kind_words, size_words};
use crate::accounts::admin::AdminCtx;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::error::AppError;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::multipart::MAX_FILES;
use crate::web::page::{PageResult, answer, respond, see_other};

/// Pictures of a page.
const PAGE: i64 = 36;

#[derive(Template)]
#[template(path = "admin/media/library.html")]
struct LibraryPage {
    admin: AdminCtx,
    text: String,
    cards: Vec<PictureCard>,
    next: Option<String>,
    /// What the last upload stored, in words, if it could not store everything.
    stored: Option<String>,
    refused: Vec<RefusedFile>,
    problem: Option<String>,
    max_bytes: u64,
    max_file: u64,
    max_files: usize,
}

struct PictureCard {
    path: String,
    thumbnail: String,
    label: String,
    facts: String,
    uses: String,
    has_alt: bool,
}

/// The library: `/admin/media`.
///
/// # Errors
/// Not signed in, or a malformed parameter.
pub async fn library_page(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    query: web::Query<ListQuery>,
) -> PageResult {
    user.may(Action::Read, None)?;
    let mut page = load(&state, &user, &query).await?;
    page.admin.flash = match query.done.as_deref() {
        Some("stored") => Some("The pictures are stored. Write for each what it shows."),
        Some("deleted") => Some("The picture is deleted."),
        _ => None,
    };
    respond(&request, &page, CachePolicy::NoStore)
}

async fn load(
    state: &State,
    user: &CurrentUser,
    query: &ListQuery,
) -> Result<LibraryPage, AppError> {
    let text = query.text()?;
    let conn = state.db.write().await?;
    let page = queries::list(&conn, text, &query.page(PAGE)?).await?;
    let ids: Vec<_> = page.items.iter().map(|item| item.file.id).collect();
    let mut uses = queries::uses_of(&conn, &ids).await?;
    let cards = page
        .items
        .into_iter()
        .map(|item| {
            let uses = uses.remove(&item.file.id).unwrap_or_default();
            card(item, &uses)
        })
        .collect();
    Ok(LibraryPage {
        admin: AdminCtx::new(user, "media", "Media"),
        text: text.unwrap_or_default().to_owned(),
        cards,
        next: page
            .next
            .map(|cursor| query.next("/admin/media", &cursor.to_string())),
        stored: None,
        refused: Vec::new(),
        problem: None,
        max_bytes: MAX_FILE,
        max_file: MAX_FILE / 1_048_576,
        max_files: MAX_FILES,
    })
}

fn card(item: MediaSummary, uses: &[ProductUse]) -> PictureCard {
    let file = item.file;
    PictureCard {
        path: format!("/admin/media/{}", file.id),
        thumbnail: item.thumbnail,
        label: file.label(),
        facts: format!(
            "{} × {} · {} · {}",
            file.width,
            file.height,
            kind_words(&file.mime),
            size_words(file.bytes)
        ),
        uses: match uses {
            [] => "Not used".to_owned(),
            [one] => format!("Used by {}", one.name),
            [first, more @ ..] => format!("Used by {} and {} more", first.name, more.len()),
        },
        has_alt: !file.alt.is_empty(),
    }
}

/// Adds pictures: `POST /admin/media`, a form with files.
///
/// # Errors
/// Not signed in, a form from elsewhere, or one that is too large.
pub async fn library_upload(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    form: Multipart,
) -> PageResult {
    let outcome = match upload(&state, &user, &request, form).await {
        Ok(outcome) => outcome,
        Err(AppError::Invalid(errors)) => {
            let mut page = load(&state, &user, &ListQuery::default()).await?;
            page.problem = Some(format!("Pictures {}.", errors.of("files").join("; ")));
            return answer(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
        Err(error) => return Err(error.into()),
    };
    if !outcome.refused.is_empty() {
        let mut page = load(&state, &user, &ListQuery::default()).await?;
        page.stored = stored_words(&outcome);
        page.refused = outcome.refused;
        return answer(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    match outcome.stored.as_slice() {
        [one] if one.is_new => Ok(see_other(&format!("{}?done=stored", one.path))),
        [one] => Ok(see_other(&format!("{}?done=known", one.path))),
        _ => Ok(see_other("/admin/media?done=stored")),
    }
}

fn stored_words(outcome: &Outcome) -> Option<String> {
    match outcome.stored.as_slice() {
        [] => None,
        [one] => Some(format!("{} is stored.", one.name)),
        several => Some(format!("{} other pictures are stored.", several.len())),
    }
}
