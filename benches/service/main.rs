//! The real program over a catalog of its own, driven over loopback: `cargo bench --bench service -- 100000`

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark may panic"
)]

mod catalog;
mod feed;
#[path = "../search/load.rs"]
mod load;
mod program;

use std::time::Instant;

use catalog::Catalog;
use program::Program;

#[tokio::main]
async fn main() {
    let size = std::env::args().find_map(|given| given.parse().ok());
    let size: u64 = size.unwrap_or(10_000);
    let began = Instant::now();
    let catalog = Catalog::new(size).await;
    println!(
        "{size} products, made in {:.0} s",
        began.elapsed().as_secs_f64()
    );
    let program = Program::serve(&catalog.folder);
    let began = Instant::now();
    program.until_it_searches();
    println!(
        "search answers after {:.1} s",
        began.elapsed().as_secs_f64()
    );
    feed::run(&program, &catalog).await;
}
