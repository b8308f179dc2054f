//! The private PostgreSQL of a program that was given no `DATABASE_URL`: found on the machine, kept in the data
//! directory, reached through a Unix socket without a TCP port, stopped with the last process that uses it.

mod account;
mod binaries;
mod lease;

use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};

use super::DbUrls;
use account::Account;
pub use account::is_root;
use binaries::Binaries;
use lease::{Lease, RunFolder, wait_until};

/// Name of the database in a private server.
pub const DATABASE: &str = "formulary";
/// Role of the cluster's administrator.
pub const SUPERUSER: &str = "formulary_admin";
/// Beginning of the name of a cluster that is being made; the process id follows.
const UNFINISHED: &str = "pg.new.";
/// A path to a Unix socket holds at most 107 bytes; the socket's own name takes 16.
const LONGEST_SOCKET_FOLDER: usize = 90;

/// Whether what the server confirms survives a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// PostgreSQL's defaults.
    Full,
    /// For a throw-away cluster of a test run, removed when the last process that uses it ends.
    ThrowAway,
}

/// A running private server on which this process holds a lease.
#[derive(Debug)]
pub struct EmbeddedServer {
    lease: Option<Lease>,
    cluster: PathBuf,
    run: PathBuf,
}

impl EmbeddedServer {
    /// Starts the server of a data directory, or joins the one that another process started.
    ///
    /// Blocks its thread; makes the cluster and the roles when they are missing.
    ///
    /// # Errors
    /// One sentence: no PostgreSQL found, the folder cannot be used, the server does not start.
    pub fn start(
        data_dir: &Path,
        durability: Durability,
        say: &dyn Fn(&str),
    ) -> anyhow::Result<Self> {
        let account = Account::choose()?;
        std::fs::create_dir_all(data_dir)
            .with_context(|| format!("the data directory {} cannot be made", data_dir.display()))?;
        let data_dir = data_dir
            .canonicalize()
            .with_context(|| format!("the data directory {} cannot be read", data_dir.display()))?;
        account.can_reach(&data_dir)?;
        let cluster = data_dir.join("pg");
        let run = socket_folder(&data_dir);
        if durability == Durability::ThrowAway {
            account.own_folder(&data_dir)?;
        }
        account.own_folder(&run)?;
        let _lock = lock(&data_dir.join("server.lock"))?;
        let run_folder = RunFolder(run.clone());
        let lease = match join_or_settle(&run_folder, &cluster, &account)? {
            Some(lease) => lease,
            None => {
                // What a server that was killed left: it must not be taken for the new one's.
                let _ = std::fs::remove_file(cluster.join("postmaster.pid"));
                let binaries = binaries::find(cluster_major(&cluster))?;
                if cluster_major(&cluster).is_none() {
                    say("making a private PostgreSQL database (once, some seconds)");
                    make_cluster(&account, &binaries, &data_dir, &cluster)?;
                }
                let remove = if durability == Durability::ThrowAway {
                    data_dir.to_string_lossy()
                } else {
                    "".into()
                };
                run_folder.start(
                    &account,
                    &binaries.folder.join("postgres"),
                    &cluster,
                    &remove,
                    &settings(&run, durability),
                )?
            }
        };
        let server = Self {
            lease: Some(lease),
            cluster,
            run,
        };
        server.wait_until_ready(&run_folder)?;
        Ok(server)
    }

    /// The addresses of the three roles for a database of this server.
    pub fn urls(&self, database: &str) -> DbUrls {
        DbUrls {
            owner: self.url("formulary_owner", database),
            app: self.url("formulary_app", database),
            read: self.url("formulary_reader", database),
        }
    }

    /// The address for one role and database.
    pub fn url(&self, role: &str, database: &str) -> String {
        let host: String = self
            .run
            .to_string_lossy()
            .bytes()
            .map(|byte| format!("%{byte:02X}"))
            .collect();
        format!("postgresql://{role}@{host}/{database}")
    }

    /// Makes the roles and the database of the catalog when they are missing.
    ///
    /// # Errors
    /// What the database refuses.
    pub async fn provision(&self) -> anyhow::Result<()> {
        let mut admin = AsyncPgConnection::establish(&self.url(SUPERUSER, "postgres")).await?;
        // Two programs that start at the same time make each role once; the lock goes with the connection.
        admin
            .batch_execute("SELECT pg_advisory_lock(7041778)")
            .await?;
        admin
            .batch_execute(
                "DO $$ DECLARE name text; BEGIN
                   FOREACH name IN ARRAY ARRAY['formulary_owner', 'formulary_app', 'formulary_reader'] LOOP
                     IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
                       EXECUTE format('CREATE ROLE %I LOGIN', name);
                     END IF;
                   END LOOP;
                 END $$",
            )
            .await?;
        let exists = diesel::sql_query(format!(
            "SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"
        ))
        .execute(&mut admin)
        .await?;
        if exists == 0 {
            admin
                .batch_execute(&format!("CREATE DATABASE {DATABASE} OWNER formulary_owner"))
                .await?;
        }
        Ok(())
    }

    /// Gives up the server; waits until it has stopped if nobody else uses it.
    pub fn stop(mut self) {
        if let Some(lease) = self.lease.take() {
            lease.release(&self.cluster);
        }
    }

    fn wait_until_ready(&self, run: &RunFolder) -> anyhow::Result<()> {
        // postmaster.pid says "ready" in its eighth line once recovery is over and connections are accepted.
        let ready = || {
            std::fs::read_to_string(self.cluster.join("postmaster.pid")).is_ok_and(|text| {
                text.lines()
                    .nth(7)
                    .is_some_and(|line| line.trim() == "ready")
            })
        };
        wait_until(Duration::from_secs(120), || ready() || !run.is_running());
        if !ready() {
            bail!(
                "the private PostgreSQL did not start: {}",
                run.last_log_line()
            );
        }
        Ok(())
    }
}

/// Joins a running server, or makes sure that none is left that would be in the way.
fn join_or_settle(
    run: &RunFolder,
    cluster: &Path,
    account: &Account,
) -> anyhow::Result<Option<Lease>> {
    if let Some(lease) = run.join() {
        return Ok(Some(lease));
    }
    if !wait_until(Duration::from_secs(10), || postmaster(cluster).is_none()) {
        // Its watchdog was killed, or it hangs: stop it the ordinary way, and let recovery do the rest.
        let binaries = binaries::find(cluster_major(cluster))?;
        let stop = account
            .command(&binaries.folder.join("pg_ctl"))
            .args(["stop", "-w", "-m", "fast", "-D"])
            .arg(cluster)
            .output()
            .context("pg_ctl cannot be run")?;
        if !stop.status.success() && postmaster(cluster).is_some() {
            bail!(
                "an earlier private PostgreSQL still runs in {} and cannot be stopped",
                cluster.display()
            );
        }
    }
    Ok(None)
}

/// The process id of a server that runs in a cluster.
fn postmaster(cluster: &Path) -> Option<u32> {
    let pid: u32 = std::fs::read_to_string(cluster.join("postmaster.pid"))
        .ok()?
        .lines()
        .next()?
        .trim()
        .parse()
        .ok()?;
    let name = std::fs::read_to_string(format!("/proc/{pid}/comm")).ok()?;
    name.starts_with("postgres").then_some(pid)
}

fn cluster_major(cluster: &Path) -> Option<u32> {
    std::fs::read_to_string(cluster.join("PG_VERSION"))
        .ok()?
        .trim()
        .parse()
        .ok()
}

/// Makes the cluster beside its place and moves it there when it is whole, so that an interrupted start leaves nothing.
fn make_cluster(
    account: &Account,
    binaries: &Binaries,
    data_dir: &Path,
    cluster: &Path,
) -> anyhow::Result<()> {
    remove_unfinished(data_dir);
    // A folder an attempt: an interrupted one may still be writing to its own.
    let unfinished = data_dir.join(format!("{UNFINISHED}{}", std::process::id()));
    account.own_folder(&unfinished)?;
    let output = account
        .command(&binaries.folder.join("initdb"))
        .args([
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--auth=trust",
            "--no-instructions",
            "--username",
            SUPERUSER,
            "-D",
        ])
        .arg(&unfinished)
        .output()
        .context("initdb cannot be run")?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        bail!(
            "the private PostgreSQL database cannot be made: {}",
            reason
                .lines()
                .find(|line| line.contains("error:"))
                .unwrap_or("initdb failed")
        );
    }
    std::fs::rename(&unfinished, cluster)
        .with_context(|| format!("{} cannot be made", cluster.display()))
}

/// Removes what interrupted attempts left, as far as nobody writes to it any more.
fn remove_unfinished(data_dir: &Path) {
    let entries = std::fs::read_dir(data_dir).map(|entries| entries.flatten().collect::<Vec<_>>());
    for entry in entries.unwrap_or_default() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(pid) = name.strip_prefix(UNFINISHED) else {
            continue;
        };
        if !Path::new("/proc").join(pid).exists() {
            // What can't be removed yet is removed at the next attempt.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

fn settings(run: &Path, durability: Durability) -> Vec<String> {
    let mut settings = vec![
        "-clisten_addresses=".to_owned(),
        format!("-cunix_socket_directories={}", run.display()),
        "-cunix_socket_permissions=0700".to_owned(),
        // Our statements are short; compiling them costs more than it gives.
        "-cjit=off".to_owned(),
        "-cmax_connections=100".to_owned(),
    ];
    if durability == Durability::ThrowAway {
        for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
            settings.push(format!("-c{setting}=off"));
        }
    }
    settings
}

/// The folder of the socket: in the data directory, or a short one when that path is too long for a socket.
fn socket_folder(data_dir: &Path) -> PathBuf {
    let inside = data_dir.join("run");
    if inside.as_os_str().len() <= LONGEST_SOCKET_FOLDER {
        return inside;
    }
    let mut hasher = DefaultHasher::new();
    data_dir.hash(&mut hasher);
    PathBuf::from(format!("/tmp/formulary-{:016x}", hasher.finish()))
}

/// Lets one process at a time start or join the server.
fn lock(path: &Path) -> anyhow::Result<File> {
    let file =
        File::create(path).with_context(|| format!("{} cannot be written", path.display()))?;
    file.lock()
        .with_context(|| format!("{} cannot be locked", path.display()))?;
    Ok(file)
}
