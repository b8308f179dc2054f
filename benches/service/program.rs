//! The real program as a process, and how much memory it takes.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// The binary, as built for this benchmark.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_formulary");

/// A serving process, killed when it is dropped.
pub struct Program {
    child: Child,
    /// Where it answers.
    pub address: SocketAddr,
}

impl Program {
    /// Serves a data directory.
    pub fn serve(folder: &Path) -> Self {
        let address = TcpListener::bind("127.0.0.1:0")
            .and_then(|socket| socket.local_addr())
            .unwrap();
        let mut child = Command::new(PROGRAM)
            .arg("--data-dir")
            .arg(folder)
            .args(["serve", "--addr", &address.to_string()])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let is_up = lines
            .map_while(Result::ok)
            .any(|line| line.starts_with("Stop with"));
        assert!(is_up, "the program did not start");
        Self { child, address }
    }

    /// Waits until the search index is made: what is measured beside that measures both.
    pub fn until_it_searches(&self) {
        let answers = || -> std::io::Result<bool> {
            let mut stream = TcpStream::connect(self.address)?;
            stream.write_all(
                b"GET /api/v1/search?q=zinc HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            )?;
            let mut status = String::new();
            BufReader::new(stream).read_line(&mut status)?;
            Ok(status.contains(" 200 "))
        };
        while !answers().unwrap() {
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Resident memory in KiB.
    pub fn memory(&self) -> u64 {
        resident(self.child.id())
    }

    /// Watches the memory until the answer is asked for; then the most that was seen, in KiB.
    pub fn watch_memory(&self) -> impl FnOnce() -> u64 + use<> {
        let (most, stop) = (
            Arc::new(AtomicU64::new(0)),
            Arc::new(AtomicBool::new(false)),
        );
        let process = self.child.id();
        let watching = std::thread::spawn({
            let (most, stop) = (Arc::clone(&most), Arc::clone(&stop));
            move || {
                while !stop.load(Ordering::Relaxed) {
                    most.fetch_max(resident(process), Ordering::Relaxed);
                    std::thread::sleep(Duration::from_millis(5));
                }
            }
        });
        move || {
            stop.store(true, Ordering::Relaxed);
            watching.join().unwrap();
            most.load(Ordering::Relaxed)
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number
        .and_then(|number| number.parse().ok())
        .unwrap_or_default()
}
