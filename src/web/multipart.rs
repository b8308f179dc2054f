//! Forms with files: read piece by piece into temporary files, within limits, so that a large one costs no memory and is
//! cut off as soon as it is known to be too large.
//!
//! The whole form is received before anything is done with it: what breaks off on the way leaves nothing behind.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::time::Duration;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::HttpRequest;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::web::Bytes;
use futures_util::StreamExt;
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;

use crate::error::AppError;

/// Largest form in bytes, with all its files.
pub const MAX_UPLOAD: u64 = 100 * 1024 * 1024;
/// Most files of one form.
pub const MAX_FILES: usize = 20;
/// Largest field that is no file, in bytes.
const MAX_FIELD: usize = 8 * 1024;
/// Most fields that are no files.
const MAX_FIELDS: usize = 20;
/// How long the next piece may take.
const STALL: Duration = Duration::from_secs(30);

/// A form that was received.
#[derive(Debug, Default)]
pub struct Received {
    fields: Vec<(String, String)>,
    /// Its files, in order.
    pub files: Vec<ReceivedFile>,
}

/// A file of a form, in a temporary file that has no name and goes with this value.
#[derive(Debug)]
pub struct ReceivedFile {
    /// What the browser says that it is called: never to be used as a path.
    pub name: String,
    /// Nothing if it was larger than a file may be: then its bytes were let pass.
    content: Option<File>,
}

impl Received {
    /// A field that is no file; empty if it isn't there.
    pub fn field(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
            .unwrap_or_default()
    }
}

impl ReceivedFile {
    /// Its bytes; nothing if it was too large.
    ///
    /// # Errors
    /// A temporary file that can't be read.
    pub async fn into_bytes(self) -> Result<Option<Vec<u8>>, AppError> {
        let Some(mut file) = self.content else {
            return Ok(None);
        };
        let bytes = tokio::task::spawn_blocking(move || {
            let mut bytes = Vec::new();
            file.seek(SeekFrom::Start(0))?;
            file.read_to_end(&mut bytes)?;
            std::io::Result::Ok(bytes)
        });
        let bytes = bytes
            .await
            .map_err(|error| AppError::Internal(error.into()))?;
        Ok(Some(
            bytes.map_err(|error| AppError::Internal(error.into()))?,
        ))
    }
}

/// Receives a form. Its token must come before its files, in the header `X-CSRF-Token` or in the field `csrf`, so that
/// nobody else's files are read.
///
/// # Errors
/// A token that `check` refuses, a form that is too large, has too many files, stalls, or can't be read.
pub async fn receive(
    request: &HttpRequest,
    mut form: Multipart,
    max_file: u64,
    check: impl Fn(&str) -> Result<(), AppError>,
) -> Result<Received, AppError> {
    let announced = header(request, CONTENT_LENGTH.as_str()).and_then(|text| text.parse().ok());
    if announced.is_some_and(|bytes: u64| bytes > MAX_UPLOAD) {
        return Err(too_large());
    }
    let mut is_checked = match header(request, "x-csrf-token") {
        Some(token) => check(token).map(|()| true)?,
        None => false,
    };
    let mut received = Received::default();
    let mut room = MAX_UPLOAD;
    while let Some(mut field) = within(form.next()).await? {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field
            .content_disposition()
            .and_then(|disposition| disposition.get_filename())
            .map(str::to_owned);
        let Some(file_name) = file_name else {
            let value = text(&mut field, &mut room).await?;
            if name == "csrf" {
                check(&value)?;
                is_checked = true;
            }
            received.fields.push((name, value));
            if received.fields.len() > MAX_FIELDS {
                return Err(AppError::BadRequest(
                    "this form has too many fields".to_owned(),
                ));
            }
            continue;
        };
        if !is_checked {
            check("")?;
        }
        let (content, size) = file(&mut field, &mut room, max_file).await?;
        // A browser sends a nameless empty file where none was chosen.
        if file_name.is_empty() && size == 0 {
            continue;
        }
        if received.files.len() == MAX_FILES {
            return Err(AppError::BadRequest(format!(
                "at most {MAX_FILES} files can be sent at once: send the others after these"
            )));
        }
        received.files.push(ReceivedFile {
            name: file_name,
            content,
        });
    }
    if !is_checked {
        check("")?;
    }
    Ok(received)
}

fn header<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    request.headers().get(name)?.to_str().ok()
}

fn too_large() -> AppError {
    AppError::TooLarge {
        limit: usize::try_from(MAX_UPLOAD).unwrap_or(usize::MAX),
    }
}

/// The next part or piece, if it comes in time.
async fn within<T>(
    next: impl Future<Output = Option<Result<T, MultipartError>>>,
) -> Result<Option<T>, AppError> {
    match timeout(STALL, next).await {
        Ok(item) => item.transpose().map_err(|error| {
            AppError::BadRequest(format!("the form can't be read: {error}; send it again"))
        }),
        Err(_) => Err(AppError::BadRequest(
            "the upload stood still for too long: send it again".to_owned(),
        )),
    }
}

/// The next piece of a part, taken from the room that is left.
async fn piece(field: &mut Field, room: &mut u64) -> Result<Option<Bytes>, AppError> {
    let piece = within(field.next()).await?;
    if let Some(piece) = &piece {
        let size = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        *room = room.checked_sub(size).ok_or_else(too_large)?;
    }
    Ok(piece)
}

async fn text(field: &mut Field, room: &mut u64) -> Result<String, AppError> {
    let mut bytes = Vec::new();
    while let Some(piece) = piece(field, room).await? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > MAX_FIELD {
            return Err(AppError::BadRequest(
                "a field of this form is too long".to_owned(),
            ));
        }
    }
    String::from_utf8(bytes)
        .map_err(|_| AppError::BadRequest("a field of this form is no text".to_owned()))
}

/// A file and its size. One that is too large is read to its end and dropped, so that the others can be taken.
async fn file(
    field: &mut Field,
    room: &mut u64,
    max_file: u64,
) -> Result<(Option<File>, u64), AppError> {
    let internal = |error: std::io::Error| AppError::Internal(error.into());
    let mut target = Some(tokio::fs::File::from_std(
        tempfile::tempfile().map_err(internal)?,
    ));
    let mut size = 0;
    while let Some(piece) = piece(field, room).await? {
        size += u64::try_from(piece.len()).unwrap_or(u64::MAX);
        if size > max_file {
            target = None;
        }
        if let Some(target) = &mut target {
            target.write_all(&piece).await.map_err(internal)?;
        }
    }
    let Some(mut target) = target else {
        return Ok((None, size));
    };
    target.flush().await.map_err(internal)?;
    Ok((Some(target.into_std().await), size))
}
