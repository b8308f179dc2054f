//! Migrations, embedded in the binary.

use anyhow::{Context, anyhow};
use diesel_async::{
    AsyncConnection, AsyncMigrationHarness, AsyncPgConnection, SimpleAsyncConnection,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{DbUrls, roles};

/// Number of the lock that lets one program at a time bring a database up to date.
const ONE_AT_A_TIME: i64 = 7_041_777;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// Applies what is pending as the owner and grants the other roles what they need. Returns the names applied.
///
/// Must run on a multi-threaded runtime: the harness blocks its thread.
pub async fn migrate(urls: &DbUrls) -> anyhow::Result<Vec<String>> {
    let mut connection = connect(&urls.owner).await?;
    // Programs that start at the same time wait for each other; the lock goes with the connection.
    connection
        .batch_execute(&format!("SELECT pg_advisory_lock({ONE_AT_A_TIME})"))
        .await?;
    let mut harness = AsyncMigrationHarness::new(connection);
    let applied = harness
        .run_pending_migrations(MIGRATIONS)
        .map_err(|error| anyhow!("a migration failed: {error}"))?
        .iter()
        .map(ToString::to_string)
        .collect();
    roles::grant(&mut harness.into_inner(), urls).await?;
    Ok(applied)
}

/// Takes back every migration; for the test that goes up, down and up again.
pub async fn revert_all(owner_url: &str) -> anyhow::Result<usize> {
    let mut harness = AsyncMigrationHarness::new(connect(owner_url).await?);
    let reverted = harness
        .revert_all_migrations(MIGRATIONS)
        .map_err(|error| anyhow!("a migration cannot be reverted: {error}"))?;
    Ok(reverted.len())
}

/// Opens one connection outside the pools.
pub async fn connect(url: &str) -> anyhow::Result<AsyncPgConnection> {
    AsyncPgConnection::establish(url)
        .await
        .context("the database does not answer")
}
