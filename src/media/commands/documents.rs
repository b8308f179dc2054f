//! Writes of documents.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;

use super::super::model::{DocumentId, DocumentInput, MediaId};
use super::super::{MediaStore, pdf, queries};
use super::{Upload, delete_row, size_of};
use crate::accounts::audit;
use crate::db::Db;
use crate::db::schema::{media, media_documents};
use crate::error::{AppError, OnConstraint};
use crate::publishing::{Author, Tx, transaction};

/// Stores a PDF and what it is about. The same file may be several documents.
///
/// # Errors
/// An error beside a field, or a store or database that refuses.
pub async fn upload_document(
    db: &Db,
    store: &MediaStore,
    upload: Upload,
    input: &DocumentInput,
    author: &Author,
) -> Result<DocumentId, AppError> {
    let bytes =
        tokio::task::spawn_blocking(move || pdf::check(&upload.bytes).map(|()| upload.bytes))
            .await
            .map_err(|error| AppError::Internal(error.into()))??;
    let size = size_of(&bytes);
    let sha256 = store.put(bytes, queries::PDF).await?;
    transaction(db, async |tx| {
        let file = add_pdf(tx, (&sha256, size), &upload.name, author).await?;
        add_document(tx, file, input, author).await
    })
    .await
}

async fn add_pdf(
    tx: &mut Tx,
    (sha256, size): (&str, i64),
    name: &str,
    author: &Author,
) -> Result<MediaId, AppError> {
    diesel::insert_into(media::table)
        .values((
            media::id.eq(MediaId::new()),
            media::sha256.eq(sha256),
            media::mime.eq(queries::PDF),
            media::width.eq(0),
            media::height.eq(0),
            media::bytes.eq(size),
            media::name.eq(name),
            media::source_sha256.eq(sha256),
            media::uploaded_by.eq(author.user_id),
        ))
        .on_conflict_do_nothing()
        .execute(tx.conn()?)
        .await?;
    Ok(media::table
        .filter(media::sha256.eq(sha256))
        .select(media::id)
        .first(tx.conn()?)
        .await?)
}

async fn add_document(
    tx: &mut Tx,
    file: MediaId,
    input: &DocumentInput,
    author: &Author,
) -> Result<DocumentId, AppError> {
    let id = DocumentId::new();
    diesel::insert_into(media_documents::table)
        .values((
            media_documents::id.eq(id),
            media_documents::media_id.eq(file),
            media_documents::kind.eq(input.kind),
            media_documents::title.eq(&input.title),
            media_documents::lot_id.eq(input.lot),
            media_documents::product_id.eq(input.product),
            media_documents::expires_on.eq(input.expires_on),
            media_documents::uploaded_by.eq(author.user_id),
        ))
        .execute(tx.conn()?)
        .await
        .on_constraint("media_documents_title_not_blank", || {
            AppError::field("title", "must be a text of at most 200 characters")
        })?;
    let detail = json!({ "title": input.title, "kind": input.kind, "media": file });
    audit::record(tx, author, "upload", "document", Some(id.0), detail).await?;
    Ok(id)
}

/// Deletes a document, and its file's row if nothing else uses it.
///
/// # Errors
/// Not found.
pub async fn delete_document(tx: &mut Tx, id: DocumentId, author: &Author) -> Result<(), AppError> {
    let document = queries::find_document(tx.conn()?, id).await?;
    let file = queries::find(tx.conn()?, document.media_id).await?;
    diesel::delete(media_documents::table.find(id))
        .execute(tx.conn()?)
        .await?;
    let is_used = !queries::document_uses_of(tx.conn()?, file.id)
        .await?
        .is_empty()
        || !queries::public_uses_of(tx.conn()?, &file.sha256)
            .await?
            .is_empty();
    if !is_used {
        delete_row(tx, file.id).await?;
    }
    let detail = json!({ "title": document.title, "sha256": file.sha256 });
    audit::record(tx, author, "delete", "document", Some(id.0), detail).await
}
