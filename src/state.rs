//! What every handler can reach.

use actix_web::web;

use crate::config::Config;
use crate::db::Db;
use crate::feeds::files::FeedFiles;
use crate::media::MediaStore;
use crate::publishing::watch::LogWatch;
use crate::search::analytics::counts::Searches;
use crate::search::follow::engine::Engine;
use crate::web::rate_limit::RateLimits;
use crate::webhooks::target::Sender;

/// The state of the running program.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub db: Db,
    /// Stored files.
    pub media: MediaStore,
    /// Where the change log stands.
    pub log: LogWatch,
    /// What is searchable.
    pub search: Engine,
    /// Feeds as files.
    pub feeds: FeedFiles,
    /// What visitors look for.
    pub searches: Searches,
    /// How often the API may be asked.
    pub limits: RateLimits,
    /// Sends events to webhooks.
    pub sender: Sender,
    /// Settings.
    pub config: Config,
}

/// The state as handlers take it.
pub type State = web::Data<AppState>;
