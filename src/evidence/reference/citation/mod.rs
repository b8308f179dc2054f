//! How a reference is printed: AMA manual of style, 11th edition, or Vancouver style as the ICMJE's samples show it.

mod ama;
mod names;
mod vancouver;

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;

use super::document::ReferenceDocument;
use super::identifier::{Doi, Pmcid, Pmid};
use super::model::{ReferenceStatus, ReferenceType};

/// A printed reference in parts, so that a page can set the journal in italics and link the identifiers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Authors with a final period, or nothing.
    pub authors: String,
    /// Title with its final mark.
    pub title: String,
    /// What stands before the container: `In:` for a chapter, else nothing.
    pub lead: &'static str,
    /// Journal, book or site, without final period.
    pub container: String,
    /// What follows it: year, volume, pages.
    pub details: String,
    /// Links to where it can be read: label and address.
    pub links: Vec<(String, String)>,
    /// A warning that must stand with it, such as a retraction.
    pub warning: Option<&'static str>,
    /// Which part is set in italics.
    pub emphasis: Emphasis,
}

impl Citation {
    /// Is the title set in italics, as of a book?
    pub fn title_in_italics(&self) -> bool {
        self.emphasis == Emphasis::Title
    }

    /// Is the container set in italics, as a journal?
    pub fn container_in_italics(&self) -> bool {
        self.emphasis == Emphasis::Container
    }
}

/// The part of a printed reference that is set in italics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Emphasis {
    /// None of them.
    Nothing,
    /// The title, as of a book.
    Title,
    /// The container, as a journal.
    Container,
}

/// A way to print references.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// AMA manual of style, 11th edition.
    Ama,
    /// Vancouver, as in the ICMJE's samples of formatted references.
    Vancouver,
}

impl Style {
    /// The parts of a reference in this style.
    pub fn parts(self, reference: &ReferenceDocument) -> Citation {
        let (authors, details, emphasis) = match self {
            Self::Ama => (
                names::list(reference, ama::AUTHORS_SHOWN),
                ama::details(reference),
                ama::emphasis(reference.reference_type),
            ),
            Self::Vancouver => (
                names::list(reference, vancouver::AUTHORS_SHOWN),
                vancouver::details(reference),
                Emphasis::Nothing,
            ),
        };
        Citation {
            authors,
            title: match self {
                Self::Ama => with_period(&reference.title),
                Self::Vancouver => vancouver::title(reference),
            },
            lead: match reference.reference_type {
                ReferenceType::Chapter => "In:",
                _ => "",
            },
            container: container(reference),
            details,
            links: links(reference),
            warning: warning(reference.status),
            emphasis,
        }
    }

    /// The whole reference as plain text; a retracted one says so behind its title.
    pub fn plain(self, reference: &ReferenceDocument) -> String {
        let mut parts = self.parts(reference);
        if reference.status == ReferenceStatus::Retracted {
            parts.title = marked_as_retracted(&parts.title);
        }
        if !parts.container.is_empty() {
            parts.container = with_period(&format!("{} {}", parts.lead, parts.container));
        }
        let identifiers = match self {
            Self::Ama => ama::identifiers(reference),
            Self::Vancouver => vancouver::identifiers(reference),
        };
        [
            parts.authors,
            parts.title,
            parts.container,
            parts.details,
            identifiers,
        ]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
    }
}

/// The parts of a reference in AMA style.
pub fn ama(reference: &ReferenceDocument) -> Citation {
    Style::Ama.parts(reference)
}

/// The whole reference as plain text in AMA style.
pub fn plain(reference: &ReferenceDocument) -> String {
    Style::Ama.plain(reference)
}

/// First author and year, for a list: `Miklavcic JJ et al, 2012`.
pub fn short(reference: &ReferenceDocument) -> String {
    let first = reference
        .authors
        .first()
        .map(names::name)
        .unwrap_or_default();
    let others = if reference.authors.len() > 1 || reference.authors_incomplete {
        " et al"
    } else {
        ""
    };
    match (first.is_empty(), reference.year) {
        (false, Some(year)) => format!("{first}{others}, {year}"),
        (false, None) => format!("{first}{others}"),
        (true, Some(year)) => year.to_string(),
        (true, None) => String::new(),
    }
}

const fn warning(status: ReferenceStatus) -> Option<&'static str> {
    match status {
        ReferenceStatus::Ok => None,
        ReferenceStatus::Corrected => Some("Corrected since publication"),
        ReferenceStatus::Concern => Some("Its publisher has voiced a concern"),
        ReferenceStatus::Retracted => Some("Retracted"),
        ReferenceStatus::Dead => Some("No longer available"),
    }
}

fn container(reference: &ReferenceDocument) -> String {
    let name = reference
        .container_short
        .as_deref()
        .or(reference.container_title.as_deref())
        .unwrap_or_default();
    name.trim_end_matches('.').to_owned()
}

fn links(reference: &ReferenceDocument) -> Vec<(String, String)> {
    let doi = reference
        .doi
        .as_deref()
        .and_then(|doi| Doi::parse(doi).ok())
        .map(|doi| (format!("doi:{doi}"), doi.url()));
    let pmid = reference
        .pmid
        .and_then(|pmid| Pmid::parse(&pmid.to_string()).ok())
        .map(|pmid| (format!("PubMed {pmid}"), pmid.url()));
    let pmcid = reference
        .pmcid
        .as_deref()
        .and_then(|pmcid| Pmcid::parse(pmcid).ok())
        .map(|pmcid| (pmcid.to_string(), pmcid.url()));
    let url = web_address(reference).map(|url| ("Web page".to_owned(), url.to_owned()));
    [doi, pmid, pmcid, url].into_iter().flatten().collect()
}

/// The address on the web, if it is one that a page may link to.
fn web_address(reference: &ReferenceDocument) -> Option<&str> {
    reference
        .url
        .as_deref()
        .filter(|url| url.starts_with("https://") || url.starts_with("http://"))
}

/// `Publisher; year`, or what is known of it.
fn publisher_and_year(reference: &ReferenceDocument) -> String {
    let year = reference.year.map(|year| year.to_string());
    [reference.publisher.clone(), year]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("; ")
}

/// Year, volume and issue as both styles join them, then the place within the volume: `2013;23(6):664-676.`
fn volume_and_place(date: String, reference: &ReferenceDocument, place: Option<String>) -> String {
    let mut text = date;
    if reference.volume.is_some() || reference.issue.is_some() {
        text.push(';');
    }
    if let Some(volume) = &reference.volume {
        text.push_str(volume);
    }
    if let Some(issue) = &reference.issue {
        text.push_str(&format!("({issue})"));
    }
    if let Some(place) = place {
        text.push_str(&format!(":{place}"));
    }
    with_period(&text)
}

/// ` [retracted]` before the final mark, unless the title says so itself, as publishers make it say.
fn marked_as_retracted(title: &str) -> String {
    if title.to_lowercase().contains("retracted") {
        return title.to_owned();
    }
    match title.strip_suffix('.') {
        Some(stem) => format!("{stem} [retracted]."),
        None => format!("{title} [retracted]."),
    }
}

/// The text with a period, unless it ends in a final mark or is empty.
fn with_period(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '?', '!']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}
