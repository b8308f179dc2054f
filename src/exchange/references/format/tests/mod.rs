//! Fixtures are written by hand: real articles where they are well known, made-up ones with test DOIs (10.5555) elsewhere.

mod bibtex;
mod csl;
mod mutation;
mod nbib;
mod ris;
mod shared;

use super::*;
use crate::evidence::reference::model::{ReferenceStatus, ReferenceType};

const CSL: &str = include_str!("../fixtures/references.json");
const RIS: &str = include_str!("../fixtures/references.ris");
const NBIB: &str = include_str!("../fixtures/references.nbib");
const BIBTEX: &str = include_str!("../fixtures/references.bib");

const FIXTURES: [(Format, &str); 4] = [
    (Format::CslJson, CSL),
    (Format::Ris, RIS),
    (Format::Nbib, NBIB),
    (Format::Bibtex, BIBTEX),
];

/// The reference whose title begins so.
fn titled(format: Format, text: &str, title: &str) -> ParsedReference {
    let all = parse(format, text);
    let titles: Vec<String> = all
        .iter()
        .flatten()
        .map(|reference| reference.title.clone())
        .collect();
    let found = all
        .into_iter()
        .flatten()
        .find(|reference| reference.title.starts_with(title));
    match found {
        Some(reference) => reference,
        None => panic!("{title} is not among {titles:#?}"),
    }
}

/// The problems of a file as text.
fn problems(format: Format, text: &str) -> Vec<String> {
    parse(format, text)
        .into_iter()
        .filter_map(Result::err)
        .map(|problem| problem.to_string())
        .collect()
}

/// `Family, Given` or the name of a group.
fn names(reference: &ParsedReference) -> Vec<String> {
    reference
        .authors
        .iter()
        .map(|author| match &author.literal {
            Some(name) => name.clone(),
            None => [author.family.as_deref(), author.given.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", "),
        })
        .collect()
}

fn text(value: &Option<impl ToString>) -> String {
    value.as_ref().map(ToString::to_string).unwrap_or_default()
}

/// Volume, issue, pages, article number.
fn numbers(reference: &ParsedReference) -> [String; 4] {
    [
        text(&reference.volume),
        text(&reference.issue),
        text(&reference.pages),
        text(&reference.article_number),
    ]
}

/// Whatever the format: the article that all fixtures begin with, as the catalog stores it.
fn assert_is_miklavcic(reference: &ParsedReference) {
    assert_eq!(
        reference.title,
        "Dietary ganglioside reduces proinflammatory signaling in the intestine"
    );
    assert_eq!(
        names(reference),
        [
            "Miklavcic, John Janez",
            "Schnabl, Kareena L.",
            "Mazurak, Vera C.",
            "Thomson, Alan B. R.",
            "Clandinin, M. T."
        ]
    );
    assert_eq!(
        reference.container_title.as_deref(),
        Some("Journal of Nutrition and Metabolism")
    );
    assert_eq!(reference.container_short.as_deref(), Some("J Nutr Metab"));
    assert_eq!(numbers(reference), ["2012", "", "", "280286"]);
    assert_eq!((reference.year, reference.month), (Some(2012), None));
    assert_eq!(text(&reference.doi), "10.1155/2012/280286");
    assert_eq!(text(&reference.pmcid), "PMC3306953");
    assert_eq!(text(&reference.issn), "2090-0724");
    assert_eq!(reference.status, ReferenceStatus::Ok);
    assert_eq!(reference.warnings, Vec::<String>::new());
}

#[test]
fn abstracts_are_never_kept() {
    for (format, file) in FIXTURES {
        for reference in parse(format, file).into_iter().flatten() {
            assert!(
                !format!("{reference:?}").contains("must not be kept"),
                "{format:?}"
            );
        }
    }
}

#[test]
fn every_fixture_is_read_but_for_the_records_that_are_broken_on_purpose() {
    for (format, file) in FIXTURES {
        let all = parse(format, file);
        let good = all.iter().flatten().count();
        assert!(good >= 12, "{format:?}: {good}");
        assert!(
            all.len() - good <= 2,
            "{format:?}: {:#?}",
            problems(format, file)
        );
    }
}

#[test]
fn line_ends_and_encodings_make_no_difference() {
    for (format, file) in FIXTURES {
        let expected = parse(format, file);
        let crlf = file.replace('\n', "\r\n");
        let utf16: Vec<u8> = std::iter::once(0xFEFF)
            .chain(crlf.encode_utf16())
            .flat_map(u16::to_be_bytes)
            .collect();
        for bytes in [
            crlf.as_bytes(),
            &[b"\xEF\xBB\xBF", file.as_bytes()].concat(),
            &utf16,
        ] {
            assert_eq!(detect(bytes, "download"), Some(format));
            assert_eq!(parse(format, &decode(bytes).text), expected, "{format:?}");
        }
    }
}
