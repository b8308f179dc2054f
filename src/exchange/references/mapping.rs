//! A record as a new reference.

use super::format::ParsedReference;
use crate::evidence::reference::model::{ReferenceId, ReferenceRow};
use crate::publishing::Slug;

/// The row of a new reference; its authors are those of the record.
pub fn row(reference: &ParsedReference, id: ReferenceId, slug: &Slug) -> ReferenceRow {
    ReferenceRow {
        id,
        slug: slug.to_string(),
        reference_type: reference.reference_type,
        title: reference.title.clone(),
        container_title: reference.container_title.clone(),
        container_short: reference.container_short.clone(),
        year: reference.year,
        month: reference.month,
        volume: reference.volume.clone(),
        issue: reference.issue.clone(),
        pages: reference.pages.clone(),
        article_number: reference.article_number.clone(),
        publisher: reference.publisher.clone(),
        doi: reference.doi.as_ref().map(ToString::to_string),
        pmid: reference.pmid.map(|pmid| pmid.number()),
        pmcid: reference.pmcid.as_ref().map(ToString::to_string),
        isbn: reference.isbn.as_ref().map(ToString::to_string),
        issn: reference.issn.as_ref().map(ToString::to_string),
        url: reference.url.clone(),
        source_text: reference.source_text.clone(),
        authors_incomplete: reference.authors_incomplete,
        status: reference.status,
        status_note: notice(reference),
    }
}

/// The notice that the status of a record rests on, in words.
pub fn notice(reference: &ParsedReference) -> Option<String> {
    let notice = reference
        .notices
        .iter()
        .find(|notice| notice.kind.status() == reference.status)?;
    let status = notice.kind.status().words();
    Some(match notice.source.as_str() {
        "" => status.to_owned(),
        source => format!("{status}: {source}"),
    })
}
