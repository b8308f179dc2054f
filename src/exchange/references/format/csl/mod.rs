//! CSL-JSON: `csl-data.json` of the Citation Style Language, and the dialects of Zotero, PubMed and Crossref.

mod names;
mod split;
mod value;

use serde_json::{Map, Value};

use super::date::{self, Date};
use super::draft::Draft;
use super::record::{NoticeKind, ParsedReference, Place, Problem};
use super::text;
use crate::evidence::reference::model::{ReferenceStatus, ReferenceType};
use crate::evidence::reference::status::graver;
use value::{string, strings};

/// An item, as JSON.
type Item = Map<String, Value>;

/// The references of a file.
pub fn parse(text: &str) -> Vec<Result<ParsedReference, Problem>> {
    let mut references = Vec::new();
    for piece in split::pieces(text) {
        if !piece.text.starts_with('{') {
            references.push(Err(Problem {
                place: piece.place,
                message:
                    "it is no JSON object: each member of the list must be a reference in braces"
                        .to_owned(),
            }));
            continue;
        }
        match serde_json::from_str::<Item>(piece.text) {
            Ok(item) => match inner_items(&item) {
                Some(items) => references.extend(items.iter().zip(1..).map(|(item, record)| {
                    let place = Place {
                        record,
                        ..piece.place
                    };
                    match item.as_object() {
                        Some(item) => reference(place, item),
                        None => Err(Problem {
                            place,
                            message: "it is no JSON object".to_owned(),
                        }),
                    }
                })),
                None => references.push(reference(piece.place, &item)),
            },
            Err(error) => references.push(Err(Problem {
                place: piece.place,
                message: format!("it is no JSON object: {}", cause(&error, piece.place.line)),
            })),
        }
    }
    references
}

/// The items within `{"items": […]}`, as Zotero wraps them, or within Crossref's `{"message": {"items": […]}}`.
fn inner_items(item: &Item) -> Option<&Vec<Value>> {
    let outer = item
        .get("message")
        .and_then(Value::as_object)
        .unwrap_or(item);
    if outer.contains_key("title") {
        return None;
    }
    outer
        .get("items")
        .or_else(|| outer.get("references"))?
        .as_array()
}

/// The reader's words with the line of the file instead of that of the record.
fn cause(error: &serde_json::Error, first_line: usize) -> String {
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or_default();
    format!(
        "{words} (line {})",
        first_line + error.line().saturating_sub(1)
    )
}

fn reference(place: Place, item: &Item) -> Result<ParsedReference, Problem> {
    // Crossref's API puts a single work into "message".
    let item = match item.get("message").and_then(Value::as_object) {
        Some(inner) if !item.contains_key("title") => inner,
        _ => item,
    };
    let mut draft = Draft::new(place, reference_type(item));
    draft.title = title(item);
    names::read(item, &mut draft);
    draft.container_title = string(item, "container-title");
    draft.container_short = [
        "container-title-short",
        "journalAbbreviation",
        "short-container-title",
    ]
    .iter()
    .map(|key| string(item, key))
    .find(|name| !name.is_empty())
    .unwrap_or_default();
    draft.date = ["issued", "published", "published-print", "published-online"]
        .iter()
        .map(|key| issued(item.get(*key)))
        .fold(Date::default(), Date::or);
    draft.volume = string(item, "volume");
    draft.issue = string(item, "issue");
    draft.pages = string(item, "page");
    draft.article_number = match string(item, "article-number") {
        number if number.is_empty() && draft.reference_type == ReferenceType::ArticleJournal => {
            string(item, "number")
        }
        number => number,
    };
    draft.publisher = string(item, "publisher");
    draft.dois = strings(item, "DOI");
    draft.pmids = strings(item, "PMID");
    draft.pmcids = strings(item, "PMCID")
        .into_iter()
        .map(with_prefix)
        .collect();
    draft.isbns = numbers(item, "ISBN");
    draft.issns = numbers(item, "ISSN");
    draft.urls = strings(item, "URL");
    ids_elsewhere(item, &mut draft);
    status(item, &mut draft);
    draft.publication_types = strings(item, "genre");
    draft.finish()
}

/// The title, with Crossref's subtitle behind it if the title does not hold it already.
fn title(item: &Item) -> String {
    let title = string(item, "title");
    match item.get("subtitle").and_then(Value::as_array) {
        Some(parts) => match parts.first().and_then(Value::as_str) {
            Some(subtitle) if !title.contains(subtitle) && !subtitle.trim().is_empty() => {
                format!("{title}: {subtitle}")
            }
            _ => title,
        },
        None => title,
    }
}

/// The types of CSL, and those of Crossref (`journal-article`) beside them.
fn reference_type(item: &Item) -> ReferenceType {
    match string(item, "type").as_str() {
        "book" | "collection" | "classic" | "monograph" | "edited-book" | "reference-book"
        | "pamphlet" => ReferenceType::Book,
        "chapter"
        | "paper-conference"
        | "entry"
        | "entry-dictionary"
        | "entry-encyclopedia"
        | "book-chapter"
        | "proceedings-article" => ReferenceType::Chapter,
        "webpage" | "post" | "post-weblog" | "posted-content" => ReferenceType::Webpage,
        "article-journal" | "journal-article" | "article-magazine" | "article-newspaper"
        | "review" | "review-book" | "periodical" => ReferenceType::ArticleJournal,
        // "article" is a preprint, or what somebody calls an article of a journal.
        "article" if item.contains_key("container-title") => ReferenceType::ArticleJournal,
        _ => ReferenceType::Report,
    }
}

/// Date parts as numbers or texts, a season, or a text in any of the places where programs put one.
fn issued(value: Option<&Value>) -> Date {
    let object = match value {
        Some(Value::String(text)) => return date::read(text),
        Some(Value::Number(year)) => return Date::new(year.as_i64(), None),
        Some(Value::Object(object)) => object,
        _ => return Date::default(),
    };
    let parts = object
        .get("date-parts")
        .and_then(Value::as_array)
        .and_then(|dates| dates.first());
    let number = |value: &Value| match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok().or_else(|| date::month(text)),
        _ => None,
    };
    let from_parts = match parts {
        Some(Value::Array(parts)) => Date::new(
            parts.first().and_then(number),
            parts.get(1).and_then(number),
        ),
        _ => Date::default(),
    };
    ["raw", "literal", "date-time"]
        .iter()
        .filter_map(|key| object.get(*key).and_then(Value::as_str))
        .map(date::read)
        .fold(from_parts, Date::or)
}

/// Each of several numbers in one text or in an array.
fn numbers(item: &Item, key: &str) -> Vec<String> {
    strings(item, key)
        .iter()
        .flat_map(|text| text.split([',', ';']))
        .flat_map(|text| {
            // Hyphenated numbers may be parted by spaces; an ISBN may also be printed with spaces within.
            let words: Vec<&str> = text.split_whitespace().collect();
            if words.iter().all(|word| word.len() >= 8) {
                words.into_iter().map(str::to_owned).collect()
            } else {
                vec![text.to_owned()]
            }
        })
        .collect()
}

/// Programs write the number of a PubMed Central id with its prefix or without.
fn with_prefix(id: String) -> String {
    if id.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("PMC{id}")
    } else {
        id
    }
}

/// Ids in `custom`, in a note as Zotero writes them, and PubMed's `"id": "pmid:23436288"`.
fn ids_elsewhere(item: &Item, draft: &mut Draft) {
    if let Some(custom) = item.get("custom").and_then(Value::as_object) {
        for (key, value) in custom {
            let text = value::text(value);
            match key.to_ascii_lowercase().as_str() {
                "doi" => draft.dois.push(text),
                "pmid" => draft.pmids.push(text),
                "pmcid" | "pmc" => draft.pmcids.push(with_prefix(text)),
                "article_number" | "article-number" => draft.article_number = text,
                "authors_incomplete" | "et_al" => {
                    draft.authors_incomplete |= value.as_bool() == Some(true)
                }
                _ => {}
            }
        }
    }
    for note in [string(item, "note"), string(item, "annote")] {
        let (pmid, pmcid) = text::ids_in_note(&note);
        draft.pmids.extend(pmid);
        draft.pmcids.extend(pmcid.map(with_prefix));
    }
    let id = string(item, "id");
    if id.to_ascii_lowercase().starts_with("pmid:") {
        draft.pmids.push(id);
    }
}

/// What has become of it: one of our words in `custom`, or Crossref's `updated-by`.
fn status(item: &Item, draft: &mut Draft) {
    let custom = item.get("custom").and_then(Value::as_object);
    for value in [
        custom.and_then(|custom| custom.get("status")),
        item.get("status"),
    ] {
        if let Some(status) = value
            .and_then(Value::as_str)
            .and_then(|word| word.to_lowercase().parse().ok())
        {
            draft.status = graver(draft.status, status);
        }
    }
    let is_retracted = custom
        .and_then(|custom| custom.get("retracted"))
        .and_then(Value::as_bool);
    if is_retracted == Some(true) {
        draft.status = ReferenceStatus::Retracted;
    }
    let updates = item.get("updated-by").and_then(Value::as_array);
    for update in updates.into_iter().flatten().filter_map(Value::as_object) {
        let kind = match string(update, "type").to_lowercase().as_str() {
            "retraction" | "withdrawal" | "removal" => NoticeKind::Retraction,
            "expression_of_concern" | "expression-of-concern" => NoticeKind::Concern,
            "correction" | "corrigendum" | "erratum" => NoticeKind::Erratum,
            _ => continue,
        };
        draft.notice(kind, &string(update, "DOI"));
    }
    if item
        .get("update-to")
        .and_then(Value::as_array)
        .is_some_and(|list| !list.is_empty())
    {
        draft.publication_types.push("Retraction notice".to_owned());
    }
}
