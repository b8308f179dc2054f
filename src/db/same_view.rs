//! Several connections that see the database as it is at one moment.

use std::sync::Arc;

use diesel::sql_types::Text;
use diesel_async::{AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};

use super::{Connection, Db};
use crate::error::AppError;

/// What PostgreSQL does before the first statement: all that follow see the same.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Connections for reading, each of which can be asked by several at once. The server ends their transactions when they are
/// dropped.
#[derive(Clone)]
pub struct SameView(Arc<[AsyncPgConnection]>);

#[derive(diesel::QueryableByName)]
struct Exported {
    #[diesel(sql_type = Text)]
    id: String,
}

impl SameView {
    /// So many connections, at least one.
    ///
    /// # Errors
    /// No database.
    pub async fn open(db: &Db, count: usize) -> Result<Self, AppError> {
        let mut first = Connection::take(db.read().await?);
        first.batch_execute(BEGIN).await?;
        // PostgreSQL has no statement for it but this function.
        let exported: Exported = diesel::sql_query("SELECT pg_export_snapshot() AS id")
            .get_result(&mut first)
            .await?;
        let mut connections = vec![first];
        while connections.len() < count {
            let mut next = Connection::take(db.read().await?);
            let take_up = format!("{BEGIN}; SET TRANSACTION SNAPSHOT '{}'", exported.id);
            next.batch_execute(&take_up).await?;
            connections.push(next);
        }
        Ok(Self(connections.into()))
    }

    /// One of them, by turns.
    ///
    /// # Errors
    /// Never: there is always one.
    pub fn connection(&self, turn: usize) -> Result<&AsyncPgConnection, AppError> {
        let at = turn % self.0.len().max(1);
        self.0.get(at).ok_or(AppError::Unavailable)
    }
}
