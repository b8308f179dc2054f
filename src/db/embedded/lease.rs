//! Keeps the private server running exactly as long as a process of ours needs it.
//!
//! A shell watches the server. It reads from a named pipe to which every process that uses the server holds an open
//! write end. When the last of them closes, however it ended, `kill -9` included, the shell reads the end of the pipe
//! and stops the server. So a second command can share the server, and nothing is left behind.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use super::account::Account;

/// The shell's script: `$1` server binary, `$2` cluster, `$3` run folder, `$4` what to remove at the end, then settings.
///
/// A server that ends although somebody needs it is started again, unless it fails three times at once.
const WATCHDOG: &str = r#"
trap '' HUP INT QUIT TERM
server=$1; cluster=$2; run=$3; remove=$4
shift 4
exec 3<&0
( cat <&3 >/dev/null; rm -f "$run/running"; kill -INT "$(cat "$run/pid")" ) >/dev/null 2>&1 &
reader=$!
failures=0
while [ -e "$run/running" ] && [ "$failures" -lt 3 ]; do
  started=$(date +%s)
  "$server" -D "$cluster" "$@" </dev/null 3<&- >>"$run/server.log" 2>&1 &
  pid=$!
  echo "$pid" >"$run/pid"
  [ -e "$run/running" ] || kill -INT "$pid"
  wait "$pid"
  if [ $(($(date +%s) - started)) -lt 5 ]; then failures=$((failures + 1)); else failures=0; fi
  [ -e "$run/running" ] && sleep 1
done
exec 3<&-
rm -f "$run/running"
kill "$reader" 2>/dev/null
if [ -n "$remove" ]; then cd / && rm -rf "$remove"; fi
"#;

/// Files by which processes find and hold the server.
#[derive(Debug, Clone)]
pub struct RunFolder(pub PathBuf);

impl RunFolder {
    fn pipe(&self) -> PathBuf {
        self.0.join("lease")
    }

    fn running(&self) -> PathBuf {
        self.0.join("running")
    }

    /// What the server wrote last, for an error message.
    pub fn last_log_line(&self) -> String {
        let log = std::fs::read_to_string(self.0.join("server.log")).unwrap_or_default();
        let line = log.lines().rev().find(|line| {
            line.contains("FATAL") || line.contains("ERROR") || line.contains("PANIC")
        });
        line.or(log.lines().last())
            .unwrap_or("it left no log")
            .to_owned()
    }

    /// Whether the watchdog still wants the server to run.
    pub fn is_running(&self) -> bool {
        self.running().exists()
    }

    /// Joins a server that runs already.
    pub fn join(&self) -> Option<Lease> {
        if !self.is_running() {
            return None;
        }
        // Without waiting: opening fails when no watchdog reads.
        let pipe = OpenOptions::new()
            .write(true)
            .custom_flags(libc::O_NONBLOCK)
            .open(self.pipe())
            .ok()?;
        Some(Lease {
            _pipe: pipe,
            run: self.clone(),
        })
    }

    /// Starts a server and its watchdog.
    pub fn start(
        &self,
        account: &Account,
        server: &Path,
        cluster: &Path,
        remove: &str,
        settings: &[String],
    ) -> anyhow::Result<Lease> {
        let _ = std::fs::remove_file(self.pipe());
        let made = account
            .command(Path::new("mkfifo"))
            .arg("-m")
            .arg("600")
            .arg(self.pipe())
            .status();
        if !made.is_ok_and(|status| status.success()) {
            bail!("the named pipe {} cannot be made", self.pipe().display());
        }
        std::fs::write(self.running(), b"")
            .with_context(|| format!("{} cannot be written", self.running().display()))?;
        let open = |options: &mut OpenOptions| {
            options
                .open(self.pipe())
                .context("the named pipe cannot be opened")
        };
        // Opened for both first: opening one end alone would wait for the other.
        let both = open(OpenOptions::new().read(true).write(true))?;
        let reader = open(OpenOptions::new().read(true))?;
        let pipe = open(OpenOptions::new().write(true))?;
        drop(both);
        account
            .command(Path::new("/bin/sh"))
            .args(["-c", WATCHDOG, "formulary-database"])
            .args([
                server.as_os_str(),
                cluster.as_os_str(),
                self.0.as_os_str(),
                remove.as_ref(),
            ])
            .args(settings)
            .stdin(Stdio::from(reader))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // A group of its own: Ctrl-C in a terminal reaches us, not the server, which we stop in order.
            .process_group(0)
            .spawn()
            .context("the database's watchdog cannot be started")?;
        Ok(Lease {
            _pipe: pipe,
            run: self.clone(),
        })
    }
}

/// The right to use the server; it may stop when the last lease is dropped.
#[derive(Debug)]
pub struct Lease {
    _pipe: File,
    run: RunFolder,
}

impl Lease {
    /// Gives the lease back and, if it was the last, waits until the server has stopped.
    pub fn release(self, cluster: &Path) {
        let run = self.run.clone();
        drop(self);
        // The watchdog removes its mark at once when ours was the last lease; otherwise somebody else still holds one.
        let noticed = wait_until(Duration::from_millis(500), || !run.is_running());
        if noticed {
            wait_until(Duration::from_secs(20), || {
                !cluster.join("postmaster.pid").exists()
            });
        }
    }
}

/// Asks every few milliseconds until the answer is yes or the time is over.
pub fn wait_until(at_most: Duration, condition: impl Fn() -> bool) -> bool {
    let end = Instant::now() + at_most;
    loop {
        if condition() {
            return true;
        }
        if Instant::now() >= end {
            return false;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}
