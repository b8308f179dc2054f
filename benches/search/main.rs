//! How long a search with all its facet counts takes over a made-up catalog: in the engine, over HTTP with eight connections, and
//! beside it a bare handler that answers the same bytes. No cache is on, and no statement is sent to a database.
//! `cargo bench --bench search -- 100000`, or one question alone, to see where its time goes: `-- 100000 typo`

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark may panic"
)]

mod catalog;
mod load;

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::{App, HttpResponse, HttpServer, web};
use formulary::catalog::market::Market;
use formulary::config::Config;
use formulary::db::{Db, DbUrls};
use formulary::feeds::feed::Site;
use formulary::feeds::files::FeedFiles;
use formulary::media::MediaStore;
use formulary::publishing::watch::LogWatch;
use formulary::search::analytics::counts::Searches;
use formulary::search::ask::answer::answer;
use formulary::search::ask::request::Request;
use formulary::search::ask::suggest::suggest;
use formulary::search::follow::engine::{Engine, Snapshot};
use formulary::server::server;
use formulary::state::AppState;
use formulary::web::rate_limit::{Quotas, RateLimits};
use formulary::webhooks::target::Sender;

use load::{CONNECTIONS, Connection, ask, percentiles};

/// The questions, asked in turn.
const MIX: &[(&str, &str)] = &[
    ("match all", ""),
    ("one term", "q=ingredient7+"),
    ("two terms", "q=ingredient7+brand12+"),
    ("brand and form", "f[brand]=brand12&f[form]=form3"),
    (
        "three facets",
        "f[form]=form1&f[free_from]=free2&f[ingredient]=ingredient5",
    ),
    ("range", "amount[ingredient5]=100mg..400mg"),
    ("typo", "q=strenght+"),
    ("prefix", "q=ingred"),
];

/// What else people ask: measured one by one, but not part of the mix, which is the same from one version to the next.
const BESIDES: &[(&str, &str)] = &[
    ("price", "price=20..40"),
    ("wide price", "price=10..90&sort=price"),
    ("by name", "sort=name"),
    ("term by price", "q=ingredient7+&sort=unit_price"),
];

/// What is typed while suggestions are asked for.
const TYPED: &[&str] = &[
    "i",
    "ing",
    "ingredient1",
    "brand",
    "strenght",
    "daily pure s",
];

/// Answers of one question in the engine alone.
fn in_engine(snapshot: &Snapshot, request: &Request, rounds: usize) -> Vec<Duration> {
    (0..rounds)
        .map(|_| {
            let began = Instant::now();
            let answered = serde_json::to_vec(&answer(snapshot, request).unwrap()).unwrap();
            assert!(answered.len() > 100);
            began.elapsed()
        })
        .collect()
}

/// The body of one answer.
fn body(server: SocketAddr, path: &str) -> Vec<u8> {
    let mut connection = Connection::open(server);
    connection.get(path);
    connection.body
}

/// Serves the program over a snapshot, and a bare handler for each body. Both run until the program ends.
fn serve(snapshot: Snapshot, folder: &std::path::Path) -> SocketAddr {
    let search = Engine::open(folder).unwrap();
    search.show(Market::Us, snapshot);
    let nobody = DbUrls::single("postgresql://nobody@127.0.0.1:1/nothing");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let _guard = runtime.enter();
    let db = Db::new(&nobody, 1).unwrap();
    let site = Site {
        url: "http://localhost".to_owned(),
        shop: "Bench".to_owned(),
    };
    let state = AppState {
        sender: Sender::new(true).unwrap(),
        limits: RateLimits::new(Quotas { address: 0, key: 0 }),
        feeds: FeedFiles::open(folder, db.clone(), site).unwrap(),
        db,
        media: MediaStore::local(folder).unwrap(),
        log: LogWatch::default(),
        search,
        searches: Searches::default(),
        config: Config {
            public_url: "http://localhost".to_owned(),
            shop_name: "Bench".to_owned(),
        },
    };
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    run(move || server(state, listener, workers()).unwrap());
    address
}

fn serve_bare(bodies: Vec<Vec<u8>>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let bodies: Vec<web::Bytes> = bodies.into_iter().map(web::Bytes::from).collect();
    run(move || {
        HttpServer::new(move || {
            App::new()
                .app_data(web::Data::new(bodies.clone()))
                .route("/{at}", web::get().to(bare))
        })
        .workers(workers())
        .disable_signals()
        .listen(listener)
        .unwrap()
        .run()
    });
    address
}

async fn bare(bodies: web::Data<Vec<web::Bytes>>, at: web::Path<usize>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .body(bodies[*at].clone())
}

fn run(server: impl FnOnce() -> actix_web::dev::Server + Send + 'static) {
    std::thread::spawn(move || actix_web::rt::System::new().block_on(server()).unwrap());
}

fn workers() -> usize {
    std::thread::available_parallelism().map_or(2, std::num::NonZero::get)
}

/// Resident memory in MiB.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number
        .and_then(|number| number.parse::<u64>().ok())
        .unwrap_or_default()
        / 1024
}

fn main() {
    let size: u64 = std::env::args()
        .find_map(|given| given.parse().ok())
        .unwrap_or(100_000);
    let questions = || MIX.iter().chain(BESIDES).copied();
    let only = std::env::args().find(|given| questions().any(|(name, _)| name == given));
    let folder = std::env::temp_dir().join(format!("formulary-bench-{}", std::process::id()));
    let began = Instant::now();
    let snapshot = Arc::new(catalog::build(size, &folder.join("index")));
    println!(
        "{size} products, index made in {:.1} s, {} MiB resident, {} cores, {CONNECTIONS} connections",
        began.elapsed().as_secs_f64(),
        memory(),
        workers()
    );
    let asked: Vec<(&str, &str)> = questions()
        .filter(|(name, _)| only.as_ref().is_none_or(|only| only == name))
        .collect();
    let requests: Vec<Request> = asked
        .iter()
        .map(|(_, query)| {
            let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap();
            Request::parse(&pairs).unwrap()
        })
        .collect();
    let paths: Vec<String> = asked
        .iter()
        .map(|(_, query)| format!("/api/v1/search?{query}"))
        .collect();
    let served = serve(Snapshot::clone(&snapshot), &folder.join("data"));
    let bodies: Vec<Vec<u8>> = paths.iter().map(|path| body(served, path)).collect();
    let bare = serve_bare(bodies.clone());
    let rounds = if size > 200_000 { 40 } else { 150 };
    println!(
        "{:<16} {:>9} {:>7} {:>11} {:>11} {:>9} {:>9} {:>9} {:>7}",
        "question",
        "products",
        "KiB",
        "engine p50",
        "engine p99",
        "p50 ms",
        "p99 ms",
        "bare p50",
        "ratio"
    );
    for (at, (name, _)) in asked.iter().enumerate() {
        let total = answer(&snapshot, &requests[at]).unwrap().total;
        in_engine(&snapshot, &requests[at], 20);
        let (engine, engine_worst) = percentiles(in_engine(&snapshot, &requests[at], rounds * 2));
        let (path, same) = ([paths[at].clone()], [format!("/{at}")]);
        ask(bare, &same, 20);
        let mut limit = ask(bare, &same, rounds);
        ask(served, &path, 10);
        let (p50, p99) = percentiles(ask(served, &path, rounds));
        limit.extend(ask(bare, &same, rounds));
        let (limit, _) = percentiles(limit);
        println!(
            "{name:<16} {total:>9} {:>7.1} {engine:>11.3} {engine_worst:>11.3} {p50:>9.3} {p99:>9.3} {limit:>9.3} {:>7.1}",
            bodies[at].len() as f64 / 1024.0,
            p50 / limit
        );
    }
    let mix = &paths[..paths.len().min(MIX.len())];
    let began = Instant::now();
    let times = ask(served, mix, rounds);
    let rate = times.len() as f64 / began.elapsed().as_secs_f64();
    let (p50, p99) = percentiles(times);
    println!(
        "the first {} in turn: {rate:.0} a second, p50 {p50:.3} ms, p99 {p99:.3} ms",
        mix.len()
    );
    let searches = Searches::default();
    for typed in TYPED {
        let times = (0..200).map(|_| {
            let began = Instant::now();
            suggest(&snapshot, &searches, typed, Market::Us).unwrap();
            began.elapsed()
        });
        let (p50, p99) = percentiles(times.collect());
        println!("suggest {typed:<16} p50 {p50:.3} ms, p99 {p99:.3} ms");
    }
    println!("{} MiB resident at the end, the load included", memory());
    drop(std::fs::remove_dir_all(folder));
}
