//! Certificates and labels as PDF, with the lot that they are about and the day until which they hold.

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use chrono::{NaiveDate, Utc};
use uuid::Uuid;

use super::super::commands::{Upload, delete_document, upload_document};
use super::super::document_form::DocumentForm;
use super::super::format::MAX_FILE;
use super::super::image::too_heavy;
use super::super::model::{DocumentId, DocumentKind, DocumentSummary};
use super::super::name::plain_name;
use super::super::queries;
use super::picture::TokenForm;
use super::{ListQuery, size_words};
use crate::accounts::admin::AdminCtx;
use crate::accounts::permission::Action;
use crate::accounts::session::CurrentUser;
use crate::error::{AppError, FieldErrors};
use crate::publishing::transaction;
use crate::state::State;
use crate::web::cache::CachePolicy;
use crate::web::multipart::{Received, ReceivedFile, receive};
use crate::web::page::{PageResult, answer, day, respond, see_other};

/// Documents of a page.
const PAGE: i64 = 50;
/// Lots that are offered to choose from; any other can be typed.
const OFFERED_LOTS: i64 = 200;

#[derive(Template)]
#[template(path = "admin/media/documents.html")]
struct DocumentsPage {
    admin: AdminCtx,
    text: String,
    lines: Vec<DocumentLine>,
    next: Option<String>,
    form: DocumentForm,
    kinds: Vec<(&'static str, &'static str)>,
    lots: Vec<String>,
    errors: FieldErrors,
    max_file: u64,
    can_delete: bool,
}

struct DocumentLine {
    delete_path: String,
    path: String,
    title: String,
    kind: &'static str,
    file_name: String,
    size: String,
    lot: String,
    product: Option<(String, String)>,
    expires: String,
    is_expired: bool,
}

/// All documents: `/admin/media/documents`.
///
/// # Errors
/// Not signed in, or a malformed parameter.
pub async fn documents_page(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    query: web::Query<ListQuery>,
) -> PageResult {
    user.may(Action::Read, None)?;
    let mut page = load(&state, &user, &query).await?;
    page.admin.flash = match query.done.as_deref() {
        Some("stored") => Some("The document is stored."),
        Some("deleted") => Some("The document is deleted."),
        _ => None,
    };
    respond(&request, &page, CachePolicy::NoStore)
}

async fn load(
    state: &State,
    user: &CurrentUser,
    query: &ListQuery,
) -> Result<DocumentsPage, AppError> {
    let text = query.text()?;
    let conn = state.db.write().await?;
    let page = queries::documents(&conn, text, &query.page(PAGE)?).await?;
    let today = Utc::now().date_naive();
    Ok(DocumentsPage {
        admin: AdminCtx::new(user, "media", "Documents"),
        text: text.unwrap_or_default().to_owned(),
        lines: page
            .items
            .into_iter()
            .map(|item| line(item, today))
            .collect(),
        next: page
            .next
            .map(|cursor| query.next("/admin/media/documents", &cursor.to_string())),
        form: DocumentForm::default(),
        kinds: DocumentKind::ALL
            .iter()
            .map(|kind| (kind.as_str(), kind.words()))
            .collect(),
        lots: queries::newest_lots(&conn, OFFERED_LOTS).await?,
        errors: FieldErrors::default(),
        max_file: MAX_FILE / 1_048_576,
        can_delete: user.user.role.may(Action::DeleteMedia, None),
    })
}

fn line(item: DocumentSummary, today: NaiveDate) -> DocumentLine {
    let document = item.document;
    DocumentLine {
        delete_path: format!("/admin/media/documents/{}/delete", document.id),
        path: item.file.path(),
        kind: document.kind.words(),
        file_name: item.file.label(),
        size: size_words(item.file.bytes),
        lot: item.lot.unwrap_or_default(),
        product: item
            .product
            .map(|(id, name)| (format!("/admin/products/{id}"), name)),
        expires: document.expires_on.map(day).unwrap_or_default(),
        is_expired: document.expires_on.is_some_and(|date| date < today),
        title: document.title,
    }
}

/// Adds a document: `POST /admin/media/documents`, a form with one file.
///
/// # Errors
/// Not signed in, a form from elsewhere, or one that is too large.
pub async fn document_upload(
    state: State,
    request: HttpRequest,
    user: CurrentUser,
    form: Multipart,
) -> PageResult {
    user.may(Action::AddMedia, None)?;
    let mut received = receive(&request, form, MAX_FILE, |token| user.check_csrf(token)).await?;
    let files = std::mem::take(&mut received.files);
    let form = document_form(&received);
    match add(&state, &user, &form, files).await {
        Ok(()) => Ok(see_other("/admin/media/documents?done=stored")),
        Err(AppError::Invalid(errors)) => {
            let mut page = load(&state, &user, &ListQuery::default()).await?;
            page.form = form;
            page.errors = errors;
            answer(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

fn document_form(received: &Received) -> DocumentForm {
    let text = |name: &str| received.field(name).trim().to_owned();
    DocumentForm {
        kind: text("kind"),
        title: text("title"),
        lot: text("lot"),
        product: text("product"),
        expires_on: text("expires_on"),
    }
}

async fn add(
    state: &State,
    user: &CurrentUser,
    form: &DocumentForm,
    files: Vec<ReceivedFile>,
) -> Result<(), AppError> {
    let mut errors = FieldErrors::default();
    let input = {
        let conn = state.db.write().await?;
        form.input(&conn, &mut errors).await?
    };
    let upload = match files.len() {
        1 => read(files, &mut errors).await?,
        0 => {
            errors.add("files", "must be chosen: take a PDF");
            None
        }
        _ => {
            errors.add("files", "must be one: send each document by itself");
            None
        }
    };
    match (input, upload) {
        (Some(input), Some(upload)) if errors.is_empty() => {
            let author = user.user.author();
            upload_document(&state.db, &state.media, upload, &input, &author).await?;
            Ok(())
        }
        _ => errors.into_result(()),
    }
}

async fn read(
    files: Vec<ReceivedFile>,
    errors: &mut FieldErrors,
) -> Result<Option<Upload>, AppError> {
    for file in files {
        let name = plain_name(&file.name);
        match file.into_bytes().await? {
            Some(bytes) => return Ok(Some(Upload { name, bytes })),
            None => merge(errors, too_heavy()),
        }
    }
    Ok(None)
}

fn merge(errors: &mut FieldErrors, error: AppError) {
    if let AppError::Invalid(more) = error {
        for (field, problem) in more.iter() {
            errors.add(field, problem);
        }
    }
}

/// Deletes a document: `POST /admin/media/documents/{id}/delete`.
///
/// # Errors
/// Not signed in, not a reviewer, or not found.
pub async fn document_delete(
    state: State,
    user: CurrentUser,
    id: web::Path<Uuid>,
    form: web::Form<TokenForm>,
) -> PageResult {
    user.check_csrf(&form.csrf)?;
    user.may(Action::DeleteMedia, None)?;
    let author = user.user.author();
    transaction(&state.db, async |tx| {
        delete_document(tx, DocumentId(*id), &author).await
    })
    .await?;
    Ok(see_other("/admin/media/documents?done=deleted"))
}
