//! A catalog of any size: the demo's products, copied until there are so many.

use std::path::PathBuf;
use std::process::Command;

use diesel::sql_types::BigInt;
use diesel::{QueryableByName, sql_query};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use formulary::db::embedded::{Durability, EmbeddedServer, SUPERUSER};

use crate::program::PROGRAM;

/// Public products of the demo.
const ORIGINALS: u64 = 40;

/// A data directory with a running database, removed when it is dropped.
pub struct Catalog {
    /// The data directory.
    pub folder: PathBuf,
    server: Option<EmbeddedServer>,
}

impl Catalog {
    /// Makes a catalog of about so many products, with PostgreSQL's durability at its defaults.
    pub async fn new(products: u64) -> Self {
        let folder = std::env::temp_dir().join(format!("formulary-bench-{}", std::process::id()));
        let made = Command::new(PROGRAM)
            .arg("--data-dir")
            .arg(&folder)
            .arg("demo")
            .output()
            .unwrap();
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        let server = EmbeddedServer::start(&folder, Durability::Full, &|_| {}).unwrap();
        let copies = products.saturating_sub(ORIGINALS).div_ceil(ORIGINALS);
        let multiply = include_str!("multiply.sql").replace("$COPIES$", &copies.to_string());
        let mut admin = AsyncPgConnection::establish(&server.url(SUPERUSER, "formulary"))
            .await
            .unwrap();
        admin.batch_execute(&multiply).await.unwrap();
        Self {
            folder,
            server: Some(server),
        }
    }

    /// How long the longest open transaction has been open, in milliseconds.
    pub async fn longest_transaction(&self) -> i64 {
        let server = self.server.as_ref().expect("it is there until the drop");
        let mut conn = AsyncPgConnection::establish(&server.url(SUPERUSER, "formulary"))
            .await
            .unwrap();
        let held: Held = sql_query(
            "SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start) * 1000), 0)::bigint AS milliseconds
             FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'",
        )
        .get_result(&mut conn)
        .await
        .unwrap();
        held.milliseconds
    }
}

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = BigInt)]
    milliseconds: i64,
}

impl Drop for Catalog {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            server.stop();
        }
        drop(std::fs::remove_dir_all(&self.folder));
    }
}
