//! The links of current documents, for "used in" both ways.

use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Int4, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Kind, Link, Tx};
use crate::db::column;
use crate::db::schema::{current_publications, publication_links};
use crate::error::AppError;

/// Puts the links of a document in place of those that stand in the table, to look at it as it was.
///
/// # Errors
/// What the database refuses.
pub async fn restage_links(
    tx: &mut Tx,
    kind: Kind,
    entity_id: Uuid,
    links: Vec<Link>,
) -> Result<(), AppError> {
    forget(tx, &[entity_id]).await?;
    let sort_name: Option<String> = current_publications::table
        .find(entity_id)
        .select(current_publications::sort_name)
        .first(tx.conn()?)
        .await
        .optional()?;
    let from = Referrer {
        entity_id,
        sort_name: &sort_name.unwrap_or_default(),
        links,
    };
    add(tx, kind, &[from]).await
}

/// An entity with what its document refers to.
pub(super) struct Referrer<'a> {
    pub entity_id: Uuid,
    /// By what it is sorted.
    pub sort_name: &'a str,
    pub links: Vec<Link>,
}

/// Removes the links of entities.
pub(super) async fn forget(tx: &mut Tx, entities: &[Uuid]) -> Result<(), AppError> {
    if entities.is_empty() {
        return Ok(());
    }
    let before: Vec<(Uuid, bool)> = diesel::delete(
        publication_links::table.filter(publication_links::from_entity.eq_any(entities)),
    )
    .returning((publication_links::to_entity, publication_links::embedded))
    .get_results(tx.conn()?)
    .await?;
    note_targets(tx, before);
    Ok(())
}

/// Adds the links of entities that have none.
pub(super) async fn add(
    tx: &mut Tx,
    kind: Kind,
    entities: &[Referrer<'_>],
) -> Result<(), AppError> {
    let links: Vec<(&Referrer<'_>, i32, &Link)> = entities
        .iter()
        .flat_map(|from| {
            from.links
                .iter()
                .zip(0..)
                .map(move |(link, at)| (from, at, link))
        })
        .collect();
    if links.is_empty() {
        return Ok(());
    }
    // As arrays, because a row of its own for each would need nine parameters: PostgreSQL takes 65,535 a statement.
    diesel::sql_query(
        "INSERT INTO publication_links
             (from_entity, to_entity, role, from_kind, to_kind, embeds, embedded, position, detail, sort_name)
         SELECT row.from_entity, row.to_entity, row.role, $9, row.to_kind, row.embeds, row.embedded, row.position, row.detail,
             row.sort_name
         FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $10)
              AS row (from_entity, to_entity, role, to_kind, embeds, embedded, position, detail, sort_name)
         ON CONFLICT DO NOTHING",
    )
    .bind::<Array<SqlUuid>, _>(column(&links, |(from, ..)| from.entity_id))
    .bind::<Array<SqlUuid>, _>(column(&links, |(.., link)| link.to))
    .bind::<Array<Text>, _>(column(&links, |(.., link)| link.role.as_str()))
    .bind::<Array<Text>, _>(column(&links, |(.., link)| link.kind.as_str()))
    .bind::<Array<Bool>, _>(column(&links, |(.., link)| link.embeds))
    .bind::<Array<Bool>, _>(column(&links, |(.., link)| link.embedded))
    .bind::<Array<Int4>, _>(column(&links, |(_, at, _)| *at))
    .bind::<Array<Nullable<Text>>, _>(column(&links, |(.., link)| link.detail.as_deref()))
    .bind::<Text, _>(kind.as_str())
    .bind::<Array<Text>, _>(column(&links, |(from, ..)| from.sort_name))
    .execute(tx.conn()?)
    .await?;
    let targets = links.iter().map(|(.., link)| (link.to, link.embedded));
    note_targets(tx, targets.collect());
    Ok(())
}

/// Notes whose pages gain or lose a referrer: those that show the whole of it, and those that list it.
fn note_targets(tx: &mut Tx, targets: Vec<(Uuid, bool)>) {
    let (showing, listing): (Vec<_>, Vec<_>) = targets
        .into_iter()
        .partition(|(_, is_embedded)| *is_embedded);
    tx.touch(showing.into_iter().map(|(id, _)| id));
    tx.list(listing.into_iter().map(|(id, _)| id));
}
