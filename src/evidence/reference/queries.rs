//! Reads of the edit tables of references.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::document::ReferenceDocument;
use super::model::{ReferenceAuthor, ReferenceId, ReferenceRow};
use crate::db::schema::{reference_authors, references};

/// A reference by slug.
pub async fn reference_by_slug(
    mut conn: &AsyncPgConnection,
    slug: &str,
) -> QueryResult<Option<ReferenceRow>> {
    references::table
        .filter(references::slug.eq(slug))
        .select(ReferenceRow::as_select())
        .first(&mut conn)
        .await
        .optional()
}

/// What would be published of a reference now.
pub async fn document(
    mut conn: &AsyncPgConnection,
    id: ReferenceId,
) -> QueryResult<(String, ReferenceDocument)> {
    let row: ReferenceRow = references::table
        .find(id)
        .select(ReferenceRow::as_select())
        .first(&mut conn)
        .await?;
    let authors = reference_authors::table
        .filter(reference_authors::reference_id.eq(id))
        .order(reference_authors::position)
        .select(ReferenceAuthor::as_select())
        .load(&mut conn)
        .await?;
    let document = ReferenceDocument {
        reference_type: row.reference_type,
        title: row.title,
        authors,
        authors_incomplete: row.authors_incomplete,
        container_title: row.container_title,
        container_short: row.container_short,
        year: row.year,
        month: row.month,
        volume: row.volume,
        issue: row.issue,
        pages: row.pages,
        article_number: row.article_number,
        publisher: row.publisher,
        doi: row.doi,
        pmid: row.pmid,
        pmcid: row.pmcid,
        issn: row.issn,
        url: row.url,
        status: row.status,
    };
    Ok((row.slug, document))
}
