//! Where the bytes are: a folder in the data directory, or a bucket that speaks S3. Everything else sees one interface.

mod s3;

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::stream::{BoxStream, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{GetResult, ObjectStore, ObjectStoreExt, PutPayload};
use sha2::{Digest, Sha256};

use super::{file_name, mime_of};

/// Files named by the hash of their content.
#[derive(Debug, Clone)]
pub struct MediaStore {
    files: Arc<dyn ObjectStore>,
    /// What stands before every name.
    prefix: Key,
}

/// A file as the store lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Its name, `{sha256}.{ext}`.
    pub name: String,
    /// When it was last put.
    pub put_at: DateTime<Utc>,
    /// Its size in bytes.
    pub bytes: u64,
}

impl MediaStore {
    /// The store that the settings name: an address such as `s3://bucket/prefix`, else the folder `media` in the data
    /// directory. Nothing is made or asked before the first file is put.
    ///
    /// # Errors
    /// An address that is none, or one of a kind that this program was built without.
    pub fn open(url: Option<&str>, data_dir: &Path) -> anyhow::Result<Self> {
        match url.map(str::trim).filter(|url| !url.is_empty()) {
            None => Self::local(data_dir),
            Some(url) => s3::open(url).with_context(|| {
                format!("pictures cannot be stored at {url} (see FORMULARY_MEDIA_URL)")
            }),
        }
    }

    /// The store in a data directory.
    ///
    /// # Errors
    /// A folder whose name cannot be written as a path.
    pub fn local(data_dir: &Path) -> anyhow::Result<Self> {
        let folder = std::path::absolute(data_dir.join("media"))?;
        let prefix = Key::from_absolute_path(&folder)
            .with_context(|| format!("{} cannot hold pictures", folder.display()))?;
        Ok(Self {
            // A row is durable when it is committed, so its file must be before.
            files: Arc::new(LocalFileSystem::new().with_fsync(true)),
            prefix,
        })
    }

    /// Stores bytes and returns their SHA-256 in hex. No reader ever sees half a file. Bytes that are stored already are
    /// written again, so that a sweep takes the file for a fresh one.
    ///
    /// # Errors
    /// A store that cannot be written.
    pub async fn put(&self, bytes: Vec<u8>, mime: &str) -> anyhow::Result<String> {
        let sha256 = sha256_hex(&bytes);
        let name = file_name(&sha256, mime);
        self.files
            .put(&self.key(&name), PutPayload::from(bytes))
            .await
            .with_context(|| format!("the file {name} cannot be stored"))?;
        Ok(sha256)
    }

    /// A file to be read, if the name is one that this store gives out and the file is there.
    ///
    /// # Errors
    /// A store that cannot be read.
    pub async fn get(&self, name: &str) -> anyhow::Result<Option<StoredContent>> {
        if !is_ours(name) {
            return Ok(None);
        }
        match self.files.get(&self.key(name)).await {
            Ok(file) => Ok(Some(StoredContent(file))),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error).with_context(|| format!("the file {name} cannot be read")),
        }
    }

    /// Every file that this store gave a name.
    ///
    /// # Errors
    /// A store that cannot be listed.
    pub async fn list(&self) -> anyhow::Result<Vec<StoredFile>> {
        let listed: Vec<_> = self
            .files
            .list(Some(&self.prefix))
            .try_collect()
            .await
            .context("the stored files cannot be listed")?;
        let files = listed.into_iter().filter_map(|file| {
            let name = file.location.filename().filter(|name| is_ours(name))?;
            Some(StoredFile {
                name: name.to_owned(),
                put_at: file.last_modified,
                bytes: file.size,
            })
        });
        Ok(files.collect())
    }

    /// Takes a file away if it was last put before a point in time. Says whether it did.
    ///
    /// # Errors
    /// A store that cannot be written.
    pub async fn remove_older(&self, name: &str, than: DateTime<Utc>) -> anyhow::Result<bool> {
        let key = self.key(name);
        let removed = match self.files.head(&key).await {
            Ok(file) if file.last_modified < than => self.files.delete(&key).await.map(|()| true),
            Ok(_) | Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error),
        };
        removed.with_context(|| format!("the file {name} cannot be removed"))
    }

    fn key(&self, name: &str) -> Key {
        self.prefix.clone().join(name)
    }
}

/// A stored file that is being read.
pub struct StoredContent(GetResult);

impl StoredContent {
    /// Its size in bytes.
    pub fn bytes(&self) -> u64 {
        self.0.meta.size
    }

    /// Its content, piece by piece.
    pub fn stream(self) -> BoxStream<'static, object_store::Result<Bytes>> {
        self.0.into_stream()
    }
}

/// SHA-256 in hex.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Whether the store gives out such a name: no path, no other extension, nothing but a hash.
fn is_ours(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    stem.len() == 64
        && stem
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
        && mime_of(name).is_some_and(|mime| file_name(stem, mime) == name)
}
