//! Compares what we print with the CSL styles that the library hayagriva bundles.
//!
//! AMA is compared with `american-medical-association`, Vancouver with `springer-vancouver`, which prints authors (the
//! library's `vancouver` style loses them). The references are made up except for the first two.

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::{Style as CslStyle, json};
use hayagriva::{BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest};
use serde_json::{Value, json};

use super::*;
use crate::evidence::reference::model::ReferenceAuthor;

/// One reference a line, each with something of its own. Columns: type, authors, title, container, publisher, year, volume,
/// issue, pages or article number, DOI.
const REFERENCES: &str = include_str!("oracle_references.txt");

fn references() -> Vec<ReferenceDocument> {
    let lines = REFERENCES.lines().filter(|line| !line.starts_with('#'));
    let references: Vec<ReferenceDocument> = lines.filter_map(reference).collect();
    assert!(references.len() >= 25, "{}", references.len());
    references
}

fn reference(line: &str) -> Option<ReferenceDocument> {
    let mut columns = line.split('|').map(str::trim);
    let mut next = || columns.next();
    let reference_type = next()?.parse().ok()?;
    let authors = next()?;
    let title = next()?.to_owned();
    let container = some(next()?);
    let publisher = some(next()?);
    let year = next()?.parse().ok();
    let (volume, issue, place, doi) = (next()?, next()?, next()?, next()?);
    let is_article = reference_type == ReferenceType::ArticleJournal;
    let is_number = is_article && !place.contains('-') && place.len() > 3;
    Some(ReferenceDocument {
        reference_type,
        title,
        authors: authors
            .split(';')
            .filter(|name| !name.is_empty())
            .map(author)
            .collect(),
        authors_incomplete: false,
        container_title: container.clone(),
        container_short: container.filter(|_| is_article),
        year,
        month: None,
        volume: some(volume),
        issue: some(issue),
        pages: some(place).filter(|_| !is_number),
        article_number: some(place).filter(|_| is_number),
        publisher,
        doi: some(doi),
        pmid: None,
        pmcid: None,
        isbn: None,
        issn: None,
        url: None,
        status: ReferenceStatus::Ok,
        status_note: None,
    })
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// `Family, Given`, or `*Name of a group`.
fn author(text: &str) -> ReferenceAuthor {
    let person = text.split_once(", ");
    ReferenceAuthor {
        family: person.map(|(family, _)| family.to_owned()),
        given: person.map(|(_, given)| given.to_owned()),
        literal: text.strip_prefix('*').map(str::to_owned),
    }
}

/// The reference as the library takes it. It prints initials with periods where it is given `SJ`: it gets `S. J.`.
fn csl(reference: &ReferenceDocument) -> Value {
    let names: Vec<Value> = reference
        .authors
        .iter()
        .map(|author| match &author.literal {
            Some(name) => json!({ "literal": name }),
            None => {
                json!({ "family": author.family, "given": author.given.as_deref().map(spaced) })
            }
        })
        .collect();
    let fields = json!({
        "id": "x",
        "type": reference.reference_type.as_str(),
        "title": reference.title,
        "author": names,
        "container-title": reference.container_title.as_ref().or(reference.container_short.as_ref()),
        "container-title-short": reference.container_short,
        "issued": { "date-parts": [[reference.year]] },
        "volume": reference.volume,
        "issue": reference.issue,
        "page": reference.pages.as_ref().or(reference.article_number.as_ref()),
        "publisher": reference.publisher,
        "DOI": reference.doi,
    });
    let known = fields.as_object().into_iter().flatten();
    known
        .filter(|(_, value)| !value.is_null())
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn spaced(given: &str) -> String {
    if given.chars().all(char::is_uppercase) {
        given.chars().map(|letter| format!("{letter}. ")).collect()
    } else {
        given.to_owned()
    }
}

/// The references, each with what the library prints of it.
fn printed_by_library(style: ArchivedStyle) -> Vec<(ReferenceDocument, String)> {
    let style = match style.get() {
        CslStyle::Independent(style) => style,
        CslStyle::Dependent(_) => panic!("a style that names another"),
    };
    // Reading them takes a second.
    let locales = locales();
    let print = |reference: &ReferenceDocument| -> String {
        let item: json::Item = match serde_json::from_value(csl(reference)) {
            Ok(item) => item,
            Err(error) => panic!("{error}"),
        };
        let mut driver = BibliographyDriver::new();
        let items = vec![CitationItem::with_entry(&item)];
        driver.citation(CitationRequest::from_items(items, &style, &locales));
        let rendered = driver.finish(BibliographyRequest::new(&style, None, &locales));
        let items = rendered
            .bibliography
            .map(|list| list.items)
            .unwrap_or_default();
        items
            .iter()
            .map(|item| format!("{:#}", item.content))
            .collect()
    };
    references()
        .into_iter()
        .map(|reference| {
            let text = print(&reference);
            (reference, text)
        })
        .collect()
}

/// A text of the library that is wrong, what would be right, and why.
type Correction = (&'static str, &'static str, &'static str);

/// What the library's AMA style prints otherwise than the manual asks.
const AMA_CORRECTIONS: &[Correction] = &[
    (
        "8(1–2)",
        "8(1-2)",
        "the manual joins double issues with a hyphen",
    ),
    (
        "Berg JP van der, Cruz AM de la",
        "van der Berg JP, de la Cruz AM",
        "the manual keeps particles before the family name, the style moves them behind the initials",
    ),
    ("title?.", "title?", "no period follows a question mark"),
    (
        "Report on Milk",
        "Report on milk",
        "we print the case that is stored",
    ),
];

/// What the library's Springer style prints otherwise than the ICMJE's samples show.
const VANCOUVER_CORRECTIONS: &[Correction] = &[
    ("–", "-", "the samples print a hyphen"),
    (
        "Berg J-P van der, Cruz AM de la",
        "van der Berg JP, de la Cruz AM",
        "the samples keep particles before the family name, and no hyphen between initials",
    ),
    ("title?.", "title?", "no period follows a question mark"),
    ("2021;.", "2021.", "a year without volume ends in a period"),
    ("In The", "In: The", "the samples print a colon"),
    (" pp. ", " p. ", "NLM writes p. for one page and for many"),
];

fn corrected(theirs: &str, corrections: &[Correction]) -> String {
    corrections
        .iter()
        .fold(theirs.to_owned(), |text, (wrong, right, _)| {
            text.replace(wrong, right)
        })
}

/// A correction that corrects nothing would hide a later mistake of ours.
fn assert_all_needed(corrections: &[Correction], printed: &[(ReferenceDocument, String)]) {
    for (wrong, _, reason) in corrections {
        let is_needed = printed.iter().any(|(_, theirs)| theirs.contains(wrong));
        assert!(is_needed, "the library no longer prints {wrong}: {reason}");
    }
}

#[test]
fn ama_is_what_the_bundled_style_prints() {
    let printed = printed_by_library(ArchivedStyle::AmericanMedicalAssociation);
    assert_all_needed(AMA_CORRECTIONS, &printed);
    for (reference, theirs) in printed {
        assert_eq!(
            Style::Ama.plain(&reference),
            corrected(&theirs, AMA_CORRECTIONS)
        );
    }
}

#[test]
fn vancouver_is_what_the_bundled_style_prints() {
    let printed = printed_by_library(ArchivedStyle::SpringerVancouver);
    assert_all_needed(VANCOUVER_CORRECTIONS, &printed);
    for (reference, theirs) in printed {
        // The style prints neither issue nor month, and the DOI as an address: they are checked elsewhere.
        let ours = Style::Vancouver.plain(&ReferenceDocument {
            issue: None,
            doi: None,
            ..reference
        });
        let theirs = theirs.split(" https://doi.org/").next().unwrap_or_default();
        let theirs = theirs.trim_start_matches("1. ").trim_end();
        assert_eq!(ours, corrected(theirs, VANCOUVER_CORRECTIONS));
    }
}
