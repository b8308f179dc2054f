//! Pictures as JSON: for pages that let one be chosen, and for the script that uploads with progress.

use actix_multipart::Multipart;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;

use super::super::model::{MediaId, MediaSummary};
use super::super::queries;
use super::ListQuery;
use super::upload::upload;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::json::ApiResult;

/// Pictures of an answer.
const PAGE: i64 = 20;

#[derive(Serialize)]
struct Pictures {
    items: Vec<PickerItem>,
    next_cursor: Option<String>,
}

#[derive(Serialize)]
struct PickerItem {
    id: MediaId,
    /// Public path of the smallest version.
    thumbnail: String,
    /// Public path of the whole picture.
    path: String,
    name: String,
    alt: String,
    width: i32,
    height: i32,
}

/// Pictures to choose from, newest first: `/admin/media.json?q=…&cursor=…`.
///
/// # Errors
/// Not signed in, or a malformed parameter.
pub async fn picker(state: State, user: CurrentUser, query: web::Query<ListQuery>) -> ApiResult {
    user.may(Action::Read, None)?;
    let conn = state.db.write().await?;
    let page = queries::list(&conn, query.text()?, &query.page(PAGE)?).await?;
    let body = Pictures {
        items: page.items.into_iter().map(item).collect(),
        next_cursor: page.next.map(|cursor| cursor.to_string()),
    };
    let mut response = HttpResponse::Ok();
    CachePolicy::NoStore.apply(&mut response);
    Ok(response.json(body))
}

fn item(picture: MediaSummary) -> PickerItem {
    let file = picture.file;
    PickerItem {
        id: file.id,
        thumbnail: picture.thumbnail,
        path: file.path(),
        name: file.label(),
        width: file.width,
        height: file.height,
        alt: file.alt,
    }
}

/// Adds pictures: `POST /admin/media.json`, the form of the library. Answers 200 with what was stored, or 422 when a file
/// was refused, which it names.
///
/// # Errors
/// Not signed in, a form from elsewhere, or one that is too large or has no file.
pub async fn picker_upload(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    form: Multipart,
) -> ApiResult {
    let outcome = upload(&state, &user, &request, form).await?;
    let mut response = if outcome.refused.is_empty() {
        HttpResponse::Ok()
    } else {
        HttpResponse::UnprocessableEntity()
    };
    CachePolicy::NoStore.apply(&mut response);
    Ok(response.json(outcome))
}
