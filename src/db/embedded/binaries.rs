//! Finds the PostgreSQL server on this machine.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::bail;

/// Oldest major version that the program supports.
pub const OLDEST: u32 = 15;

/// A folder with `postgres` and `initdb`, and their major version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    /// The folder.
    pub folder: PathBuf,
    /// Major version, such as 15.
    pub major: u32,
}

/// Finds the server: the version that an existing cluster needs, else the newest.
///
/// # Errors
/// One sentence that says which package to install.
pub fn find(cluster_major: Option<u32>) -> anyhow::Result<Binaries> {
    let found = candidates();
    let best = match cluster_major {
        Some(major) => found.iter().find(|binaries| binaries.major == major),
        None => found
            .iter()
            .filter(|binaries| binaries.major >= OLDEST)
            .max_by_key(|binaries| binaries.major),
    };
    match (best, cluster_major) {
        (Some(binaries), _) => Ok(binaries.clone()),
        (None, Some(major)) => bail!(
            "the data directory was made by PostgreSQL {major}, which is not on this machine: install the package \
             postgresql-{major}"
        ),
        (None, None) => bail!(
            "no PostgreSQL server of version {OLDEST} or newer was found: install it (Debian, Ubuntu: apt-get install \
             postgresql) or set DATABASE_URL to one that runs elsewhere"
        ),
    }
}

fn candidates() -> Vec<Binaries> {
    let mut folders: Vec<PathBuf> = std::env::var_os("PATH")
        .map(|path| std::env::split_paths(&path).collect())
        .unwrap_or_default();
    folders.extend(pg_config_folder());
    for parent in [
        "/usr/lib/postgresql",
        "/usr/pgsql",
        "/opt/homebrew/opt",
        "/usr/local/opt",
        "/usr/libexec",
    ] {
        folders.extend(
            subfolders(Path::new(parent))
                .into_iter()
                .map(|folder| folder.join("bin")),
        );
    }
    folders.extend((OLDEST..40).map(|major| PathBuf::from(format!("/usr/pgsql-{major}/bin"))));
    folders.into_iter().filter_map(binaries_in).collect()
}

fn subfolders(parent: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(parent)
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
        .unwrap_or_default()
}

fn pg_config_folder() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
}

fn binaries_in(folder: PathBuf) -> Option<Binaries> {
    // Links are followed so that a wrapper on the PATH leads to the folder in which initdb finds its own files.
    let server = folder.join("postgres").canonicalize().ok()?;
    let real = server.parent()?.to_owned();
    let folder = if real.join("initdb").exists() {
        real
    } else {
        folder
    };
    if !folder.join("initdb").exists() {
        return None;
    }
    let output = Command::new(folder.join("postgres"))
        .arg("--version")
        .output()
        .ok()?;
    let major = major_of(&String::from_utf8(output.stdout).ok()?)?;
    Some(Binaries { folder, major })
}

/// Reads `15` from `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn major_of(version: &str) -> Option<u32> {
    let number = version
        .split_whitespace()
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    number
        .split(|c: char| !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_the_server_prints() {
        assert_eq!(
            major_of("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"),
            Some(15)
        );
        assert_eq!(major_of("postgres (PostgreSQL) 19beta2"), Some(19));
        assert_eq!(major_of("rubbish"), None);
    }

    #[test]
    fn a_missing_version_names_the_package_to_install() {
        let message = find(Some(9))
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default();
        assert!(message.contains("postgresql-9"), "{message}");
    }
}
