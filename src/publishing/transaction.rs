//! A write that the public could see: one transaction whose last statement appends its changes to the log.
//!
//! The position in the log comes from a one-row counter. Updating it takes that row's lock until commit, so positions
//! are given in commit order, without gaps, also through rollback, dump and restore. Everything slow comes before it.

use std::collections::HashMap;

use diesel::sql_types::{Array, Bool, Int4, Nullable, Text, Uuid as SqlUuid};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl, TransactionManager};
use uuid::Uuid;

use super::Kind;
use super::changes::Action;
use crate::db::{Connection, Db};
use crate::error::AppError;

type Manager = <AsyncPgConnection as AsyncConnection>::TransactionManager;

/// An open transaction with the changes that it will append.
///
/// If it is dropped before its end, as when a client goes away, its connection is closed and the server rolls back.
pub struct Tx {
    connection: Option<Connection>,
    changes: Vec<Change>,
    /// Where the change of an entity stands among those.
    places: HashMap<Uuid, usize>,
    touched: Vec<Uuid>,
    listed: Vec<Uuid>,
    /// What is published in it is seen by nobody: it is always rolled back.
    is_look_ahead: bool,
}

/// One row to append.
#[derive(Debug, Clone)]
struct Change {
    kind: Kind,
    entity_id: Uuid,
    slug: String,
    action: Action,
    fields: Vec<String>,
    revision: Option<i32>,
    publication_id: Option<Uuid>,
}

/// Runs the work in a transaction; commits it with its changes, or rolls everything back.
///
/// # Errors
/// What the work answered, or what the database did.
pub async fn transaction<R>(
    db: &Db,
    work: impl AsyncFnOnce(&mut Tx) -> Result<R, AppError>,
) -> Result<R, AppError> {
    let mut tx = Tx::begin(db).await?;
    let result = match work(&mut tx).await {
        Ok(value) => tx.append_changes().await.map(|()| value),
        Err(error) => Err(error),
    };
    match result {
        Ok(value) => {
            Manager::commit_transaction(tx.conn()?).await?;
            drop(tx.connection.take());
            Ok(value)
        }
        Err(error) => {
            if Manager::rollback_transaction(tx.conn()?).await.is_ok() {
                drop(tx.connection.take());
            }
            Err(error)
        }
    }
}

/// Runs the work as [`transaction`] does, and takes everything back at the end: what would happen, without it happening.
///
/// # Errors
/// What the work answered, or what the database did.
pub async fn rehearse<R>(
    db: &Db,
    work: impl AsyncFnOnce(&mut Tx) -> Result<R, AppError>,
) -> Result<R, AppError> {
    let mut tx = Tx::begin(db).await?;
    let result = work(&mut tx).await;
    Manager::rollback_transaction(tx.conn()?).await?;
    drop(tx.connection.take());
    result
}

/// Runs the work as [`rehearse`] does, with words that are not cleared passing the gate: what a draft would change if it were
/// published as it is.
///
/// # Errors
/// What the work answered, or what the database did.
pub async fn look_ahead<R>(
    db: &Db,
    work: impl AsyncFnOnce(&mut Tx) -> Result<R, AppError>,
) -> Result<R, AppError> {
    let mut tx = Tx::begin(db).await?;
    tx.is_look_ahead = true;
    let result = work(&mut tx).await;
    Manager::rollback_transaction(tx.conn()?).await?;
    drop(tx.connection.take());
    result
}

/// Runs the work as [`look_ahead`] does, and hands out the connection with everything still open, so that somebody can look at
/// what would be. The server takes everything back when the connection is dropped.
///
/// # Errors
/// What the work answered, or what the database did.
pub async fn stage(
    db: &Db,
    work: impl AsyncFnOnce(&mut Tx) -> Result<(), AppError>,
) -> Result<AsyncPgConnection, AppError> {
    let mut tx = Tx::begin(db).await?;
    tx.is_look_ahead = true;
    work(&mut tx).await?;
    tx.connection
        .take()
        .map(Connection::take)
        .ok_or(AppError::Unavailable)
}

impl Drop for Tx {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            drop(Connection::take(connection));
        }
    }
}

impl Tx {
    async fn begin(db: &Db) -> Result<Self, AppError> {
        let mut connection = db.write().await?;
        Manager::begin_transaction(&mut *connection).await?;
        Ok(Self {
            connection: Some(connection),
            changes: Vec::new(),
            places: HashMap::new(),
            touched: Vec::new(),
            listed: Vec::new(),
            is_look_ahead: false,
        })
    }

    /// The connection, for the statements of a command.
    ///
    /// # Errors
    /// Never while the transaction is open.
    pub fn conn(&mut self) -> Result<&mut AsyncPgConnection, AppError> {
        self.connection.as_deref_mut().ok_or(AppError::Unavailable)
    }

    /// Whether it is always rolled back, so that nothing in it needs to be cleared.
    pub const fn is_look_ahead(&self) -> bool {
        self.is_look_ahead
    }

    /// Runs some work in a savepoint that is always rolled back: what would be, in the middle of what is.
    ///
    /// # Errors
    /// What the work answered, or what the database did.
    pub async fn aside<R>(
        &mut self,
        work: impl AsyncFnOnce(&mut Self) -> Result<R, AppError>,
    ) -> Result<R, AppError> {
        let (changes, touched) = (self.changes.clone(), self.touched.clone());
        Manager::begin_transaction(self.conn()?).await?;
        let result = work(self).await;
        Manager::rollback_transaction(self.conn()?).await?;
        (self.changes, self.touched) = (changes, touched);
        result
    }

    /// What would change publicly if it were committed now: what was written, and whose pages show that.
    ///
    /// # Errors
    /// No database.
    pub async fn reach(&mut self) -> Result<Vec<(Kind, Uuid, String)>, AppError> {
        let mut all: Vec<(Kind, Uuid, String)> = self
            .changes
            .iter()
            .map(|change| (change.kind, change.entity_id, change.slug.clone()))
            .collect();
        let neighbours = self.neighbours().await?.into_iter();
        all.extend(neighbours.map(|row| (row.kind, row.entity_id, row.slug)));
        Ok(all)
    }

    /// Notes that an entity changed publicly although nothing was published, as when a price did.
    pub fn changed(&mut self, kind: Kind, entity_id: Uuid, slug: &str, fields: &[&str]) {
        let fields = fields.iter().map(|field| (*field).to_owned()).collect();
        self.record(Change {
            kind,
            entity_id,
            slug: slug.to_owned(),
            action: Action::Upsert,
            fields,
            revision: None,
            publication_id: None,
        });
    }

    pub(super) fn published(
        &mut self,
        (kind, entity_id, slug): (Kind, Uuid, &str),
        action: Action,
        fields: Vec<String>,
        (revision, publication_id): (i32, Uuid),
    ) {
        self.record(Change {
            kind,
            entity_id,
            slug: slug.to_owned(),
            action,
            fields,
            revision: Some(revision),
            publication_id: Some(publication_id),
        });
    }

    /// Notes entities whose documents are shown with what changed in them, so that they are touched too.
    pub(super) fn touch(&mut self, entities: impl IntoIterator<Item = Uuid>) {
        self.touched.extend(entities);
    }

    /// Notes entities whose pages name what changed in a list. What is told of them stays as it is.
    pub(super) fn list(&mut self, entities: impl IntoIterator<Item = Uuid>) {
        self.listed.extend(entities);
    }

    /// One row per entity and transaction: the last action counts, the fields add up.
    fn record(&mut self, change: Change) {
        let place = *self
            .places
            .entry(change.entity_id)
            .or_insert(self.changes.len());
        match self.changes.get_mut(place) {
            None => self.changes.push(change),
            Some(earlier) => {
                let mut fields = std::mem::take(&mut earlier.fields);
                fields.extend(change.fields.iter().cloned());
                fields.sort();
                fields.dedup();
                let (revision, publication_id) = (earlier.revision, earlier.publication_id);
                *earlier = Change {
                    fields,
                    revision: change.revision.or(revision),
                    publication_id: change.publication_id.or(publication_id),
                    ..change
                };
            }
        }
    }

    async fn append_changes(&mut self) -> Result<(), AppError> {
        if self.changes.is_empty() {
            return Ok(());
        }
        let neighbours = self.neighbours().await?;
        self.changes.extend(neighbours);
        self.places.clear();
        let changes = std::mem::take(&mut self.changes);
        let conn = self.conn()?;
        diesel::sql_query("SELECT pg_notify('formulary_changes', '')")
            .execute(conn)
            .await?;
        append(conn, &changes).await
    }

    /// Whoever shows what changed: every direct referrer, and through documents that are shown whole, theirs too; and whoever only
    /// names it in a list.
    async fn neighbours(&mut self) -> Result<Vec<Change>, AppError> {
        let changed: Vec<Uuid> = self.changes.iter().map(|change| change.entity_id).collect();
        let touched = std::mem::take(&mut self.touched);
        let listed = std::mem::take(&mut self.listed);
        // A walk over a graph: PostgreSQL does it in one statement, the query builder has no recursion. The `OFFSET 0` and the
        // `LIMIT 1` make it look each link up: how many there are it can't estimate, and would read all tables.
        let rows: Vec<Neighbour> = diesel::sql_query(
            "WITH RECURSIVE shown_by (id) AS (
                 SELECT referrer.id
                 FROM unnest($1) AS changed (id)
                 CROSS JOIN LATERAL (SELECT from_entity AS id FROM publication_links WHERE to_entity = changed.id OFFSET 0) referrer
                 UNION SELECT unnest($2)
                 UNION
                 SELECT next.id
                 FROM shown_by
                 CROSS JOIN LATERAL (
                     SELECT from_entity AS id FROM publication_links WHERE to_entity = shown_by.id AND embeds
                     UNION ALL
                     SELECT to_entity FROM publication_links WHERE from_entity = shown_by.id AND embedded
                     OFFSET 0
                 ) next
             ),
             concerned (id, is_listed) AS (
                 SELECT id, bool_and(is_listed)
                 FROM (SELECT id, false AS is_listed FROM shown_by UNION ALL SELECT unnest($3), true) either
                 WHERE NOT id = ANY($1)
                 GROUP BY id
             )
             SELECT live.entity_id, live.kind, live.slug, concerned.is_listed
             FROM concerned
             CROSS JOIN LATERAL (
                 SELECT entity_id, kind, slug FROM current_publications
                 WHERE entity_id = concerned.id AND state = 'live' LIMIT 1
             ) live
             ORDER BY live.entity_id",
        )
        .bind::<Array<SqlUuid>, _>(changed)
        .bind::<Array<SqlUuid>, _>(touched)
        .bind::<Array<SqlUuid>, _>(listed)
        .load(self.conn()?)
        .await?;
        Ok(rows.into_iter().map(Change::from).collect())
    }
}

/// An entity that shows or lists what changed.
#[derive(diesel::QueryableByName)]
struct Neighbour {
    #[diesel(sql_type = SqlUuid)]
    entity_id: Uuid,
    #[diesel(sql_type = Text)]
    kind: Kind,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Bool)]
    is_listed: bool,
}

impl From<Neighbour> for Change {
    fn from(row: Neighbour) -> Self {
        Self {
            kind: row.kind,
            entity_id: row.entity_id,
            slug: row.slug,
            action: match row.is_listed {
                true => Action::Listed,
                false => Action::Touched,
            },
            fields: Vec::new(),
            revision: None,
            publication_id: None,
        }
    }
}

/// The last statement of the transaction: takes the counter's lock, numbers the rows and inserts them.
async fn append(conn: &mut AsyncPgConnection, changes: &[Change]) -> Result<(), AppError> {
    let count = i32::try_from(changes.len()).map_err(|error| AppError::Internal(error.into()))?;
    // Counter and rows in one statement, so that the lock is held for one round trip only.
    diesel::sql_query(
        "WITH counter AS (UPDATE change_counter SET position = position + $1 RETURNING position - $1 AS before)
         INSERT INTO changes (position, kind, entity_id, slug, action, fields, revision, publication_id)
         SELECT counter.before + row.at, row.kind, row.entity_id, row.slug, row.action,
                string_to_array(row.fields, ','), row.revision, row.publication_id
         FROM counter, unnest($2, $3, $4, $5, $6, $7, $8) WITH ORDINALITY
              AS row (kind, entity_id, slug, action, fields, revision, publication_id, at)",
    )
    .bind::<Int4, _>(count)
    .bind::<Array<Text>, _>(changes.iter().map(|change| change.kind.as_str()).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(changes.iter().map(|change| change.entity_id).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(changes.iter().map(|change| change.slug.as_str()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(changes.iter().map(|change| change.action.as_str()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(changes.iter().map(|change| change.fields.join(",")).collect::<Vec<_>>())
    .bind::<Array<Nullable<Int4>>, _>(changes.iter().map(|change| change.revision).collect::<Vec<_>>())
    .bind::<Array<Nullable<SqlUuid>>, _>(changes.iter().map(|change| change.publication_id).collect::<Vec<_>>())
    .execute(conn)
    .await?;
    Ok(())
}
