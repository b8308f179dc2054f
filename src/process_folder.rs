//! A folder of the data directory that one process uses alone, however many share the directory.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};

/// Most processes that share a data directory.
const PROCESSES: u32 = 64;

/// A folder that no other process uses as long as this value, or a copy of it, exists.
#[derive(Debug, Clone)]
pub struct ProcessFolder {
    path: PathBuf,
    _lock: Arc<File>,
}

impl ProcessFolder {
    /// The first folder of a name in a data directory that no other process uses, with what an earlier run left there.
    ///
    /// # Errors
    /// A directory that can't be written.
    pub fn claim(data_dir: &Path, name: &str) -> anyhow::Result<Self> {
        let all = data_dir.join(name);
        for number in 0..PROCESSES {
            let path = all.join(number.to_string());
            std::fs::create_dir_all(&path)
                .with_context(|| format!("the folder {} can't be made", path.display()))?;
            let lock = File::create(path.join("lock"))?;
            if lock.try_lock().is_ok() {
                return Ok(Self {
                    path,
                    _lock: Arc::new(lock),
                });
            }
        }
        bail!(
            "{PROCESSES} processes use {} already: give this one a --data-dir of its own",
            all.display()
        )
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}
