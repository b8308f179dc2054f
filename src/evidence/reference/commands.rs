//! Writes of references.

use chrono::Utc;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::document::{ReferenceDocument, title_on};
use super::draft::ReferenceDraft;
use super::model::{ReferenceAuthor, ReferenceId, ReferenceRow, ReferenceStatus};
use super::queries;
use crate::compliance::surface::Surface;
use crate::db::schema::{reference_authors, references};
use crate::error::{AppError, OnConstraint};
use crate::gate::{self, Shown};
use crate::publishing::resolve::{Wanted, referrers};
use crate::publishing::{Author, Kind, Outcome, Publishing, Role, Slug, Tx};

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
    add_authors(tx, row.id, authors).await
}

/// Replaces what is known of a reference and its authors.
///
/// # Errors
/// A DOI, PubMed id or PubMed Central id that another reference has.
pub async fn update_reference(
    tx: &mut Tx,
    row: &ReferenceRow,
    authors: &[ReferenceAuthor],
) -> Result<(), AppError> {
    diesel::update(references::table.find(row.id))
        .set((
            row,
            references::version.eq(references::version + 1),
            references::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await?;
    diesel::delete(reference_authors::table.filter(reference_authors::reference_id.eq(row.id)))
        .execute(tx.conn()?)
        .await?;
    add_authors(tx, row.id, authors).await
}

async fn add_authors(
    tx: &mut Tx,
    id: ReferenceId,
    authors: &[ReferenceAuthor],
) -> Result<(), AppError> {
    let rows: Vec<_> = authors
        .iter()
        .zip(0i32..)
        .map(|(author, position)| {
            (
                reference_authors::reference_id.eq(id),
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

/// Notes what has become of a publication.
///
/// # Errors
/// Not found.
pub(in crate::evidence) async fn set_status(
    tx: &mut Tx,
    id: ReferenceId,
    status: ReferenceStatus,
    notice: Option<&str>,
) -> Result<(), AppError> {
    let changed = diesel::update(references::table.find(id))
        .set((
            references::status.eq(status),
            references::status_note.eq(notice),
            references::status_checked_on.eq(Utc::now().date_naive()),
            references::version.eq(references::version + 1),
            references::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await?;
    if changed == 0 {
        return Err(AppError::NotFound);
    }
    Ok(())
}

/// Publishes a reference as it stands in the edit tables. Through [`crate::evidence::regrade`] only, which also grades again
/// what rests on it.
///
/// # Errors
/// Not found, or a slug that another public reference has.
pub(in crate::evidence) async fn publish_reference(
    tx: &mut Tx,
    id: ReferenceId,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    let (slug, document) = queries::document(tx.conn()?, id).await?;
    publish_document(tx, id, &slug, &document, author, note).await
}

/// Publishes a reference as a document says it is. Through [`crate::evidence::regrade`] only.
///
/// # Errors
/// A slug that another public reference has, or words that its rule packs do not clear.
pub(in crate::evidence) async fn publish_document(
    tx: &mut Tx,
    id: ReferenceId,
    slug: &str,
    document: &ReferenceDocument,
    author: &Author,
    note: &str,
) -> Result<Outcome, AppError> {
    let slug = Slug::parse(slug)?;
    let shown = shown_title(tx, id, &document.title).await?;
    gate::publish(
        tx,
        Publishing {
            entity_id: id.0,
            slug: &slug,
            document,
            author,
            note,
        },
        &shown,
    )
    .await
}

/// Its title on the pages that lead to products, if a public claim rests on it.
async fn shown_title(tx: &mut Tx, id: ReferenceId, title: &str) -> Result<Vec<Shown>, AppError> {
    let claims = Wanted {
        to: id.0,
        kind: Kind::Claim,
        role: Role::Evidence,
    };
    let is_shown = !referrers(tx.conn()?, &[claims], &[], 1).await?.is_empty();
    Ok(is_shown
        .then(|| title_on(Surface::Product, id, title.to_owned()))
        .into_iter()
        .collect())
}

/// Saves a reference with its authors, or makes it.
///
/// # Errors
/// A slug or an identifier that another reference has.
pub async fn save_draft(
    tx: &mut Tx,
    id: ReferenceId,
    draft: &ReferenceDraft,
) -> Result<(), AppError> {
    let draft = draft.clone().tidy();
    let row = ReferenceRow {
        id,
        slug: draft.slug,
        reference_type: draft.reference_type,
        title: draft.title,
        container_title: draft.container_title,
        container_short: draft.container_short,
        year: draft.year,
        month: draft.month,
        volume: draft.volume,
        issue: draft.issue,
        pages: draft.pages,
        article_number: draft.article_number,
        publisher: draft.publisher,
        doi: draft.doi,
        pmid: draft.pmid,
        pmcid: draft.pmcid,
        isbn: draft.isbn,
        issn: draft.issn,
        url: draft.url,
        source_text: draft.source_text,
        authors_incomplete: draft.authors_incomplete,
        status: draft.status,
        status_note: draft.status_note,
    };
    diesel::insert_into(references::table)
        .values(&row)
        .on_conflict(references::id)
        .do_update()
        .set((
            &row,
            references::version.eq(references::version + 1),
            references::updated_at.eq(diesel::dsl::now),
        ))
        .execute(tx.conn()?)
        .await
        .on_constraints(&[
            (
                "references_slug_key",
                "slug",
                "belongs to another reference",
            ),
            ("references_doi_key", "doi", "belongs to another reference"),
            (
                "references_pmid_key",
                "pmid",
                "belongs to another reference",
            ),
            (
                "references_pmcid_key",
                "pmcid",
                "belongs to another reference",
            ),
            (
                "references_isbn_key",
                "isbn",
                "belongs to another reference",
            ),
        ])?;
    diesel::delete(reference_authors::table.filter(reference_authors::reference_id.eq(id)))
        .execute(tx.conn()?)
        .await?;
    add_authors(tx, id, &draft.authors).await
}
