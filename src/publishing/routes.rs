//! The table of public addresses: one live address an entity, and redirects that always take one hop.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use diesel::sql_types::{Array, Text, Uuid as SqlUuid};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::Kind;
use crate::db::schema::routes;
use crate::error::AppError;
use crate::text_enum;

text_enum! {
    /// What an address answers.
    RouteState {
        /// The entity's page.
        Live = "live",
        /// A 301 to the newest address.
        Redirect = "redirect",
        /// A 410.
        Gone = "gone",
    }
}

/// Who is public at some addresses, which are locked.
pub(super) async fn live_owners(
    conn: &mut AsyncPgConnection,
    paths: &[String],
) -> QueryResult<HashMap<String, (Kind, Uuid)>> {
    let owners: Vec<(String, Kind, Uuid, RouteState)> = routes::table
        .filter(routes::path.eq_any(paths))
        .order(routes::path)
        .select((routes::path, routes::kind, routes::entity_id, routes::state))
        .for_update()
        .load(conn)
        .await?;
    let live = owners
        .into_iter()
        .filter(|(.., state)| *state == RouteState::Live);
    Ok(live
        .map(|(path, kind, owner, _)| (path, (kind, owner)))
        .collect())
}

/// Gives entities addresses at which nobody else is public. Earlier addresses of those that were `known` become redirects straight
/// to the new ones.
pub(super) async fn take(
    conn: &mut AsyncPgConnection,
    kind: Kind,
    addresses: &[(Uuid, &str)],
    known: &HashSet<Uuid>,
) -> QueryResult<()> {
    let entities: Vec<Uuid> = addresses.iter().map(|(entity, _)| *entity).collect();
    let paths: Vec<&str> = addresses.iter().map(|(_, path)| *path).collect();
    if addresses.is_empty() {
        return Ok(());
    }
    // Arrays, so that it is one statement for any number of them.
    diesel::sql_query(
        "INSERT INTO routes (path, kind, entity_id, state)
         SELECT row.path, $3, row.entity_id, 'live' FROM unnest($1, $2) AS row (entity_id, path)
         ON CONFLICT (path) DO UPDATE SET kind = excluded.kind, entity_id = excluded.entity_id, state = excluded.state,
             target = NULL, updated_at = now()",
    )
    .bind::<Array<SqlUuid>, _>(&entities)
    .bind::<Array<Text>, _>(&paths)
    .bind::<Text, _>(kind.as_str())
    .execute(conn)
    .await?;
    if entities.iter().all(|entity| !known.contains(entity)) {
        return Ok(());
    }
    diesel::sql_query(
        "UPDATE routes SET state = 'redirect', target = row.path, updated_at = now()
         FROM unnest($1, $2) AS row (entity_id, path)
         WHERE routes.entity_id = row.entity_id AND routes.path <> row.path",
    )
    .bind::<Array<SqlUuid>, _>(&entities)
    .bind::<Array<Text>, _>(&paths)
    .execute(conn)
    .await?;
    Ok(())
}

/// Lets an address lead to another one, in one hop: where the other one leads away itself, straight to its end.
///
/// # Errors
/// An address at which something is public, or two that lead to each other.
pub(super) async fn lead(
    conn: &mut AsyncPgConnection,
    kind: Kind,
    entity_id: Uuid,
    from: &str,
    to: &str,
) -> Result<(), AppError> {
    let owner: Option<(Uuid, RouteState)> = routes::table
        .find(from)
        .select((routes::entity_id, routes::state))
        .for_update()
        .first(conn)
        .await
        .optional()?;
    if owner.is_some_and(|(owner, state)| owner != entity_id && state == RouteState::Live) {
        return Err(AppError::field(
            "from_path",
            "is the address of something that is public",
        ));
    }
    let further: Option<Option<String>> = routes::table
        .find(to)
        .filter(routes::state.eq(RouteState::Redirect))
        .select(routes::target)
        .first(conn)
        .await
        .optional()?;
    let end = further.flatten().unwrap_or_else(|| to.to_owned());
    if end == from {
        return Err(AppError::field(
            "to_path",
            "leads back to the address itself",
        ));
    }
    let row = (
        routes::kind.eq(kind),
        routes::entity_id.eq(entity_id),
        routes::state.eq(RouteState::Redirect),
        routes::target.eq(&end),
        routes::updated_at.eq(diesel::dsl::now),
    );
    diesel::insert_into(routes::table)
        .values((routes::path.eq(from), row))
        .on_conflict(routes::path)
        .do_update()
        .set(row)
        .execute(conn)
        .await?;
    // What led here leads on at once, and an address that this redirect had before leads nowhere.
    diesel::update(routes::table.filter(routes::target.eq(from)))
        .set(routes::target.eq(&end))
        .execute(conn)
        .await?;
    diesel::delete(
        routes::table
            .filter(routes::entity_id.eq(entity_id))
            .filter(routes::path.ne(from)),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Lets every address of an entity answer that it is gone.
pub(super) async fn close(conn: &mut AsyncPgConnection, entity_id: Uuid) -> QueryResult<usize> {
    diesel::update(routes::table.filter(routes::entity_id.eq(entity_id)))
        .set((
            routes::state.eq(RouteState::Gone),
            routes::target.eq(None::<String>),
            routes::updated_at.eq(diesel::dsl::now),
        ))
        .execute(conn)
        .await
}
