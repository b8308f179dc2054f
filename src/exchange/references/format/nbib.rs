//! nbib: what PubMed writes for citation managers, in the format of MEDLINE. Tags of four columns, `PMID- 23436288`.

use std::collections::HashSet;

use super::author;
use super::date;
use super::draft::Draft;
use super::record::{NoticeKind, ParsedReference, Place, Problem};
use super::tagged::{Field, Record, tag_and_value};
use crate::evidence::reference::model::ReferenceType;

/// Tags that a record has once: the second one behind a blank line begins the next record.
const SINGLE: &[&str] = &["PMID", "OWN", "STAT", "TI", "BTI", "JT", "DP", "VI"];

/// Tags whose text nobody reads. Abstracts are the publishers'.
const UNREAD: &[&str] = &[
    "AB", "OAB", "AD", "MH", "OT", "GR", "COIS", "CI", "RN", "CIN", "CON",
];

/// The references of a file.
pub fn parse(text: &str) -> Vec<Result<ParsedReference, Problem>> {
    records(text).iter().map(reference).collect()
}

/// Blank lines part records, but one within a record does not: a tag must show that a new one begins.
fn records(text: &str) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    let mut seen: HashSet<&'static str> = HashSet::new();
    let mut follows_gap = true;
    for (line, number) in text.lines().zip(1usize..) {
        let line = line.trim_start_matches('\u{feff}').trim_end();
        if line.trim().is_empty() {
            follows_gap = true;
            continue;
        }
        let Some((tag, value)) = tag_and_value(line, 4..=4) else {
            if let Some(record) = records.last_mut() {
                record.go_on(line);
            }
            continue;
        };
        let single = SINGLE.iter().find(|single| **single == tag).copied();
        let is_again = single.is_some_and(|tag| seen.contains(tag));
        if records.is_empty() || (is_again && (follows_gap || tag == "PMID")) {
            records.push(Record {
                place: Place {
                    record: records.len() + 1,
                    line: number,
                },
                fields: Vec::new(),
            });
            seen.clear();
        }
        seen.extend(single);
        follows_gap = false;
        if let Some(record) = records.last_mut() {
            record.fields.push(Field {
                tag: tag.to_owned(),
                value: if UNREAD.contains(&tag) {
                    String::new()
                } else {
                    value.to_owned()
                },
            });
        }
    }
    records
}

fn reference(record: &Record) -> Result<ParsedReference, Problem> {
    let book = record.first("BTI");
    let title = record.any(&["TI", "TT"]);
    let reference_type = match (book.is_empty(), title.is_empty()) {
        (true, _) => ReferenceType::ArticleJournal,
        (false, true) => ReferenceType::Book,
        (false, false) => ReferenceType::Chapter,
    };
    let mut draft = Draft::new(record.place, reference_type);
    draft.title = if title.is_empty() { book } else { title }.to_owned();
    draft.container_title = match reference_type {
        ReferenceType::ArticleJournal => journal(record.first("JT")),
        ReferenceType::Chapter => book.to_owned(),
        _ => String::new(),
    };
    draft.container_short = record.first("TA").to_owned();
    authors(record, &mut draft);
    draft.date = ["DP", "DEP"]
        .iter()
        .map(|tag| date::read(record.first(tag)))
        .fold(date::Date::default(), date::Date::or);
    draft.volume = record.first("VI").to_owned();
    draft.issue = record.first("IP").to_owned();
    draft.publisher = record.first("PB").to_owned();
    draft.source_text = record.first("SO").to_owned();
    draft.pmids.extend(record.all("PMID").map(str::to_owned));
    draft.pmcids.extend(record.all("PMC").map(str::to_owned));
    draft
        .isbns
        .extend(record.all("ISBN").map(number_before_note));
    draft.issns = issns(record);
    place_and_doi(record, &mut draft);
    draft
        .publication_types
        .extend(record.all("PT").map(str::to_owned));
    notices(record, &mut draft);
    draft.finish()
}

/// NLM writes `Glycobiology` as it is, and `The Journal of things : official journal of …` with a subtitle.
fn journal(name: &str) -> String {
    name.split(" : ").next().unwrap_or(name).to_owned()
}

/// Full names before short ones; each `AU` repeats the `FAU` above it. Groups stand where they are listed.
fn authors(record: &Record, draft: &mut Draft) {
    let mut follows_full = false;
    for field in &record.fields {
        match field.tag.as_str() {
            "FAU" => {
                draft.author(&field.value, author::inverted);
                follows_full = true;
            }
            "AU" => {
                if !follows_full {
                    draft.author(&field.value, author::short);
                }
                follows_full = false;
            }
            "CN" => {
                draft.author(&field.value, author::group);
                follows_full = false;
            }
            _ => {}
        }
    }
    if draft.authors.is_empty() && record.all("FED").chain(record.all("ED")).next().is_some() {
        draft.warn("It names editors only: they were left out.");
    }
}

/// `1460-2423 (Electronic)` without the note.
fn number_before_note(value: &str) -> String {
    value.split(" (").next().unwrap_or(value).to_owned()
}

/// The linking ISSN first, then the printed one.
fn issns(record: &Record) -> Vec<String> {
    let mut all: Vec<&str> = record.all("IS").collect();
    all.sort_by_key(|value| match value.to_lowercase() {
        lower if lower.contains("linking") => 0,
        lower if lower.contains("print") => 1,
        _ => 2,
    });
    all.into_iter().map(number_before_note).collect()
}

/// Pages, and the ids of the publisher: `10.1093/glycob/cwt007 [doi]`, `e0257843 [pii]`.
fn place_and_doi(record: &Record, draft: &mut Draft) {
    draft.pages = record.first("PG").to_owned();
    for tag in ["LID", "AID"] {
        for value in record.all(tag) {
            // Two ids may share one line.
            let mut rest = value;
            while let Some((id, behind)) = rest.split_once('[') {
                let (kind, behind) = behind.split_once(']').unwrap_or((behind, ""));
                let id = id.trim();
                match kind.trim().to_lowercase().as_str() {
                    "doi" => draft.dois.push(id.to_owned()),
                    "pii" if tag == "LID" && draft.pages.is_empty() && is_short_number(id) => {
                        draft.article_number = id.to_owned();
                    }
                    _ => {}
                }
                rest = behind;
            }
        }
    }
}

/// What a journal without pages gives as the number of an article: up to two letters, then digits.
fn is_short_number(id: &str) -> bool {
    let digits = id.trim_start_matches(|sign: char| sign.is_ascii_alphabetic());
    id.len() - digits.len() <= 2
        && (1..=9).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Retracted in, retracted and republished in, expression of concern in, erratum in, corrected and republished in.
fn notices(record: &Record, draft: &mut Draft) {
    for field in &record.fields {
        let kind = match field.tag.as_str() {
            "RIN" | "RRI" => NoticeKind::Retraction,
            "ECI" => NoticeKind::Concern,
            "EIN" | "CRI" => NoticeKind::Erratum,
            _ => continue,
        };
        draft.notice(kind, &field.value);
    }
    let is_about_another = ["ROF", "RRF", "EFR", "ECF"]
        .iter()
        .any(|tag| !record.first(tag).is_empty());
    if is_about_another {
        draft.publication_types.push("Retraction notice".to_owned());
    }
}
