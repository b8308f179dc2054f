//! What both ways to upload pictures have in common: the form that works everywhere, and the script that shows progress.

use actix_multipart::Multipart;
use actix_web::HttpRequest;
use serde::Serialize;

use super::super::commands::{Upload, upload_picture};
use super::super::format::MAX_FILE;
use super::super::image::too_heavy;
use super::super::model::MediaId;
use super::super::name::plain_name;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::error::AppError;
use crate::state::State;
use crate::web::multipart::receive;

/// What came of an upload. Each file is stored whole or not at all.
#[derive(Debug, Default, Serialize)]
pub(super) struct Outcome {
    /// Pictures that are in the library now.
    pub stored: Vec<StoredFile>,
    /// Files that were not taken.
    pub refused: Vec<RefusedFile>,
}

/// A picture that is in the library now.
#[derive(Debug, Serialize)]
pub(super) struct StoredFile {
    pub id: MediaId,
    pub name: String,
    /// Its page in the admin.
    pub path: String,
    /// False if the same picture was in the library before.
    pub is_new: bool,
}

/// A file that was not taken.
#[derive(Debug, Serialize)]
pub(super) struct RefusedFile {
    pub name: String,
    /// Why not, to follow the name in a sentence.
    pub problem: String,
}

/// Receives a form of pictures and stores them.
///
/// # Errors
/// A form from elsewhere, one that is too large or holds no file, or a store that refuses.
pub(super) async fn upload(
    state: &State,
    user: &CurrentUser,
    request: &HttpRequest,
    form: Multipart,
) -> Result<Outcome, AppError> {
    user.may(Action::AddMedia, None)?;
    let received = receive(request, form, MAX_FILE, |token| user.check_csrf(token)).await?;
    if received.files.is_empty() {
        return Err(AppError::field(
            "files",
            "must be chosen: take at least one picture",
        ));
    }
    let author = user.user.author();
    let mut outcome = Outcome::default();
    for file in received.files {
        let name = plain_name(&file.name);
        let stored = match file.into_bytes().await? {
            None => Err(too_heavy()),
            Some(bytes) => {
                let upload = Upload {
                    name: name.clone(),
                    bytes,
                };
                upload_picture(&state.db, &state.media, upload, &author).await
            }
        };
        match stored {
            Ok(picture) => outcome.stored.push(StoredFile {
                id: picture.id,
                path: format!("/admin/media/{}", picture.id),
                is_new: picture.is_new,
                name,
            }),
            Err(AppError::Invalid(errors)) => outcome.refused.push(RefusedFile {
                problem: errors.of("files").join("; "),
                name,
            }),
            Err(error) => return Err(error),
        }
    }
    Ok(outcome)
}
