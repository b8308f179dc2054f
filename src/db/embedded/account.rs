//! The operating system's account that runs the private server: PostgreSQL refuses to run as root.

use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

/// The account that the server runs as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Account {
    /// The one that runs this program.
    Own,
    /// Another, because this program runs as root.
    Other {
        /// Its name, for messages.
        name: String,
        /// User id.
        uid: u32,
        /// Group id.
        gid: u32,
    },
}

impl Account {
    /// `postgres` or `nobody` when this program runs as root, else its own.
    pub fn choose() -> anyhow::Result<Self> {
        if !is_root() {
            return Ok(Self::Own);
        }
        let accounts =
            std::fs::read_to_string("/etc/passwd").context("/etc/passwd cannot be read")?;
        ["postgres", "nobody"].iter().find_map(|name| account_named(&accounts, name)).context(
            "PostgreSQL does not run as root and this machine has neither an account postgres nor nobody: run the \
             program as an ordinary user",
        )
    }

    /// A command that runs as this account, with an environment in which the server behaves the same everywhere.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin")
            .env("LC_ALL", "C.UTF-8");
        command.current_dir("/");
        if let Self::Other { uid, gid, .. } = self {
            command.uid(*uid).gid(*gid);
        }
        command
    }

    /// Makes a folder that belongs to this account and that nobody else may enter.
    pub fn own_folder(&self, folder: &Path) -> anyhow::Result<()> {
        self.refuse_foreign(folder)?;
        std::fs::create_dir_all(folder)
            .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
        if let Self::Other { uid, gid, .. } = self {
            chown(folder, Some(*uid), Some(*gid)).with_context(|| {
                format!(
                    "the folder {} cannot be given to the database",
                    folder.display()
                )
            })?;
        }
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
            .with_context(|| format!("the folder {} cannot be protected", folder.display()))
    }

    /// A folder that somebody else put there, or a link, is not taken over.
    fn refuse_foreign(&self, folder: &Path) -> anyhow::Result<()> {
        let Ok(data) = std::fs::symlink_metadata(folder) else {
            return Ok(());
        };
        let own = std::fs::metadata("/proc/self").map_or(0, |data| data.uid());
        let other = if let Self::Other { uid, .. } = self {
            *uid
        } else {
            own
        };
        if !data.is_dir() || (data.uid() != own && data.uid() != other) {
            bail!(
                "{} belongs to somebody else: remove it or choose another --data-dir",
                folder.display()
            );
        }
        Ok(())
    }

    /// Checks that this account can reach a folder through all the folders above it.
    pub fn can_reach(&self, folder: &Path) -> anyhow::Result<()> {
        let Self::Other { name, uid, gid } = self else {
            return Ok(());
        };
        for above in folder.ancestors() {
            let data = std::fs::metadata(above)
                .with_context(|| format!("the folder {} cannot be read", above.display()))?;
            let bit = match (data.uid() == *uid, data.gid() == *gid) {
                (true, _) => 0o100,
                (false, true) => 0o010,
                (false, false) => 0o001,
            };
            if data.mode() & bit == 0 {
                bail!(
                    "the database runs as the user {name}, who may not enter {}: choose another place with --data-dir",
                    above.display()
                );
            }
        }
        Ok(())
    }
}

/// Whether this program runs as root.
pub fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|data| data.uid() == 0)
}

fn account_named(accounts: &str, name: &str) -> Option<Account> {
    let line = accounts
        .lines()
        .find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    let uid = fields.next()?.parse().ok()?;
    let gid = fields.next()?.parse().ok()?;
    Some(Account::Other {
        name: name.to_owned(),
        uid,
        gid,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_read_from_the_list() {
        let accounts =
            "root:x:0:0:root:/root:/bin/sh\npostgres:x:101:104::/var/lib/postgresql:/bin/bash\n";
        let expected = Account::Other {
            name: "postgres".to_owned(),
            uid: 101,
            gid: 104,
        };
        assert_eq!(account_named(accounts, "postgres"), Some(expected));
        assert_eq!(account_named(accounts, "nobody"), None);
    }
}
