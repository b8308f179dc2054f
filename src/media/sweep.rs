//! Removes files that no row names: what is left when a transaction failed after its files were put, or when a picture was
//! deleted.

use chrono::{TimeDelta, Utc};

use super::{MediaStore, queries};
use crate::db::Db;
use crate::error::AppError;

/// How long a file is left alone, since its row may not be committed yet.
const GRACE: TimeDelta = TimeDelta::days(1);

/// What a sweep found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Files in the store.
    pub files: usize,
    /// Files that were removed, or would be.
    pub removed: usize,
    /// Their size in bytes.
    pub bytes: u64,
    /// Files that no row names and that are still young.
    pub young: usize,
}

/// Removes the files that no row names and that are older than a day; a dry run only counts them.
///
/// # Errors
/// A store or database that refuses.
pub async fn sweep(db: &Db, store: &MediaStore, is_dry_run: bool) -> Result<Swept, AppError> {
    let before = Utc::now() - GRACE;
    // Files first: whatever is put after that is not among them.
    let files = store.list().await?;
    let named = queries::named_files(&*db.write().await?).await?;
    let mut swept = Swept {
        files: files.len(),
        ..Swept::default()
    };
    for file in files.iter().filter(|file| !named.contains(&file.name)) {
        let is_old = file.put_at < before;
        if is_old && (is_dry_run || store.remove_older(&file.name, before).await?) {
            swept.removed += 1;
            swept.bytes += file.bytes;
        } else {
            swept.young += 1;
        }
    }
    Ok(swept)
}
