//! The storefront's copy of everything: how quickly it is made, what that takes, and who waits for a slow reader.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::catalog::Catalog;
use crate::load::{ask, percentiles};
use crate::program::Program;

const FEED: &str = "/feeds/storefront.ndjson";
/// A page that sends statements, so that it shows when the database is held up.
const PAGE: &str = "/products/vitamin-c-500-mg";

/// Reads the feed once; how long until it begins, until it ends, and how many lines and bytes it has.
fn read_all(server: SocketAddr) -> (Duration, Duration, usize, usize) {
    let began = Instant::now();
    let mut stream = open(server);
    let mut piece = vec![0; 256 * 1024];
    let (mut begins, mut lines, mut bytes) = (None, 0, 0);
    loop {
        let count = stream.read(&mut piece).unwrap();
        if count == 0 {
            break;
        }
        begins.get_or_insert_with(|| began.elapsed());
        bytes += count;
        lines += piece[..count].iter().filter(|byte| **byte == b'\n').count();
    }
    (begins.unwrap(), began.elapsed(), lines, bytes)
}

fn open(server: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(server).unwrap();
    write!(
        stream,
        "GET {FEED} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    stream
}

/// Clients that take a byte a second until they are told to stop.
fn crawl(server: SocketAddr, clients: usize) -> impl FnOnce() -> usize {
    let stop = Arc::new(AtomicBool::new(false));
    let threads: Vec<_> = (0..clients)
        .map(|_| {
            let stop = Arc::clone(&stop);
            std::thread::spawn(move || {
                let mut stream = open(server);
                let mut read = 0;
                while !stop.load(Ordering::Relaxed) {
                    stream.read_exact(&mut [0]).unwrap();
                    read += 1;
                    std::thread::sleep(Duration::from_secs(1));
                }
                read
            })
        })
        .collect();
    move || {
        stop.store(true, Ordering::Relaxed);
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .sum()
    }
}

/// Measures and prints.
pub async fn run(program: &Program, catalog: &Catalog) {
    let idle = program.memory();
    let peak = program.watch_memory();
    let (begins, ends, lines, bytes) = read_all(program.address);
    let more = peak().saturating_sub(idle);
    // The first answer begins when the file is finished.
    let rate = lines as f64 / begins.as_secs_f64();
    println!(
        "feed: {lines} lines, {:.0} MB, made in {:.2} s: {rate:.0} lines/s; sent in {:.2} s",
        bytes as f64 / 1e6,
        begins.as_secs_f64(),
        (ends - begins).as_secs_f64()
    );
    println!(
        "feed: memory grew by {:.0} MiB, from {:.0} MiB",
        more as f64 / 1024.0,
        idle as f64 / 1024.0
    );
    let page = [PAGE.to_owned()];
    ask(program.address, &page, 50);
    let (p50, p99) = percentiles(ask(program.address, &page, 150));
    let slow = crawl(program.address, 50);
    tokio::time::sleep(Duration::from_secs(3)).await;
    let before = program.memory();
    let (slow_p50, slow_p99) = percentiles(ask(program.address, &page, 150));
    let (_, whole, ..) = read_all(program.address);
    let held = catalog.longest_transaction().await;
    println!(
        "50 clients that read a byte a second: a page takes {slow_p50:.2} ms (p99 {slow_p99:.2}), without them {p50:.2} ms (p99 {p99:.2}); \
         another client has the whole file in {:.2} s; the longest open transaction is {held} ms old; {:.0} MiB resident; {} bytes read",
        whole.as_secs_f64(),
        before as f64 / 1024.0,
        slow()
    );
}
