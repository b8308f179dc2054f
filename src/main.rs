//! Parses the command line, starts tracing and calls one function.

use std::process::ExitCode;

use clap::Parser;
use formulary::cli::Cli;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> ExitCode {
    let filter =
        EnvFilter::try_from_env("FORMULARY_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    formulary::cli::run(Cli::parse()).await
}
