//! Two pools, taken by intent: `write` for the application's role, `read` for the role that serves the public.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Context;
use diesel::connection::{Instrumentation, InstrumentationEvent};
use diesel_async::pooled_connection::{
    AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod,
};
use diesel_async::{AsyncConnection, AsyncPgConnection};
use futures_util::FutureExt;

use crate::error::AppError;

type Manager = AsyncDieselConnectionManager<AsyncPgConnection>;
type Pool = deadpool::managed::Pool<Manager>;

/// A connection on loan from a pool.
pub type Connection = deadpool::managed::Object<Manager>;

/// Where each role of the program connects; one address may serve all three.
#[derive(Debug, Clone)]
pub struct DbUrls {
    /// Owns the tables and migrates them.
    pub owner: String,
    /// Edits, publishes, signs people in.
    pub app: String,
    /// Serves the public: publications, offers, routes and changes, nothing else.
    pub read: String,
}

impl DbUrls {
    /// One address for every role.
    pub fn single(url: &str) -> Self {
        Self {
            owner: url.to_owned(),
            app: url.to_owned(),
            read: url.to_owned(),
        }
    }
}

/// The database as the program sees it.
#[derive(Clone)]
pub struct Db {
    write: Pool,
    read: Pool,
    statements: Arc<AtomicU64>,
}

impl Db {
    /// Makes the pools. Connects lazily: a database that is away is met by the first request, and again by the next.
    pub fn new(urls: &DbUrls, size: usize) -> anyhow::Result<Self> {
        let statements = Arc::new(AtomicU64::new(0));
        Ok(Self {
            write: pool(&urls.app, size, &statements, "30s")?,
            read: pool(&urls.read, size, &statements, "5s")?,
            statements,
        })
    }

    /// A database that consists of one connection with an open transaction: whoever reads sees what is in it. Good for one
    /// request, and taken back by the server when it is dropped.
    ///
    /// # Errors
    /// Never in practice; building the pool may fail.
    pub fn staged(connection: AsyncPgConnection) -> anyhow::Result<Self> {
        let slot = Arc::new(std::sync::Mutex::new(Some(connection)));
        let mut config = ManagerConfig::default();
        config.custom_setup = Box::new(move |_| {
            let taken = slot.lock().ok().and_then(|mut slot| slot.take());
            async move {
                taken.ok_or_else(|| {
                    diesel::ConnectionError::BadConnection("the stage is taken down".to_owned())
                })
            }
            .boxed()
        });
        let pool = Pool::builder(Manager::new_with_config("", config))
            .max_size(1)
            .build()
            .context("the stage cannot be set up")?;
        Ok(Self {
            write: pool.clone(),
            read: pool,
            statements: Arc::new(AtomicU64::new(0)),
        })
    }

    /// A connection that may write.
    pub async fn write(&self) -> Result<Connection, AppError> {
        self.write.get().await.map_err(unavailable)
    }

    /// A connection of the role that serves the public.
    pub async fn read(&self) -> Result<Connection, AppError> {
        self.read.get().await.map_err(unavailable)
    }

    /// SQL statements sent since the start, by both pools.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Closes all connections, so that a private server can stop at once.
    pub fn close(&self) {
        self.write.close();
        self.read.close();
    }
}

fn pool(
    url: &str,
    size: usize,
    statements: &Arc<AtomicU64>,
    statement_timeout: &'static str,
) -> anyhow::Result<Pool> {
    let mut config = ManagerConfig::default();
    // A closed connection is noticed without asking the server; a question per request would cost a round trip.
    config.recycling_method = RecyclingMethod::Fast;
    let counter = Arc::clone(statements);
    config.custom_setup = Box::new(move |url| {
        let counter = Arc::clone(&counter);
        async move {
            let mut connection = AsyncPgConnection::establish(url).await?;
            diesel_async::SimpleAsyncConnection::batch_execute(
                &mut connection,
                &format!("SET statement_timeout = '{statement_timeout}'"),
            )
            .await
            .map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
            connection.set_instrumentation(CountStatements(counter));
            Ok(connection)
        }
        .boxed()
    });
    let wait = Some(Duration::from_secs(3));
    Pool::builder(Manager::new_with_config(url, config))
        .max_size(size)
        .wait_timeout(wait)
        .create_timeout(wait)
        .recycle_timeout(wait)
        .runtime(deadpool::Runtime::Tokio1)
        .build()
        .context("the connection pool cannot be made")
}

struct CountStatements(Arc<AtomicU64>);

impl Instrumentation for CountStatements {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { .. } = event {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn unavailable(error: impl std::fmt::Display) -> AppError {
    tracing::warn!(error = %error, "no database connection");
    AppError::Unavailable
}
