//! BibTeX and BibLaTeX.

mod names;
mod scan;
mod tex;

use std::collections::HashMap;

use super::date::{self, Date};
use super::draft::Draft;
use super::record::{ParsedReference, Problem};
use super::text;
use crate::evidence::reference::model::ReferenceType;
use scan::Entry;

/// The references of a file.
pub fn parse(text: &str) -> Vec<Result<ParsedReference, Problem>> {
    let entries = scan::entries(text);
    let by_key: HashMap<String, &Entry> = entries
        .iter()
        .filter(|entry| !entry.key.is_empty())
        .map(|entry| (entry.key.to_lowercase(), entry))
        .collect();
    entries
        .iter()
        .map(|entry| reference(entry, &by_key))
        .collect()
}

/// Fields of an entry, then of the one that it refers to with `crossref`; one step, so that no circle is followed.
struct Fields<'a> {
    own: &'a Entry,
    parent: Option<&'a Entry>,
}

impl Fields<'_> {
    /// The first of some fields that is there, as it stands in the file.
    fn raw(&self, names: &[&str]) -> &str {
        names
            .iter()
            .filter_map(|name| self.own.fields.get(*name))
            .find(|value| !value.trim().is_empty())
            .map_or("", String::as_str)
    }

    /// The same as plain text.
    fn plain(&self, names: &[&str]) -> String {
        tex::decode(self.raw(names))
    }

    /// The same for numbers and addresses.
    fn verbatim(&self, names: &[&str]) -> String {
        tex::verbatim(self.raw(names))
    }

    /// Plain text of a field, else of a field of the parent.
    fn inherited(&self, names: &[&str], of_parent: &[&str]) -> String {
        let own = self.plain(names);
        match self.parent {
            Some(parent) if own.is_empty() => Fields {
                own: parent,
                parent: None,
            }
            .plain(of_parent),
            _ => own,
        }
    }
}

fn reference(entry: &Entry, by_key: &HashMap<String, &Entry>) -> Result<ParsedReference, Problem> {
    if let Some(fault) = entry.fault {
        return Err(Problem {
            place: entry.place,
            message: fault.to_owned(),
        });
    }
    let mut fields = Fields {
        own: entry,
        parent: None,
    };
    fields.parent = by_key
        .get(&fields.verbatim(&["crossref"]).to_lowercase())
        .copied();
    let reference_type = reference_type(&fields);
    let mut draft = Draft::new(entry.place, reference_type);
    for name in &entry.unknown {
        draft.warn(format!(
            "The abbreviation {name} is not defined: it was taken as it stands."
        ));
    }
    draft.title = title(&fields);
    names::read(fields.raw(&["author"]), &mut draft);
    if draft.authors.is_empty() {
        let group = fields.plain(&["organization", "institution"]);
        draft.author(&group, super::author::group);
        if draft.authors.is_empty() && !fields.raw(&["editor"]).is_empty() {
            draft.warn("It names editors only: they were left out.");
        }
    }
    draft.container_title = match reference_type {
        ReferenceType::Chapter => fields.inherited(&["booktitle"], &["title", "booktitle"]),
        ReferenceType::Book | ReferenceType::Report => String::new(),
        _ => fields.plain(&["journal", "journaltitle", "fjournal"]),
    };
    draft.container_short = fields.plain(&["shortjournal", "journal-abbrev", "journal_abbrev"]);
    draft.date = published(&fields);
    draft.volume = fields.plain(&["volume"]);
    draft.issue = fields.plain(&["number", "issue"]);
    draft.pages = fields.plain(&["pages"]);
    draft.article_number = fields.plain(&["eid", "article-number", "articleno"]);
    draft.publisher = fields.inherited(&["publisher", "school", "institution"], &["publisher"]);
    draft.dois.push(fields.verbatim(&["doi"]));
    draft
        .isbns
        .push(number(&fields.inherited(&["isbn"], &["isbn"])));
    draft.issns.push(number(&fields.verbatim(&["issn"])));
    draft.urls.push(fields.verbatim(&["url", "howpublished"]));
    if !draft.urls.iter().all(|url| url.contains("://")) {
        // "howpublished" may hold words.
        draft.urls = vec![fields.verbatim(&["url"])];
    }
    pubmed_ids(&fields, &mut draft);
    draft.finish()
}

fn title(fields: &Fields<'_>) -> String {
    let title = fields.plain(&["title"]);
    let subtitle = fields.plain(&["subtitle"]);
    if subtitle.is_empty() {
        title
    } else {
        format!("{}: {subtitle}", title.trim_end_matches([':', '.']))
    }
}

fn reference_type(fields: &Fields<'_>) -> ReferenceType {
    match fields.own.kind.as_str() {
        "article" | "suppperiodical" | "review" => ReferenceType::ArticleJournal,
        "book" | "mvbook" | "booklet" | "collection" | "mvcollection" | "proceedings"
        | "manual" | "reference" => ReferenceType::Book,
        "inbook" | "bookinbook" | "incollection" | "inproceedings" | "conference"
        | "inreference" | "suppbook" => ReferenceType::Chapter,
        "online" | "electronic" | "www" | "webpage" => ReferenceType::Webpage,
        _ if !fields.raw(&["journal", "journaltitle"]).is_empty() => ReferenceType::ArticleJournal,
        "misc" if !fields.raw(&["url", "howpublished"]).is_empty() => ReferenceType::Webpage,
        _ => ReferenceType::Report,
    }
}

/// BibLaTeX's `date`, or `year` with `month` as name or number.
fn published(fields: &Fields<'_>) -> Date {
    let year = date::read(&fields.inherited(&["year"], &["year", "date"]))
        .year
        .map(i64::from);
    let month = fields.plain(&["month"]);
    let month = month.trim();
    let named = month
        .split(|sign: char| !sign.is_alphanumeric())
        .find_map(date::month);
    let parts = Date::new(year, named.or_else(|| month.parse().ok()));
    date::read(&fields.plain(&["date"])).or(parts)
}

/// The first of several numbers.
fn number(text: &str) -> String {
    text.split([',', ';'])
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// PubMed ids have fields of their own, stand in `eprint`, or in a note.
fn pubmed_ids(fields: &Fields<'_>, draft: &mut Draft) {
    draft.pmids.push(fields.verbatim(&["pmid"]));
    let pmcid = fields.verbatim(&["pmcid", "pmc"]);
    draft.pmcids.push(
        if pmcid.bytes().all(|byte| byte.is_ascii_digit()) && !pmcid.is_empty() {
            format!("PMC{pmcid}")
        } else {
            pmcid
        },
    );
    let kind = fields
        .verbatim(&["eprinttype", "archiveprefix"])
        .to_lowercase();
    if kind == "pubmed" || kind == "pmid" {
        draft.pmids.push(fields.verbatim(&["eprint"]));
    }
    let (pmid, pmcid) = text::ids_in_note(&fields.verbatim(&["note", "annote", "annotation"]));
    draft.pmids.extend(pmid);
    draft.pmcids.extend(pmcid);
}
