//! What every command that needs the database has in common: find or start it, bring it up to date, close it in order.

use anyhow::Context as _;

use crate::config::Settings;
use crate::db::embedded::{DATABASE, Durability, EmbeddedServer};
use crate::db::{Db, DbUrls, migrations};
use crate::media::MediaStore;

/// Connections of each pool.
const POOL: usize = 16;

/// An open database.
pub struct Context {
    /// The pools.
    pub db: Db,
    /// Stored files.
    pub media: MediaStore,
    /// Migrations that were applied when it was opened.
    pub applied: Vec<String>,
    /// Whether it is the private database.
    pub is_private: bool,
    embedded: Option<EmbeddedServer>,
}

impl Context {
    /// Opens the database that the settings name, or the private one.
    ///
    /// # Errors
    /// One sentence: no PostgreSQL found, wrong address, data directory that can't be used.
    pub async fn open(settings: &Settings) -> anyhow::Result<Self> {
        let media = MediaStore::open(settings.media_url.as_deref(), &settings.data_dir())?;
        let (urls, embedded) = match settings.database_urls() {
            Some(urls) => (urls, None),
            None => {
                let data_dir = settings.data_dir();
                let server = tokio::task::spawn_blocking(move || {
                    EmbeddedServer::start(&data_dir, Durability::Full, &|text| {
                        eprintln!("formulary: {text}")
                    })
                })
                .await??;
                if let Err(error) = server.provision().await {
                    stop(Some(server)).await;
                    return Err(error);
                }
                (server.urls(DATABASE), Some(server))
            }
        };
        let opened = Self::migrate(&urls).await;
        match opened {
            Ok((db, applied)) => Ok(Self {
                db,
                media,
                applied,
                is_private: embedded.is_some(),
                embedded,
            }),
            Err(error) => {
                stop(embedded).await;
                Err(error)
            }
        }
    }

    async fn migrate(urls: &DbUrls) -> anyhow::Result<(Db, Vec<String>)> {
        let applied = migrations::migrate(urls)
            .await
            .context("the database cannot be used (see DATABASE_URL)")?;
        Ok((Db::new(urls, POOL)?, applied))
    }

    /// Closes connections and gives up the private server.
    pub async fn close(self) {
        self.db.close();
        stop(self.embedded).await;
    }
}

async fn stop(embedded: Option<EmbeddedServer>) {
    if let Some(server) = embedded {
        // A join error means that stopping panicked: the watchdog stops the server all the same when we are gone.
        let _ = tokio::task::spawn_blocking(move || server.stop()).await;
    }
}
