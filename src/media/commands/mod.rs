//! Writes of media.

mod documents;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::json;
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::image::{Picture, Raster};
use super::model::{MediaId, RenditionRow};
use super::{MediaStore, image, queries, sha256_hex};
use crate::accounts::audit;
use crate::db::Db;
use crate::db::schema::{media, media_renditions};
use crate::error::{AppError, OnConstraint};
use crate::publishing::{Author, Tx, transaction};
pub use documents::{delete_document, upload_document};

/// Longest alternative text, in characters.
pub const MAX_ALT: usize = 500;

/// One picture at a time: a large one takes seconds of a core and hundreds of megabytes, and visitors come first.
static WORKBENCH: Semaphore = Semaphore::const_new(1);

/// A file that somebody uploads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its name, plain.
    pub name: String,
    /// Its bytes, as they came.
    pub bytes: Vec<u8>,
}

/// A picture that is stored now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uploaded {
    /// Its id.
    pub id: MediaId,
    /// Whether it was not stored before.
    pub is_new: bool,
}

/// Stores a picture and returns its id; the same bytes are one row however often they come.
///
/// # Errors
/// A store that cannot be written.
pub async fn store_picture(
    tx: &mut Tx,
    store: &MediaStore,
    bytes: &[u8],
    mime: &str,
    (width, height): (i32, i32),
) -> Result<Uuid, AppError> {
    let sha256 = store.put(bytes.to_vec(), mime).await?;
    diesel::insert_into(media::table)
        .values((
            media::id.eq(Uuid::now_v7()),
            media::sha256.eq(&sha256),
            media::mime.eq(mime),
            media::width.eq(width),
            media::height.eq(height),
            media::bytes.eq(size_of(bytes)),
        ))
        .on_conflict_do_nothing()
        .execute(tx.conn()?)
        .await?;
    Ok(media::table
        .filter(media::sha256.eq(&sha256))
        .select(media::id)
        .first(tx.conn()?)
        .await?)
}

/// Gives a picture that was not uploaded a name and an alternative text, unless it has them.
///
/// # Errors
/// What the database refuses.
pub async fn name_picture(tx: &mut Tx, id: Uuid, name: &str, alt: &str) -> Result<(), AppError> {
    diesel::update(media::table.find(id).filter(media::name.eq("")))
        .set((media::name.eq(name), media::alt.eq(alt)))
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Makes a picture of an upload and stores it with its versions: files first, then the rows in one transaction. The same
/// bytes are stored once.
///
/// # Errors
/// An error beside the field `files`, or a store or database that refuses.
pub async fn upload_picture(
    db: &Db,
    store: &MediaStore,
    upload: Upload,
    author: &Author,
) -> Result<Uploaded, AppError> {
    let source = sha256_hex(&upload.bytes);
    if let Some(id) = queries::by_source(&*db.write().await?, &source).await? {
        return Ok(Uploaded { id, is_new: false });
    }
    let picture = make(upload.bytes).await?;
    let main = put(store, picture.main).await?;
    let mut renditions = Vec::new();
    for rendition in picture.renditions {
        renditions.push(put(store, rendition).await?);
    }
    transaction(db, async |tx| {
        add_picture(tx, &main, &renditions, (&upload.name, &source), author).await
    })
    .await
}

/// The picture, made where it keeps nobody waiting.
async fn make(bytes: Vec<u8>) -> Result<Picture, AppError> {
    let _turn = WORKBENCH
        .acquire()
        .await
        .map_err(|error| AppError::Internal(error.into()))?;
    tokio::task::spawn_blocking(move || image::make(&bytes))
        .await
        .unwrap_or_else(|error| {
            // A decoder that panics met bytes that nobody thought of.
            tracing::warn!(error = %error, "a picture could not be decoded");
            Err(image::damaged())
        })
}

/// A file that is in the store.
struct StoredRaster {
    sha256: String,
    mime: &'static str,
    bytes: i64,
    width: i32,
    height: i32,
}

async fn put(store: &MediaStore, raster: Raster) -> Result<StoredRaster, AppError> {
    let pixels = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    Ok(StoredRaster {
        mime: raster.mime,
        bytes: size_of(&raster.bytes),
        width: pixels(raster.width),
        height: pixels(raster.height),
        sha256: store.put(raster.bytes, raster.mime).await?,
    })
}

fn size_of(bytes: &[u8]) -> i64 {
    i64::try_from(bytes.len()).unwrap_or(i64::MAX)
}

async fn add_picture(
    tx: &mut Tx,
    main: &StoredRaster,
    renditions: &[StoredRaster],
    (name, source): (&str, &str),
    author: &Author,
) -> Result<Uploaded, AppError> {
    let added: Option<MediaId> = diesel::insert_into(media::table)
        .values((
            media::id.eq(MediaId::new()),
            media::sha256.eq(&main.sha256),
            media::mime.eq(main.mime),
            media::width.eq(main.width),
            media::height.eq(main.height),
            media::bytes.eq(main.bytes),
            media::name.eq(name),
            media::source_sha256.eq(source),
            media::uploaded_by.eq(author.user_id),
        ))
        .on_conflict_do_nothing()
        .returning(media::id)
        .get_result(tx.conn()?)
        .await
        .optional()?;
    let Some(id) = added else {
        // Two uploads may differ only in what was stripped, or come at the same moment.
        let id = media::table
            .filter(
                media::sha256
                    .eq(&main.sha256)
                    .or(media::source_sha256.eq(source)),
            )
            .select(media::id)
            .first(tx.conn()?)
            .await?;
        return Ok(Uploaded { id, is_new: false });
    };
    let rows: Vec<RenditionRow> = renditions
        .iter()
        .map(|rendition| RenditionRow {
            media_id: id,
            width: rendition.width,
            height: rendition.height,
            sha256: rendition.sha256.clone(),
            mime: rendition.mime.to_owned(),
            bytes: rendition.bytes,
        })
        .collect();
    diesel::insert_into(media_renditions::table)
        .values(rows)
        .execute(tx.conn()?)
        .await?;
    let detail = json!({ "name": name, "sha256": main.sha256, "bytes": main.bytes });
    audit::record(tx, author, "upload", "media", Some(id.0), detail).await?;
    Ok(Uploaded { id, is_new: true })
}

/// Saves what a picture shows, if nobody saved in between. Pages that show it keep the text that they were given.
///
/// # Errors
/// A text that is too long, a conflict when `version` is no longer the version, or not found.
pub async fn save_alt(
    tx: &mut Tx,
    id: MediaId,
    version: i32,
    alt: &str,
    author: &Author,
) -> Result<(), AppError> {
    let alt = alt.trim();
    if alt.chars().count() > MAX_ALT {
        let problem = format!("must be at most {MAX_ALT} characters");
        return Err(AppError::field("alt", problem));
    }
    if alt.chars().any(char::is_control) {
        return Err(AppError::field("alt", "must be one line of text"));
    }
    let saved = diesel::update(media::table.find(id).filter(media::version.eq(version)))
        .set((media::alt.eq(alt), media::version.eq(media::version + 1)))
        .execute(tx.conn()?)
        .await?;
    if saved == 0 {
        queries::find(tx.conn()?, id).await?;
        return Err(AppError::Conflict(
            "somebody else saved this picture while you were editing it; your text is kept below, reload to see theirs"
                .to_owned(),
        ));
    }
    audit::record(
        tx,
        author,
        "save",
        "media",
        Some(id.0),
        json!({ "alt": alt }),
    )
    .await
}

/// Deletes a picture that nothing shows. Its files go with the next sweep.
///
/// # Errors
/// A conflict that names what shows it, or not found.
pub async fn delete_picture(tx: &mut Tx, id: MediaId, author: &Author) -> Result<(), AppError> {
    let file = queries::find(tx.conn()?, id).await?;
    let mut users: Vec<String> = queries::uses_of(tx.conn()?, &[id])
        .await?
        .remove(&id)
        .unwrap_or_default()
        .into_iter()
        .map(|product| product.name)
        .collect();
    let shown = queries::public_uses_of(tx.conn()?, &file.sha256).await?;
    users.extend(
        shown
            .into_iter()
            .map(|title| format!("the public page of {title}")),
    );
    users.extend(queries::document_uses_of(tx.conn()?, id).await?);
    if !users.is_empty() {
        return Err(still_used(&users));
    }
    delete_row(tx, id).await?;
    let detail = json!({ "name": file.name, "sha256": file.sha256 });
    audit::record(tx, author, "delete", "media", Some(id.0), detail).await
}

fn still_used(users: &[String]) -> AppError {
    let more = match users.len() {
        0..=5 => String::new(),
        count => format!(" and {} more", count - 5),
    };
    let names: Vec<&str> = users.iter().take(5).map(String::as_str).collect();
    AppError::Conflict(format!(
        "this picture is used by {}{more}: take it out there first",
        names.join(", ")
    ))
}

async fn delete_row(tx: &mut Tx, id: MediaId) -> Result<(), AppError> {
    let used_since = || {
        AppError::Conflict(
            "this file came into use just now: reload the page to see where".to_owned(),
        )
    };
    let result = diesel::delete(media::table.find(id))
        .execute(tx.conn()?)
        .await
        .map(drop);
    let constraints = [
        "product_media_media_id_fkey",
        "product_media_raster_id_fkey",
        "product_media_social_id_fkey",
        "certificates_document_id_fkey",
        "media_documents_media_id_fkey",
    ];
    let violated = match &result {
        Err(diesel::result::Error::DatabaseError(_, detail)) => detail
            .constraint_name()
            .and_then(|name| constraints.into_iter().find(|known| *known == name)),
        _ => None,
    };
    match violated {
        Some(name) => result.on_constraint(name, used_since),
        None => Ok(result?),
    }
}
