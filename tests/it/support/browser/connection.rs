//! One Chromium a test run, spoken to over two pipes in the Chrome DevTools Protocol: JSON messages that end with a NUL.
//!
//! A client of our own, because `chromiumoxide` takes 83 s to compile for the thirty commands that are used here.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::watch::Watch;

/// How long a command may take before the browser counts as stuck.
const STUCK: Duration = Duration::from_secs(60);

/// The pipes become the descriptors 3 and 4 that Chromium reads and writes. It ends when they close, however the tests
/// end, and the shell then removes its folder.
const LAUNCH: &str = r#"folder=$1; shift
"$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1
rm -rf "$folder" || { sleep 1; rm -rf "$folder"; }"#;

const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    // Tests run side by side, and no page may sleep because another is in front of it.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--remote-debugging-pipe",
];

/// The running browser.
pub struct Browser {
    writer: Mutex<ChildStdin>,
    next: AtomicU64,
    waiting: Mutex<HashMap<u64, oneshot::Sender<Answer>>>,
    watches: Mutex<HashMap<String, Arc<Watch>>>,
}

/// What a command answered: its result, or why it failed.
pub type Answer = Result<Value, String>;

impl Browser {
    /// The browser of this run, started by who asks first. None if no Chromium is installed.
    pub fn start() -> Option<&'static Self> {
        static BROWSER: OnceLock<Option<Arc<Browser>>> = OnceLock::new();
        BROWSER
            .get_or_init(|| find_program().map(|program| Self::launch(&program)))
            .as_deref()
    }

    fn launch(program: &Path) -> Arc<Self> {
        let folder = std::env::temp_dir().join(format!("formulary-browser-{}", std::process::id()));
        let mut child = Command::new("sh")
            .args(["-c", LAUNCH, "sh"])
            .arg(&folder)
            .arg(program)
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", folder.display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // Ctrl-C in the terminal ends the tests; the browser then ends by itself and its folder is removed.
            .process_group(0)
            .spawn()
            .unwrap();
        let browser = Arc::new(Self {
            writer: Mutex::new(child.stdin.take().unwrap()),
            next: AtomicU64::new(1),
            waiting: Mutex::default(),
            watches: Mutex::default(),
        });
        let (reader, listener) = (child.stdout.take().unwrap(), Arc::clone(&browser));
        std::thread::spawn(move || {
            listener.listen(reader);
            let _ = child.wait();
        });
        browser
    }

    /// Hands every message to who waits for it, until the browser is gone.
    fn listen(&self, reader: ChildStdout) {
        let mut reader = BufReader::new(reader);
        let mut bytes = Vec::new();
        while reader.read_until(0, &mut bytes).is_ok_and(|read| read > 1) {
            bytes.pop();
            let message: Value = serde_json::from_slice(&bytes).unwrap();
            bytes.clear();
            self.dispatch(message);
        }
        // Whoever still waits hears that nobody will answer.
        self.waiting.lock().unwrap().clear();
    }

    fn dispatch(&self, mut message: Value) {
        if let Some(id) = message["id"].as_u64() {
            let answer = match message["error"]["message"].as_str() {
                Some(problem) => Err(problem.to_owned()),
                None => Ok(message["result"].take()),
            };
            if let Some(sender) = self.waiting.lock().unwrap().remove(&id) {
                let _ = sender.send(answer);
            }
        } else if let Some(session) = message["sessionId"].as_str() {
            let watch = self.watches.lock().unwrap().get(session).cloned();
            let event = message["method"].as_str().unwrap_or_default();
            let reply = watch.and_then(|watch| watch.hear(event, &message["params"]));
            if let Some((method, params)) = reply {
                self.tell(Some(session), method, params);
            }
        }
    }

    /// Sends a command and does not wait for its answer.
    pub fn tell(&self, session: Option<&str>, method: &str, params: Value) {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        self.write(id, session, method, params);
    }

    fn write(&self, id: u64, session: Option<&str>, method: &str, params: Value) {
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let mut writer = self.writer.lock().unwrap();
        // A browser that is gone is noticed where its answer is awaited.
        let _ = writer.write_all(&bytes).and_then(|()| writer.flush());
    }

    /// Sends a command to the browser, or to a page by its session, and waits for the answer. Commands that are called
    /// at once arrive in the order in which they are first polled.
    pub async fn call(&self, session: Option<&str>, method: &str, params: Value) -> Answer {
        let (sender, receiver) = oneshot::channel();
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        self.waiting.lock().unwrap().insert(id, sender);
        self.write(id, session, method, params);
        match tokio::time::timeout(STUCK, receiver).await {
            Ok(Ok(answer)) => answer.map_err(|problem| format!("{method}: {problem}")),
            Ok(Err(_)) => panic!("Chromium ended while it was asked for {method}"),
            Err(_) => panic!("Chromium did not answer {method} within {STUCK:?}"),
        }
    }

    /// Lets somebody hear the events of a page.
    pub fn watch(&self, session: &str, watch: Arc<Watch>) {
        let mut watches = self.watches.lock().unwrap();
        watches.insert(session.to_owned(), watch);
    }

    /// Stops hearing the events of a page.
    pub fn forget(&self, session: &str) {
        self.watches.lock().unwrap().remove(session);
    }
}

/// The program named by `CHROMIUM`, or the first on PATH that is Chromium by one of its names.
fn find_program() -> Option<PathBuf> {
    if let Some(program) = std::env::var_os("CHROMIUM") {
        return Some(PathBuf::from(program)).filter(|program| program.is_file());
    }
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|program| program.is_file())
}
