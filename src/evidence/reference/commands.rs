//! Writes of references.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::model::{ReferenceAuthor, ReferenceId, ReferenceRow};
use super::queries;
use crate::db::schema::{reference_authors, references};
use crate::error::{AppError, OnConstraint};
use crate::publishing::{Author, Outcome, Publishing, Slug, Tx, publish};

/// Adds a reference with its authors in order.
///
/// # Errors
/// A slug, DOI or PMID that another reference has.
pub async fn create_reference(
    tx: &mut Tx,
    row: &ReferenceRow,
    authors: &[ReferenceAuthor],
) -> Result<(), AppError> {
    diesel::insert_into(references::table)
        .values(row)
        .execute(tx.conn()?)
        .await
        .on_constraint("references_slug_key", || {
            AppError::field("slug", "belongs to another reference")
        })?;
    let rows: Vec<_> = authors
        .iter()
        .zip(0i32..)
        .map(|(author, position)| {
            (
                reference_authors::reference_id.eq(row.id),
                reference_authors::position.eq(position),
                reference_authors::family.eq(author.family.as_deref()),
                reference_authors::given.eq(author.given.as_deref()),
                reference_authors::literal.eq(author.literal.as_deref()),
            )
        })
        .collect();
    diesel::insert_into(reference_authors::table)
        .values(rows)
        .execute(tx.conn()?)
        .await?;
    Ok(())
}

/// Publishes a reference as it stands in the edit tables.
///
/// # Errors
/// Not found, or a slug that another public reference has.
pub async fn publish_reference(
    tx: &mut Tx,
    id: ReferenceId,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    let (slug, document) = queries::document(tx.conn()?, id).await?;
    let slug = Slug::parse(&slug)?;
    publish(
        tx,
        Publishing {
            entity_id: id.0,
            slug: &slug,
            document: &document,
            author,
            note,
        },
    )
    .await
}
