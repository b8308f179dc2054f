//! Reads of the edit tables of references.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::document::ReferenceDocument;
use super::draft::ReferenceDraft;
use super::model::{ReferenceAuthor, ReferenceId, ReferenceRow};
use crate::db::lower;
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

/// A reference by id.
pub async fn reference(mut conn: &AsyncPgConnection, id: ReferenceId) -> QueryResult<ReferenceRow> {
    references::table
        .find(id)
        .select(ReferenceRow::as_select())
        .first(&mut conn)
        .await
}

/// The authors of a reference in order.
pub async fn authors_of(
    mut conn: &AsyncPgConnection,
    id: ReferenceId,
) -> QueryResult<Vec<ReferenceAuthor>> {
    reference_authors::table
        .filter(reference_authors::reference_id.eq(id))
        .order(reference_authors::position)
        .select(ReferenceAuthor::as_select())
        .load(&mut conn)
        .await
}

/// The reference with a DOI, in whatever case it is written.
pub async fn id_by_doi(
    mut conn: &AsyncPgConnection,
    doi: &str,
) -> QueryResult<Option<ReferenceId>> {
    references::table
        .filter(lower(references::doi.assume_not_null()).eq(doi.to_lowercase()))
        .select(references::id)
        .first(&mut conn)
        .await
        .optional()
}

/// The reference with a PubMed id.
pub async fn id_by_pmid(
    mut conn: &AsyncPgConnection,
    pmid: i64,
) -> QueryResult<Option<ReferenceId>> {
    references::table
        .filter(references::pmid.eq(pmid))
        .select(references::id)
        .first(&mut conn)
        .await
        .optional()
}

/// The reference with a PubMed Central id.
pub async fn id_by_pmcid(
    mut conn: &AsyncPgConnection,
    pmcid: &str,
) -> QueryResult<Option<ReferenceId>> {
    references::table
        .filter(references::pmcid.eq(pmcid))
        .select(references::id)
        .first(&mut conn)
        .await
        .optional()
}

/// The references of a year, for those that no id names.
pub async fn references_of_year(
    mut conn: &AsyncPgConnection,
    year: i32,
) -> QueryResult<Vec<ReferenceRow>> {
    references::table
        .filter(references::year.eq(year))
        .order(references::id)
        .select(ReferenceRow::as_select())
        .load(&mut conn)
        .await
}

/// Titles of references by id.
pub async fn titles(
    mut conn: &AsyncPgConnection,
    ids: &[ReferenceId],
) -> QueryResult<Vec<(ReferenceId, String)>> {
    references::table
        .filter(references::id.eq_any(ids))
        .order(references::id)
        .select((references::id, references::title))
        .load(&mut conn)
        .await
}

/// What would be published of a reference now.
pub async fn document(
    conn: &AsyncPgConnection,
    id: ReferenceId,
) -> QueryResult<(String, ReferenceDocument)> {
    let row = reference(conn, id).await?;
    let authors = authors_of(conn, id).await?;
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
        isbn: row.isbn,
        issn: row.issn,
        url: row.url,
        status: row.status,
        status_note: row.status_note,
    };
    Ok((row.slug, document))
}

/// What is edited of a reference, as it is saved.
pub async fn draft(conn: &AsyncPgConnection, id: ReferenceId) -> QueryResult<ReferenceDraft> {
    let row = reference(conn, id).await?;
    Ok(ReferenceDraft {
        slug: row.slug,
        reference_type: row.reference_type,
        title: row.title,
        authors: authors_of(conn, id).await?,
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
        isbn: row.isbn,
        issn: row.issn,
        url: row.url,
        status: row.status,
        status_note: row.status_note,
        source_text: row.source_text,
    })
}
