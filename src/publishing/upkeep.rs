//! What keeps the log usable over years: another epoch when something was restored, and an end to how much is kept.

use diesel::OptionalExtension;
use diesel::sql_types::{Bool, Int4, Interval};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

/// Rows that are deleted in one transaction.
const AT_ONCE: i32 = 5_000;

/// Begins another epoch if the log lives elsewhere than it did: in another cluster, on another timeline of it, as after a
/// failover, or in another table, as after a restore. Positions may then stand for other changes than before. Returns whether
/// it did.
///
/// # Errors
/// No database.
pub async fn renew_epoch(conn: &mut AsyncPgConnection) -> diesel::QueryResult<bool> {
    // The control file is known to functions of PostgreSQL only.
    let renewed: Option<Renewed> = diesel::sql_query(
        "WITH before AS (SELECT incarnation FROM change_counter)
         UPDATE change_counter
         SET epoch = CASE WHEN change_counter.incarnation IS NULL THEN epoch ELSE gen_random_uuid() END,
             incarnation = here.incarnation
         FROM (SELECT concat_ws('/', system_identifier, timeline_id, pg_database.oid, 'change_counter'::regclass::oid) AS incarnation
               FROM pg_control_system(), pg_control_checkpoint(), pg_database
               WHERE datname = current_database()) here
         WHERE change_counter.incarnation IS DISTINCT FROM here.incarnation
         RETURNING (SELECT incarnation IS NOT NULL FROM before) AS is_other",
    )
    .get_result(conn)
    .await
    .optional()?;
    Ok(renewed.is_some_and(|renewed| renewed.is_other))
}

#[derive(diesel::QueryableByName)]
struct Renewed {
    #[diesel(sql_type = Bool)]
    is_other: bool,
}

#[derive(diesel::QueryableByName)]
struct Gone {
    #[diesel(sql_type = Int4)]
    gone: i32,
}

/// Deletes changes that are older than so many days, some at a time. Returns whether there may be more.
///
/// # Errors
/// No database.
pub async fn prune(conn: &mut AsyncPgConnection, days: u16) -> diesel::QueryResult<bool> {
    // A function of the owner: the application may delete nothing of the log by itself.
    let kept = diesel::data_types::PgInterval::from_days(i32::from(days));
    let Gone { gone } = diesel::sql_query("SELECT prune_changes($1, $2) AS gone")
        .bind::<Interval, _>(kept)
        .bind::<Int4, _>(AT_ONCE)
        .get_result(conn)
        .await?;
    Ok(gone == AT_ONCE)
}
