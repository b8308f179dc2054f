//! RIS: `TY  - JOUR` to `ER  -`, a tag on each line.

use super::author;
use super::date;
use super::draft::Draft;
use super::record::{ParsedReference, Place, Problem};
use super::tagged::{Field, Record, tag_and_value};
use super::text;
use crate::evidence::reference::model::ReferenceType;

/// Tags whose text nobody reads. Abstracts are the publishers'.
const UNREAD: &[&str] = &["AB", "N2", "KW", "AD", "RN"];

/// The references of a file.
pub fn parse(text: &str) -> Vec<Result<ParsedReference, Problem>> {
    records(text).iter().map(reference).collect()
}

/// Records from `TY` to `ER`; a new `TY` ends one that was not closed. What stands outside of records is no reference.
fn records(text: &str) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    let mut is_open = false;
    for (line, number) in text.lines().zip(1usize..) {
        let line = line.trim_start_matches('\u{feff}').trim_end();
        match tag_and_value(line, 3..=4) {
            Some(("TY", value)) => {
                records.push(Record {
                    place: Place {
                        record: records.len() + 1,
                        line: number,
                    },
                    fields: vec![field("TY", value)],
                });
                is_open = true;
            }
            Some(("ER", _)) => is_open = false,
            Some((tag, value)) if is_open => {
                if let Some(record) = records.last_mut() {
                    record.fields.push(field(tag, value));
                }
            }
            None if is_open && !line.trim().is_empty() => {
                if let Some(record) = records.last_mut() {
                    record.go_on(line);
                }
            }
            _ => {}
        }
    }
    records
}

fn field(tag: &str, value: &str) -> Field {
    Field {
        tag: tag.to_owned(),
        value: if UNREAD.contains(&tag) {
            String::new()
        } else {
            value.to_owned()
        },
    }
}

fn reference(record: &Record) -> Result<ParsedReference, Problem> {
    let reference_type = reference_type(record);
    let mut draft = Draft::new(record.place, reference_type);
    draft.title = record.any(&["TI", "T1", "CT", "BT"]).to_owned();
    let first_authors: &[&str] = &["AU", "A1"];
    for field in &record.fields {
        if first_authors.contains(&field.tag.as_str()) {
            draft.author(&field.value, author::inverted);
        }
    }
    draft.container_short = record.any(&["JA", "J2", "J1"]).to_owned();
    draft.container_title = match reference_type {
        ReferenceType::Book | ReferenceType::Report => String::new(),
        ReferenceType::Chapter => record.any(&["T2", "BT", "JO", "JF"]).to_owned(),
        _ => record.any(&["JF", "T2", "JO"]).to_owned(),
    };
    if reference_type == ReferenceType::Book && draft.title.is_empty() {
        draft.title = record.first("T2").to_owned();
    }
    draft.date = ["PY", "Y1", "DA"]
        .iter()
        .map(|tag| date::read(record.first(tag)))
        .fold(date::Date::default(), date::Date::or);
    draft.volume = record.first("VL").to_owned();
    draft.issue = record.any(&["IS", "CP"]).to_owned();
    draft.pages = pages(record.first("SP"), record.first("EP"));
    draft.article_number = record.first("C7").to_owned();
    draft.publisher = record.first("PB").to_owned();
    draft.dois.extend(record.all("DO").map(str::to_owned));
    draft.urls.extend(record.all("UR").map(str::to_owned));
    standard_numbers(record, &mut draft);
    pubmed_ids(record, &mut draft);
    draft
        .publication_types
        .extend(record.all("M3").map(str::to_owned));
    draft.finish()
}

fn reference_type(record: &Record) -> ReferenceType {
    match record.first("TY").to_ascii_uppercase().as_str() {
        "BOOK" | "EBOOK" | "EDBOOK" => ReferenceType::Book,
        "CHAP" | "ECHAP" | "CONF" | "CPAPER" | "ENCYC" | "DICT" => ReferenceType::Chapter,
        "RPRT" | "THES" | "STAND" | "GOVDOC" | "PAT" | "DATA" | "UNPB" | "PAMP" | "LEGAL"
        | "STAT" => ReferenceType::Report,
        "ELEC" | "WEB" | "ICOMM" | "BLOG" => ReferenceType::Webpage,
        "GEN" if record.any(&["JF", "JO", "T2", "JA"]).is_empty() => ReferenceType::Report,
        _ => ReferenceType::ArticleJournal,
    }
}

/// `SP` and `EP`; some programs write the whole range in `SP`, some repeat the only page in `EP`.
fn pages(start: &str, end: &str) -> String {
    let is_range = start.contains(['-', '–']);
    if end.is_empty() || is_range || start == end {
        start.to_owned()
    } else if start.is_empty() {
        end.to_owned()
    } else {
        format!("{start}-{end}")
    }
}

/// `SN` holds ISSNs and ISBNs, several at times: `0959-6658 (Print) 1460-2423 (Electronic)`.
fn standard_numbers(record: &Record, draft: &mut Draft) {
    for value in record.all("SN") {
        let words: Vec<&str> = value
            .split(|sign: char| sign.is_whitespace() || "();,/".contains(sign))
            .filter(|word| word.contains(|sign: char| sign.is_ascii_digit()))
            .collect();
        if words.iter().all(|word| word.len() >= 8) {
            words.iter().for_each(|word| sort_number(word, draft));
        } else {
            // An ISBN may be printed with spaces.
            sort_number(value, draft);
        }
    }
}

fn sort_number(text: &str, draft: &mut Draft) {
    let signs = text.chars().filter(char::is_ascii_alphanumeric).count();
    if signs <= 8 {
        draft.issns.push(text.to_owned());
    } else {
        draft.isbns.push(text.to_owned());
    }
}

/// `AN` holds a PubMed id if the record comes from PubMed, `C2` a PubMed Central id, and notes may hold both.
fn pubmed_ids(record: &Record, draft: &mut Draft) {
    let source = record.any(&["DB", "DP"]).to_lowercase();
    let is_pubmed = ["pubmed", "medline", "nlm"]
        .iter()
        .any(|name| source.contains(name));
    for number in record.all("AN").filter(|number| !number.is_empty()) {
        let says_so = number.to_lowercase().starts_with("pmid");
        let could_be =
            (6..=8).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
        if is_pubmed || says_so {
            draft.pmids.push(number.to_owned());
        } else if source.is_empty() && could_be {
            draft.pmids.push(number.to_owned());
            draft.warn(
                "Its accession number was taken for a PubMed id, although no database is named.",
            );
        }
    }
    for value in record.all("C2") {
        if value.to_lowercase().contains("pmc") {
            draft.pmcids.push(value.to_owned());
        }
    }
    for tag in ["N1", "ID", "C1"] {
        for note in record.all(tag) {
            let (pmid, pmcid) = text::ids_in_note(note);
            draft.pmids.extend(pmid);
            draft.pmcids.extend(pmcid);
        }
    }
}
