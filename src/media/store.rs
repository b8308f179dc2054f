//! Where the bytes are: a folder in the data directory.

use std::path::{Path, PathBuf};

use anyhow::Context;
use sha2::{Digest, Sha256};

use super::{file_name, mime_of};

/// A folder of files named by their content.
#[derive(Debug, Clone)]
pub struct MediaStore {
    folder: PathBuf,
}

impl MediaStore {
    /// The store in a data directory. Nothing is made before the first file is put.
    pub fn new(data_dir: &Path) -> Self {
        Self {
            folder: data_dir.join("media"),
        }
    }

    /// Stores bytes and returns their SHA-256 in hex. Bytes that are stored already are not written again.
    ///
    /// # Errors
    /// A folder that cannot be written.
    pub fn put(&self, bytes: &[u8], mime: &str) -> anyhow::Result<String> {
        let sha256: String = Sha256::digest(bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let path = self.folder.join(file_name(&sha256, mime));
        if !path.exists() {
            std::fs::create_dir_all(&self.folder).with_context(|| {
                format!("the media folder {} cannot be made", self.folder.display())
            })?;
            // Written beside and renamed, so that no reader ever sees half a file.
            let part = path.with_extension(format!("part{}", std::process::id()));
            std::fs::write(&part, bytes)
                .with_context(|| format!("{} cannot be written", part.display()))?;
            std::fs::rename(&part, &path)
                .with_context(|| format!("{} cannot be written", path.display()))?;
        }
        Ok(sha256)
    }

    /// The bytes of a file, if the name is one that this store gives out and the file is there.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn get(&self, name: &str) -> std::io::Result<Option<Vec<u8>>> {
        let stem = name.split('.').next().unwrap_or_default();
        let known = mime_of(name).is_some_and(|mime| file_name(stem, mime) == name);
        let ours = known
            && stem.len() == 64
            && stem.bytes().all(|byte| byte.is_ascii_hexdigit())
            && !name.contains('/');
        if !ours {
            return Ok(None);
        }
        match std::fs::read(self.folder.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}
