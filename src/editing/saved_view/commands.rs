//! Writes of saved views.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::db::schema::saved_views;
use crate::error::AppError;
use crate::publishing::{Kind, Tx};

/// Keeps a list under a name, in place of the one that had it.
///
/// # Errors
/// An empty name.
pub async fn keep(
    tx: &mut Tx,
    user: Uuid,
    kind: Kind,
    (name, query): (&str, &str),
    is_shared: bool,
) -> Result<(), AppError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 60 {
        return Err(AppError::field("name", "must have 1 to 60 characters"));
    }
    let row = (
        saved_views::query.eq(query),
        saved_views::is_shared.eq(is_shared),
    );
    diesel::insert_into(saved_views::table)
        .values((
            saved_views::id.eq(Uuid::now_v7()),
            saved_views::user_id.eq(user),
            saved_views::kind.eq(kind),
            saved_views::name.eq(name),
            row,
        ))
        .on_conflict((saved_views::user_id, saved_views::kind, saved_views::name))
        .do_update()
        .set(row)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Forgets a view of one's own.
///
/// # Errors
/// Not found, or somebody else's.
pub async fn forget(tx: &mut Tx, user: Uuid, id: Uuid) -> Result<(), AppError> {
    let gone = diesel::delete(
        saved_views::table
            .find(id)
            .filter(saved_views::user_id.eq(user)),
    )
    .execute(tx.conn()?)
    .await?;
    if gone == 0 {
        return Err(AppError::NotFound);
    }
    Ok(())
}
