//! One cluster a test run, without durability; databases are cloned from a migrated template and emptied between tests.

use std::sync::{LazyLock, Mutex};

use diesel_async::{AsyncConnection, AsyncPgConnection, SimpleAsyncConnection};
use formulary::db::embedded::{Durability, EmbeddedServer, SUPERUSER};
use formulary::db::{DbUrls, migrations};

/// A runtime that outlives every test: servers and the cluster's preparation run on it.
pub static RUNTIME: LazyLock<tokio::runtime::Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .worker_threads(2)
        .build()
        .unwrap()
});

static CLUSTER: LazyLock<Cluster> = LazyLock::new(Cluster::start);

struct Cluster {
    server: EmbeddedServer,
    free: Mutex<Vec<String>>,
    made: Mutex<usize>,
}

impl Cluster {
    fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("formulary-test-{}", std::process::id()));
        let server = EmbeddedServer::start(&folder, Durability::ThrowAway, &|_| {}).unwrap();
        RUNTIME.block_on(async {
            server.provision().await.unwrap();
            admin(&server, "postgres")
                .await
                .batch_execute("CREATE DATABASE template_migrated OWNER formulary_owner")
                .await
                .unwrap();
            migrations::migrate(&server.urls("template_migrated"))
                .await
                .unwrap();
        });
        Self {
            server,
            free: Mutex::default(),
            made: Mutex::new(0),
        }
    }

    fn lease(&self) -> String {
        if let Some(name) = self.free.lock().unwrap().pop() {
            RUNTIME.block_on(empty(&self.server, &name));
            return name;
        }
        // One at a time: a template can be cloned by one session only.
        let mut made = self.made.lock().unwrap();
        *made += 1;
        let name = format!("test_{made}");
        let create =
            format!("CREATE DATABASE {name} TEMPLATE template_migrated OWNER formulary_owner");
        RUNTIME.block_on(async {
            admin(&self.server, "postgres")
                .await
                .batch_execute(&create)
                .await
                .unwrap()
        });
        name
    }
}

async fn admin(server: &EmbeddedServer, database: &str) -> AsyncPgConnection {
    AsyncPgConnection::establish(&server.url(SUPERUSER, database))
        .await
        .unwrap()
}

/// Empties every table but those that migrations fill, and sets the log back to its beginning.
async fn empty(server: &EmbeddedServer, database: &str) {
    admin(server, database)
        .await
        .batch_execute(
            "SET session_replication_role = replica;
             DO $$ DECLARE name text; BEGIN
               FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'
                 AND tablename NOT IN ('__diesel_schema_migrations', 'markets', 'change_counter', 'offer_boundaries',
                     'review_boundaries', 'rejudge_cursor', 'preview_key')
               LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
             END $$;
             UPDATE change_counter SET position = 0, pruned = 0, incarnation = NULL;
             UPDATE offer_boundaries SET processed_until = now();
             UPDATE review_boundaries SET processed_until = current_date;
             UPDATE rejudge_cursor SET position = (SELECT position FROM change_counter);",
        )
        .await
        .unwrap();
}

/// A database of a test's own, given back when it is dropped.
pub struct TestDatabase {
    pub name: String,
}

impl TestDatabase {
    /// Leases a database. Blocks, so that it also works before a runtime is there.
    pub fn lease() -> Self {
        // On a thread of its own: tests run within a runtime, where blocking on another is not allowed.
        let name = std::thread::spawn(|| CLUSTER.lease()).join().unwrap();
        Self { name }
    }

    pub fn urls(&self) -> DbUrls {
        CLUSTER.server.urls(&self.name)
    }

    /// The address for the cluster's administrator.
    pub fn superuser_url(&self) -> String {
        CLUSTER.server.url(SUPERUSER, &self.name)
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if self.name.starts_with("test_") {
            CLUSTER.free.lock().unwrap().push(self.name.clone());
        }
    }
}
