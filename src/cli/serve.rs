//! `formulary serve` and `formulary demo`.

use std::net::TcpListener;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, bail};
use tokio::signal::unix::{SignalKind, signal};

use super::Context;
use crate::accounts::model::{Email, Role};
use crate::accounts::password;
use crate::accounts::user::{commands, queries};
use crate::config::{Config, ServeSettings, Settings, Upkeep};
use crate::feeds::feed::Site;
use crate::feeds::files::FeedFiles;
use crate::publishing::watch::LogWatch;
use crate::publishing::{Author, transaction};
use crate::search::analytics::counts::Searches;
use crate::search::analytics::worker;
use crate::search::follow::engine::{Engine, follow};
use crate::state::AppState;
use crate::web::rate_limit::{Quotas, RateLimits};
use crate::webhooks::deliver;
use crate::webhooks::target::Sender;
use crate::{demo, jobs, server};

/// E-mail address of the first administrator when none is given.
const DEFAULT_ADMIN: &str = "admin@localhost";

/// For how long the addresses are held back for the search index. What takes longer is made while everything else is served.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// Serves until Ctrl-C or SIGTERM.
pub async fn serve(settings: &Settings, serve: &ServeSettings) -> anyhow::Result<ExitCode> {
    let public_url = public_url(serve)?;
    if let Some(password) = &serve.admin_password {
        password::check_new(password).context("FORMULARY_ADMIN_PASSWORD cannot be used")?;
    }
    let listener = TcpListener::bind(serve.addr).with_context(|| {
        format!(
            "cannot listen on {}: choose another address with --addr",
            serve.addr
        )
    })?;
    let mut stop = Signals::new()?;
    let context = {
        let mut open = std::pin::pin!(Context::open(settings));
        tokio::select! {
            context = &mut open => context?,
            () = stop.wait() => {
                // What has begun is ended in order, so that no server is left behind.
                eprintln!("formulary: stopping");
                if let Ok(context) = open.await {
                    context.close().await;
                }
                return Ok(ExitCode::SUCCESS);
            }
        }
    };
    let data_dir = settings.data_dir();
    let served = tokio::select! {
        served = run(&context, &data_dir, serve, &public_url, listener) => served,
        () = stop.wait() => { eprintln!("formulary: stopping"); Ok(()) }
    };
    context.close().await;
    served.map(|()| ExitCode::SUCCESS)
}

async fn run(
    context: &Context,
    data_dir: &Path,
    serve: &ServeSettings,
    public_url: &str,
    listener: TcpListener,
) -> anyhow::Result<()> {
    // The first administrator is made last, so a first start that was interrupted goes on where it was.
    let is_first_start = queries::users(&*context.db.write().await?)
        .await?
        .is_empty();
    if is_first_start && context.is_private {
        let added = demo::add(&context.db, &context.media, &|text| {
            eprintln!("formulary: {text}")
        })
        .await?;
        eprintln!(
            "formulary: the demo catalog has {added} products (formulary demo --remove takes it away)"
        );
    }
    let admin = if is_first_start {
        Some(first_admin(context, serve).await?)
    } else {
        None
    };
    let search = Engine::open(data_dir)?;
    let searches = Searches::default();
    let log = LogWatch::default();
    let site = Site {
        url: public_url.to_owned(),
        shop: serve.shop_name.clone(),
    };
    let sender = Sender::new(serve.webhooks_to_private)?;
    let state = AppState {
        db: context.db.clone(),
        media: context.media.clone(),
        log: log.clone(),
        search: search.clone(),
        feeds: FeedFiles::open(data_dir, context.db.clone(), site)?,
        searches: searches.clone(),
        limits: RateLimits::new(Quotas {
            address: serve.api_rate,
            key: serve.api_key_rate,
        }),
        sender: sender.clone(),
        config: Config {
            public_url: public_url.to_owned(),
            shop_name: serve.shop_name.clone(),
        },
    };
    let server = server::server(state, listener, workers())?;
    let handle = server.handle();
    let upkeep = Upkeep {
        rule_policy: serve.rule_policy,
        changes_kept_days: serve.changes_kept_days,
    };
    let jobs = tokio::spawn(jobs::run(context.db.clone(), upkeep));
    let watching = tokio::spawn(log.clone().follow(context.db.clone()));
    let following = tokio::spawn(follow(search.clone(), context.db.clone(), log));
    let sending = tokio::spawn(deliver::run(context.db.clone(), sender));
    let counting = tokio::spawn(worker::keep(searches.clone(), context.db.clone()));
    search.ready(LONGEST_WAIT).await;
    println!("Storefront  {public_url}/");
    println!("Admin       {public_url}/admin");
    if let Some((email, password)) = admin {
        println!("Sign in as  {email}");
        if let Some(password) = password {
            println!(
                "Password    {password}  (shown once; change it with formulary user reset-password)"
            );
        }
    }
    println!("Stop with Ctrl-C.");
    let stopping = StopOnDrop(handle);
    let served = server.await.context("the server failed");
    drop(stopping);
    jobs.abort();
    watching.abort();
    following.abort();
    counting.abort();
    sending.abort();
    if let Err(error) = worker::save(&searches, &context.db).await {
        tracing::warn!(%error, "the last searches are not counted");
    }
    served
}

/// Stops the server when the future that runs it is dropped, as on a signal.
struct StopOnDrop(actix_web::dev::ServerHandle);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        let handle = self.0.clone();
        tokio::spawn(async move { handle.stop(true).await });
    }
}

fn workers() -> usize {
    std::thread::available_parallelism().map_or(2, std::num::NonZero::get)
}

/// Address under which visitors reach the site, without a final slash.
///
/// # Errors
/// A setting that is no address.
pub fn public_url(serve: &ServeSettings) -> anyhow::Result<String> {
    let Some(url) = &serve.public_url else {
        return Ok(format!("http://{}", serve.addr));
    };
    let url = url.trim().trim_end_matches('/');
    if !(url.starts_with("http://") || url.starts_with("https://"))
        || url.contains(char::is_whitespace)
    {
        bail!("FORMULARY_PUBLIC_URL must begin with http:// or https://, not {url:?}");
    }
    Ok(url.to_owned())
}

/// Makes the first administrator. Returns the address, and the password if it was made up.
async fn first_admin(
    context: &Context,
    serve: &ServeSettings,
) -> anyhow::Result<(String, Option<String>)> {
    let email = Email::parse(serve.admin_email.as_deref().unwrap_or(DEFAULT_ADMIN))
        .context("FORMULARY_ADMIN_EMAIL cannot be used")?;
    let given = serve.admin_password.clone();
    let password = given.clone().unwrap_or_else(password::one_time);
    transaction(&context.db, async |tx| {
        commands::create_user(
            tx,
            &email,
            Role::Admin,
            &password,
            &Author::system("first start"),
        )
        .await
    })
    .await
    .context("the first administrator cannot be made (see FORMULARY_ADMIN_PASSWORD)")?;
    Ok((
        email.as_str().to_owned(),
        if given.is_some() {
            None
        } else {
            Some(password)
        },
    ))
}

/// Ctrl-C, SIGTERM and a closed terminal.
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    hangup: tokio::signal::unix::Signal,
}

impl Signals {
    fn new() -> anyhow::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    async fn wait(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = self.hangup.recv() => {}
        }
    }
}

/// Adds the demo catalog or removes it.
pub async fn demo(settings: &Settings, remove: bool) -> anyhow::Result<ExitCode> {
    let context = Context::open(settings).await?;
    let done = if remove {
        remove_demo(&context).await
    } else {
        add_demo(&context).await
    };
    context.close().await;
    done.map(|()| ExitCode::SUCCESS)
}

async fn add_demo(context: &Context) -> anyhow::Result<()> {
    let added = demo::add(&context.db, &context.media, &|text| {
        eprintln!("formulary: {text}")
    })
    .await?;
    println!("The demo catalog is in place; {added} products were added.");
    Ok(())
}

async fn remove_demo(context: &Context) -> anyhow::Result<()> {
    let removed = demo::remove(&context.db).await?;
    println!("Removed {} things of the demo catalog.", removed.removed);
    for kept in &removed.kept {
        println!("Kept {kept}: something that is not of the demo uses it.");
    }
    Ok(())
}
