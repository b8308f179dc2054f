//! Writes of media.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::MediaStore;
use crate::db::schema::media;
use crate::error::AppError;
use crate::publishing::Tx;

/// Stores a picture and returns its id; the same bytes are one row however often they come.
///
/// # Errors
/// A folder that cannot be written.
pub async fn store_picture(
    tx: &mut Tx,
    store: &MediaStore,
    bytes: &[u8],
    mime: &str,
    (width, height): (i32, i32),
) -> Result<Uuid, AppError> {
    let sha256 = store.put(bytes, mime)?;
    diesel::insert_into(media::table)
        .values((
            media::id.eq(Uuid::now_v7()),
            media::sha256.eq(&sha256),
            media::mime.eq(mime),
            media::width.eq(width),
            media::height.eq(height),
            media::bytes.eq(i64::try_from(bytes.len()).unwrap_or(i64::MAX)),
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
