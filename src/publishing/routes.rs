//! The table of public addresses: one live address an entity, and redirects that always take one hop.

use diesel::prelude::*;
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

/// Gives an address to an entity. Its earlier addresses become redirects straight to the new one.
///
/// # Errors
/// A conflict when another live entity has that address.
pub(super) async fn take(
    conn: &mut AsyncPgConnection,
    kind: Kind,
    entity_id: Uuid,
    path: &str,
) -> Result<(), AppError> {
    let owner: Option<(Uuid, RouteState)> = routes::table
        .find(path)
        .select((routes::entity_id, routes::state))
        .for_update()
        .first(conn)
        .await
        .optional()?;
    if owner.is_some_and(|(owner, state)| owner != entity_id && state == RouteState::Live) {
        return Err(AppError::Conflict(format!(
            "the address {path} belongs to something else that is published"
        )));
    }
    let row = (
        routes::kind.eq(kind),
        routes::entity_id.eq(entity_id),
        routes::state.eq(RouteState::Live),
        routes::target.eq(None::<String>),
        routes::updated_at.eq(diesel::dsl::now),
    );
    diesel::insert_into(routes::table)
        .values((routes::path.eq(path), row.clone()))
        .on_conflict(routes::path)
        .do_update()
        .set(row)
        .execute(conn)
        .await?;
    diesel::update(
        routes::table
            .filter(routes::entity_id.eq(entity_id))
            .filter(routes::path.ne(path)),
    )
    .set((
        routes::state.eq(RouteState::Redirect),
        routes::target.eq(path),
        routes::updated_at.eq(diesel::dsl::now),
    ))
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
