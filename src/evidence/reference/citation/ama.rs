//! What is particular to the AMA manual of style, 11th edition (chapter 3, References).

use super::{Emphasis, publisher_and_year, volume_and_place, web_address, with_period};
use crate::evidence::reference::document::ReferenceDocument;
use crate::evidence::reference::model::ReferenceType;
use crate::evidence::reference::page_range;

/// How many of more than six authors are printed.
pub const AUTHORS_SHOWN: usize = 3;

/// Year, volume and pages; publisher and year for what is no article. Page ranges are printed in full.
pub fn details(reference: &ReferenceDocument) -> String {
    let pages = reference.pages.as_deref().map(page_range::expand);
    match reference.reference_type {
        ReferenceType::ArticleJournal if is_ahead_of_its_volume(reference) => {
            let year = reference
                .year
                .map(|year| format!("Published online {year}."));
            year.unwrap_or_default()
        }
        ReferenceType::ArticleJournal => volume_and_place(
            reference
                .year
                .map(|year| year.to_string())
                .unwrap_or_default(),
            reference,
            pages.or_else(|| reference.article_number.clone()),
        ),
        ReferenceType::Chapter => {
            let text = publisher_and_year(reference);
            match pages {
                Some(pages) => with_period(&format!("{text}:{pages}")),
                None => with_period(&text),
            }
        }
        ReferenceType::Report | ReferenceType::Book | ReferenceType::Webpage => {
            with_period(&publisher_and_year(reference))
        }
    }
}

/// An article that is online and has no place in a volume yet.
const fn is_ahead_of_its_volume(reference: &ReferenceDocument) -> bool {
    reference.doi.is_some()
        && reference.volume.is_none()
        && reference.issue.is_none()
        && reference.pages.is_none()
        && reference.article_number.is_none()
}

/// Journals and books are set in italics, sites are not.
pub const fn emphasis(reference_type: ReferenceType) -> Emphasis {
    match reference_type {
        ReferenceType::ArticleJournal | ReferenceType::Chapter => Emphasis::Container,
        ReferenceType::Book | ReferenceType::Report => Emphasis::Title,
        ReferenceType::Webpage => Emphasis::Nothing,
    }
}

/// The DOI without space behind its colon and without final period; else the address of what is read on the web.
pub fn identifiers(reference: &ReferenceDocument) -> String {
    match (&reference.doi, reference.reference_type) {
        (Some(doi), _) => format!("doi:{doi}"),
        (None, ReferenceType::Webpage | ReferenceType::Report) => {
            web_address(reference).unwrap_or_default().to_owned()
        }
        (None, _) => String::new(),
    }
}
