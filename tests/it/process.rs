//! The program as a process: starts, stops, is killed, meets a second one, and says what is wrong in one line.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::support::serving::free_port;

const PROGRAM: &str = env!("CARGO_BIN_EXE_formulary");

struct DataDir(PathBuf);

impl DataDir {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("formulary-process-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }
}

impl Drop for DataDir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn program(data_dir: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    for name in [
        "DATABASE_URL",
        "FORMULARY_ADDR",
        "FORMULARY_PUBLIC_URL",
        "FORMULARY_OWNER_URL",
        "FORMULARY_READ_URLS",
        "FORMULARY_ADMIN_EMAIL",
        "FORMULARY_ADMIN_PASSWORD",
    ] {
        command.env_remove(name);
    }
    command.arg("--data-dir").arg(data_dir);
    command
}

/// Starts the service and waits until it says where it is. Returns it with all that it printed.
fn serve(data_dir: &Path, port: u16) -> (Child, String) {
    let mut child = program(data_dir)
        .arg("--addr")
        .arg(format!("127.0.0.1:{port}"))
        .env("FORMULARY_ADMIN_EMAIL", "boss@example.org")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut printed = String::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        let last = line.starts_with("Stop with");
        printed.push_str(&line);
        printed.push('\n');
        if last {
            return (child, printed);
        }
    }
    panic!("the service ended with {:?}: {printed}", child.wait());
}

fn get(port: u16, path: &str) -> u16 {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

fn signal(child: &Child, name: &str) {
    assert!(
        Command::new("kill")
            .arg(name)
            .arg(child.id().to_string())
            .status()
            .unwrap()
            .success()
    );
}

/// Process id of the private server, while it runs.
fn server_pid(data_dir: &Path) -> Option<u32> {
    let text = std::fs::read_to_string(data_dir.join("pg/postmaster.pid")).ok()?;
    let pid: u32 = text.lines().next()?.parse().ok()?;
    Path::new(&format!("/proc/{pid}")).exists().then_some(pid)
}

fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !condition() {
        assert!(Instant::now() < end, "{what} did not happen");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn one_clear_line(output: &Output, part: &str) {
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert_eq!(text.trim().lines().count(), 1, "{text}");
    assert!(
        text.starts_with("formulary: ") && text.contains(part),
        "{text}"
    );
}

#[test]
fn the_first_start_makes_a_shop_and_every_end_is_clean() {
    let data = DataDir::new("life");
    let port = free_port();
    let (mut first, printed) = serve(&data.0, port);
    assert!(
        printed.contains(&format!("http://127.0.0.1:{port}/admin")),
        "{printed}"
    );
    assert!(
        printed.contains("Sign in as  boss@example.org") && printed.contains("Password    "),
        "{printed}"
    );
    assert_eq!(get(port, "/products/full-spectrum-immunoglobulins"), 200);

    // A second command shares the server while it runs.
    let list = program(&data.0).args(["user", "list"]).output().unwrap();
    assert!(String::from_utf8_lossy(&list.stdout).contains("boss@example.org"));
    assert_eq!(get(port, "/readyz"), 200, "and leaves it running");
    let check = program(&data.0).arg("check").output().unwrap();
    let told = String::from_utf8_lossy(&check.stdout).into_owned();
    assert!(
        check.status.success() && told.contains(" 0 blocked, 0 to be reviewed"),
        "{told}"
    );
    let notices = program(&data.0)
        .args(["export", "notifications"])
        .output()
        .unwrap();
    let letter = String::from_utf8_lossy(&notices.stdout).into_owned();
    for part in [
        "HFS-810",
        "Dietary supplement: ",
        "  1. Statement: ",
        "notice due on ",
        "certifies",
    ] {
        assert!(letter.contains(part), "{part} is missing: {letter}");
    }

    // Killed: the server goes too, and the next start recovers by itself.
    signal(&first, "-KILL");
    first.wait().unwrap();
    wait_until("the orphaned server stopped", || {
        server_pid(&data.0).is_none()
    });
    let (mut second, printed) = serve(&data.0, port);
    assert!(
        !printed.contains("Password"),
        "the administrator is made once: {printed}"
    );
    assert_eq!(get(port, "/products/full-spectrum-immunoglobulins"), 200);

    // The private server alone is killed: it comes back by itself while the service runs.
    let pid = server_pid(&data.0).unwrap().to_string();
    assert!(
        Command::new("kill")
            .args(["-KILL", &pid])
            .status()
            .unwrap()
            .success()
    );
    wait_until("the service recovered", || {
        server_pid(&data.0).is_some_and(|now| now.to_string() != pid) && get(port, "/readyz") == 200
    });

    // Everything is killed at once, as by a power cut.
    let watchdog = Command::new("pkill")
        .args(["-KILL", "-f", data.0.to_str().unwrap()])
        .status();
    if watchdog.is_ok() {
        let _ = second.wait();
        wait_until("the server died", || server_pid(&data.0).is_none());
        let (third, _) = serve(&data.0, port);
        second = third;
        assert_eq!(get(port, "/readyz"), 200);
    }

    // Terminated: a clean end within seconds.
    signal(&second, "-TERM");
    assert!(second.wait().unwrap().success());
    assert_eq!(server_pid(&data.0), None);
    let (mut third, _) = serve(&data.0, port);
    signal(&third, "-INT");
    assert!(third.wait().unwrap().success());
    assert_eq!(server_pid(&data.0), None);
}

#[test]
fn the_server_outlives_the_command_that_started_it_while_another_needs_it() {
    let data = DataDir::new("shared");
    let port = free_port();
    assert!(
        program(&data.0)
            .arg("migrate")
            .output()
            .unwrap()
            .status
            .success()
    );
    assert_eq!(server_pid(&data.0), None, "nothing is left behind");
    // The slow command starts the server, the service joins it, the command ends first.
    let mut starter = program(&data.0)
        .args([
            "user",
            "add",
            "--email",
            "a@example.org",
            "--role",
            "author",
            "--password-stdin",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    wait_until("the server started", || server_pid(&data.0).is_some());
    let (mut service, _) = serve(&data.0, port);
    drop(starter.stdin.take());
    starter.wait().unwrap();
    std::thread::sleep(Duration::from_millis(800));
    assert_eq!(get(port, "/readyz"), 200);
    signal(&service, "-TERM");
    assert!(service.wait().unwrap().success());
    assert_eq!(server_pid(&data.0), None);
}

#[test]
fn programs_that_start_at_the_same_moment_on_nothing_all_succeed() {
    let data = DataDir::new("race");
    let children: Vec<Child> = (0..4)
        .map(|_| {
            program(&data.0)
                .args(["user", "list"])
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    assert_eq!(server_pid(&data.0), None);
}

#[test]
fn what_cannot_start_says_so_in_one_line_and_exits_with_2() {
    let data = DataDir::new("faults");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    one_clear_line(
        &program(&data.0)
            .args(["--addr", &address])
            .output()
            .unwrap(),
        &address,
    );
    for url in [
        "postgresql://nobody@127.0.0.1:1/x",
        "not a url",
        "postgresql://%2Fnowhere/x",
    ] {
        one_clear_line(
            &program(&data.0)
                .arg("migrate")
                .env("DATABASE_URL", url)
                .output()
                .unwrap(),
            "DATABASE_URL",
        );
    }
    std::fs::create_dir_all(&data.0).unwrap();
    let file = data.0.join("file");
    std::fs::write(&file, "").unwrap();
    one_clear_line(
        &program(&file).arg("migrate").output().unwrap(),
        "data directory",
    );
    one_clear_line(
        &program(&data.0)
            .args(["import", "dsld", "/nowhere.json"])
            .output()
            .unwrap(),
        "/nowhere.json",
    );
    let url = program(&data.0)
        .env("FORMULARY_PUBLIC_URL", "shop.example")
        .output()
        .unwrap();
    one_clear_line(&url, "FORMULARY_PUBLIC_URL");
    // Machines on which no server can be found are hard to come by: an empty PATH is not enough when one is installed
    // where distributions put it, so that message is tested beside the code that looks.
}

#[test]
fn every_command_explains_itself() {
    for arguments in [
        &["--help"][..],
        &["import", "dsld", "--help"],
        &["user", "add", "--help"],
        &["demo", "--help"],
    ] {
        let output = Command::new(PROGRAM).args(arguments).output().unwrap();
        assert!(
            output.status.success() && output.stdout.len() > 300,
            "{arguments:?}"
        );
    }
    let help =
        String::from_utf8(Command::new(PROGRAM).arg("--help").output().unwrap().stdout).unwrap();
    for word in [
        "serve",
        "migrate",
        "demo",
        "import",
        "user",
        "openapi",
        "FORMULARY_ADDR",
        "DATABASE_URL",
        "127.0.0.1:8080",
    ] {
        assert!(help.contains(word), "{word}");
    }
    let openapi = Command::new(PROGRAM).arg("openapi").output().unwrap();
    let document: serde_json::Value = serde_json::from_slice(&openapi.stdout).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
}
