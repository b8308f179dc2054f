//! Asks a server over kept connections, and notes how long each answer takes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// Connections that ask at once.
pub const CONNECTIONS: usize = 8;

/// Half of the times are below the first, one in a hundred is above the second; in milliseconds.
pub fn percentiles(mut times: Vec<Duration>) -> (f64, f64) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    (at(0.5), at(0.99))
}

/// Asks for paths in turn over every connection, each so often, and beginning at another one.
pub fn ask(server: SocketAddr, paths: &[String], rounds: usize) -> Vec<Duration> {
    let threads: Vec<_> = (0..CONNECTIONS)
        .map(|begin| {
            let paths = paths.to_vec();
            std::thread::spawn(move || {
                let mut connection = Connection::open(server);
                let turns = (0..rounds * paths.len()).map(|turn| (turn + begin) % paths.len());
                turns
                    .map(|at| connection.get(&paths[at]))
                    .collect::<Vec<_>>()
            })
        })
        .collect();
    threads
        .into_iter()
        .flat_map(|thread| thread.join().unwrap())
        .collect()
}

/// A kept connection.
pub struct Connection {
    stream: BufReader<TcpStream>,
    /// The body of the last answer.
    pub body: Vec<u8>,
}

impl Connection {
    /// Connects.
    pub fn open(server: SocketAddr) -> Self {
        let stream = TcpStream::connect(server).unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream: BufReader::new(stream),
            body: Vec::new(),
        }
    }

    /// Gets a path; every answer must be a good one.
    pub fn get(&mut self, path: &str) -> Duration {
        let began = Instant::now();
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        assert!(line.contains(" 200 "), "{path}: {line}");
        let mut length = 0;
        while line.trim() != "" {
            line.clear();
            self.stream.read_line(&mut line).unwrap();
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body).unwrap();
        began.elapsed()
    }
}
