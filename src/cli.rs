//! The command line.

mod check;
mod context;
mod export;
mod feeds;
mod import;
mod lint;
mod media;
mod output;
mod serve;
mod users;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};

use crate::accounts::model::Role;
use crate::catalog::market::Market;
use crate::compliance::rules;
use crate::compliance::surface::{Jurisdiction, Surface};
use crate::config::{ServeSettings, Settings};
use crate::exchange::shopify;
use crate::feeds::check::channel::Channel;
pub use context::Context;

/// A product catalog for dietary supplements in which every claim carries its evidence.
///
/// Without a command it serves. Without a database address it runs a private PostgreSQL in its data directory, makes
/// the demo catalog on the first start, and prints where the shop and the admin are.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    serve: ServeSettings,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the storefront, the admin and the API (the default)
    Serve,
    /// Bring the database up to date and exit
    Migrate,
    /// Add the demo catalog, or take it away again
    Demo {
        /// Withdraw and remove what the demo added, except what is used elsewhere
        #[arg(long)]
        remove: bool,
    },
    /// Import files
    #[command(subcommand)]
    Import(ImportCommand),
    /// Write files
    #[command(subcommand)]
    Export(ExportCommand),
    /// Look at what shopping channels will be told
    #[command(subcommand)]
    Feeds(FeedsCommand),
    /// Judge statements, one a line on standard input, and answer each with a line of JSON
    ///
    /// Each answer has the text, the verdict (ok, review or block) and the findings: rule, span in Unicode characters, why,
    /// and what to say instead.
    Lint {
        /// Where the statements appear: product, education, feed or agent
        #[arg(long, default_value_t = Surface::Product)]
        surface: Surface,
        /// Whose law applies: us or eu
        #[arg(long, default_value_t = Jurisdiction::Us)]
        jurisdiction: Jurisdiction,
    },
    /// Judge everything that is public; exit code 1 when anything blocks
    Check {
        /// Also print what the rules of labels would have a person look at
        #[arg(long)]
        labels: bool,
        /// Print a line of JSON for each finding, and a summary
        #[arg(long)]
        json: bool,
    },
    /// The rules by which texts are judged
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Look after stored pictures and documents
    #[command(subcommand)]
    Media(MediaCommand),
    /// Manage people who may sign in
    #[command(subcommand)]
    User(UserCommand),
    /// Print the OpenAPI document of the JSON API
    Openapi,
}

#[derive(Debug, Subcommand)]
enum ImportCommand {
    /// Labels of NIH's Dietary Supplement Label Database
    ///
    /// A label whose barcode is a known variant's GTIN adds its formula to that product; else it makes a product.
    /// Importing the same labels again changes nothing.
    Dsld {
        /// Label files, folders of them, or .jsonl files with a label a line
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Say what would happen and change nothing
        #[arg(long)]
        dry_run: bool,
        /// Publish what was imported
        #[arg(long)]
        publish: bool,
        /// Print the summary as one line of JSON, at the end
        #[arg(long)]
        json: bool,
    },
    /// References: CSL-JSON, RIS, nbib (PubMed) and BibTeX
    ///
    /// A record whose DOI, PubMed id or PubMed Central id is known, or title, year and first author, completes that
    /// reference; else it makes one. What an editor wrote stays. A retraction or another notice is published at once,
    /// and the claims that rest on the reference are graded again.
    References {
        /// Files; each is taken for what it holds
        #[arg(required = true, value_name = "FILE")]
        paths: Vec<PathBuf>,
        /// Say what would happen and change nothing
        #[arg(long)]
        dry_run: bool,
        /// Publish what was imported
        #[arg(long)]
        publish: bool,
        /// Print the summary as one line of JSON, at the end
        #[arg(long)]
        json: bool,
    },
    /// Prices and stock from a product CSV of Shopify
    ///
    /// A row sets the offer of the variant with its SKU, else with its barcode. A row of a variant that the catalog does not
    /// know adds it to the product whose other packages stand under the same handle; where none does, the row is listed. An
    /// offer is public at once, as one that is edited; a package when its product is published.
    Shopify {
        /// Product exports
        #[arg(required = true, value_name = "FILE")]
        paths: Vec<PathBuf>,
        /// Where the prices hold, and so their currency: us or eu
        #[arg(long, default_value_t = Market::Us)]
        market: Market,
        /// Say what would happen and change nothing
        #[arg(long)]
        dry_run: bool,
        /// Publish the products of the rows
        #[arg(long)]
        publish: bool,
        /// Print the summary as one line of JSON, at the end
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    /// Print every rule with its source
    List {
        /// Only of one jurisdiction: us or eu
        #[arg(long)]
        jurisdiction: Option<Jurisdiction>,
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
enum ExportCommand {
    /// Contents of the notices to the FDA for structure/function statements, the most urgent first
    Notifications {
        /// Also those that were notified
        #[arg(long)]
        all: bool,
        /// Print a line of JSON for each statement
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
enum FeedsCommand {
    /// What a channel would leave out, reject or show less, and why. Exit code 1 when it would reject anything
    Check {
        /// google, meta or openai
        #[arg(long)]
        channel: Channel,
        /// The market whose feed is meant: us or eu
        #[arg(long, default_value_t = Market::Us)]
        market: Market,
        /// Print a line of JSON for each product of which something was found
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
enum MediaCommand {
    /// Remove files that nothing names and that are older than a day
    ///
    /// Such files are left when an upload fails half-way or a picture is deleted. Nothing that a page shows is touched.
    Sweep {
        /// Only say what would be removed
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Add a person
    Add {
        /// E-mail address to sign in with
        #[arg(long)]
        email: String,
        /// author, reviewer, publisher or admin
        #[arg(long)]
        role: Role,
        /// Read the password from standard input instead of making a one-time password
        #[arg(long)]
        password_stdin: bool,
    },
    /// List everyone
    List,
    /// Take the second factor of a person away and end all sessions, as when the device is lost
    ResetSecondFactor {
        /// E-mail address of the account
        #[arg(long)]
        email: String,
    },
    /// Set a new password and end all sessions of a person
    ResetPassword {
        /// E-mail address of the account
        #[arg(long)]
        email: String,
        /// Read the password from standard input instead of making a one-time password
        #[arg(long)]
        password_stdin: bool,
    },
}

/// Runs a command. What can't be started ends as one sentence and exit code 2, what failed in part as exit code 1.
pub async fn run(cli: Cli) -> ExitCode {
    match dispatch(cli).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("formulary: {}", one_line(&error));
            ExitCode::from(2)
        }
    }
}

async fn dispatch(cli: Cli) -> anyhow::Result<ExitCode> {
    if let Some(folder) = &cli.settings.rules_dir {
        rules::use_folder(folder)
            .context("the rule packs cannot be used (see FORMULARY_RULES_DIR)")?;
    }
    match cli.command {
        None | Some(Command::Serve) => serve::serve(&cli.settings, &cli.serve).await,
        Some(Command::Migrate) => {
            let context = Context::open(&cli.settings).await?;
            match context.applied.as_slice() {
                [] => println!("The database is up to date."),
                applied => println!("Applied {} migrations.", applied.len()),
            }
            context.close().await;
            Ok(ExitCode::SUCCESS)
        }
        Some(Command::Demo { remove }) => serve::demo(&cli.settings, remove).await,
        Some(Command::Import(ImportCommand::Dsld {
            paths,
            dry_run,
            publish,
            json,
        })) => {
            import::dsld(
                &cli.settings,
                &paths,
                import::Options {
                    dry_run,
                    publish,
                    json,
                },
            )
            .await
        }
        Some(Command::Import(ImportCommand::References {
            paths,
            dry_run,
            publish,
            json,
        })) => {
            import::references(
                &cli.settings,
                &paths,
                import::Options {
                    dry_run,
                    publish,
                    json,
                },
            )
            .await
        }
        Some(Command::Import(ImportCommand::Shopify {
            paths,
            market,
            dry_run,
            publish,
            json,
        })) => {
            let options = shopify::Options {
                market,
                dry_run,
                publish,
            };
            import::shopify(&cli.settings, &paths, options, json).await
        }
        Some(Command::Export(ExportCommand::Notifications { all, json })) => {
            export::export_notifications(&cli.settings, all, json).await
        }
        Some(Command::Feeds(FeedsCommand::Check {
            channel,
            market,
            json,
        })) => {
            let site = serve::public_url(&cli.serve)?;
            feeds::check(&cli.settings, channel, market, &site, json).await
        }
        Some(Command::Lint {
            surface,
            jurisdiction,
        }) => lint::lint(surface, jurisdiction),
        Some(Command::Check { labels, json }) => check::check(&cli.settings, labels, json).await,
        Some(Command::Rules(RulesCommand::List { jurisdiction, json })) => {
            lint::list_rules(jurisdiction, json)
        }
        Some(Command::Media(MediaCommand::Sweep { dry_run })) => {
            media::sweep_media(&cli.settings, dry_run).await
        }
        Some(Command::User(command)) => users::run(&cli.settings, command).await,
        Some(Command::Openapi) => {
            let document = serde_json::to_string_pretty(crate::api::openapi::document())?;
            output::print(|output| writeln!(output, "{document}"))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// An error with its causes as one line.
fn one_line(error: &anyhow::Error) -> String {
    let mut parts: Vec<String> = Vec::new();
    for cause in error.chain() {
        let text = cause.to_string().replace('\n', " ");
        // A cause that only repeats what was said before adds nothing.
        if !parts.iter().any(|part| part.contains(&text)) {
            parts.push(text);
        }
    }
    parts.join(": ")
}
