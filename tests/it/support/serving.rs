//! The program as a process that serves the database of a test.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use formulary::db::DbUrls;

/// Starts the program over a database, with its files in a folder. It may send to this machine.
pub fn serve(urls: &DbUrls, data_dir: &Path, port: u16) -> Child {
    Command::new(env!("CARGO_BIN_EXE_formulary"))
        .arg("--data-dir")
        .arg(data_dir)
        .args(["serve", "--addr", &format!("127.0.0.1:{port}")])
        .env("DATABASE_URL", &urls.app)
        .env("FORMULARY_OWNER_URL", &urls.owner)
        .env("FORMULARY_ADMIN_EMAIL", "boss@example.org")
        .env("FORMULARY_ADMIN_PASSWORD", "a long password of a test")
        .env("FORMULARY_WEBHOOKS_TO_PRIVATE", "true")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    socket.local_addr().unwrap().port()
}

/// Waits until a condition holds; panics after so many seconds.
pub async fn wait_for(what: &str, seconds: u64, condition: impl AsyncFn() -> bool) {
    let end = Instant::now() + Duration::from_secs(seconds);
    while !condition().await {
        assert!(Instant::now() < end, "{what} within {seconds} s");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Ends a process as a fault would: at once, without a word.
pub fn kill(child: &mut Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}
