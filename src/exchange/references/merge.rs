//! Completes a stored reference from an imported record.
//!
//! What an editor wrote stays: only empty fields are filled. Two things may replace what is there: a worse status, and
//! the whole list of authors in the place of its beginning.

use super::format::ParsedReference;
use super::mapping::notice;
use crate::evidence::reference::model::{ReferenceAuthor, ReferenceRow, ReferenceStatus};
use crate::evidence::reference::status::graver;

/// What came of a merge.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// Fields that were filled or changed, as the table names them; empty if nothing was to do.
    pub changed: Vec<&'static str>,
    /// Ids that the record has otherwise than the catalog, which kept its own: a person should look at them.
    pub differing: Vec<&'static str>,
}

/// Fills what is empty in a reference and its authors.
pub fn merge(
    row: &mut ReferenceRow,
    authors: &mut Vec<ReferenceAuthor>,
    incoming: &ParsedReference,
) -> Merged {
    let mut merged = Merged::default();
    merged.ids(row, incoming);
    let has_place = row.pages.is_some() || row.article_number.is_some();
    let texts = [
        (
            "container_title",
            &mut row.container_title,
            &incoming.container_title,
        ),
        (
            "container_short",
            &mut row.container_short,
            &incoming.container_short,
        ),
        ("volume", &mut row.volume, &incoming.volume),
        ("issue", &mut row.issue, &incoming.issue),
        ("publisher", &mut row.publisher, &incoming.publisher),
        ("url", &mut row.url, &incoming.url),
        ("source_text", &mut row.source_text, &incoming.source_text),
    ];
    for (name, stored, new) in texts {
        merged.fill(name, stored, new.clone());
    }
    // Pages beside an article number would be two places for one article.
    if !has_place {
        merged.fill("pages", &mut row.pages, incoming.pages.clone());
        merged.fill(
            "article_number",
            &mut row.article_number,
            incoming.article_number.clone(),
        );
    }
    let is_same_year = row.year.is_none() || row.year == incoming.year;
    merged.fill("year", &mut row.year, incoming.year);
    // The month of another year says nothing about this one.
    if is_same_year {
        merged.fill("month", &mut row.month, incoming.month);
    }
    merged.authors(row, authors, incoming);
    let status = merged_status(row.status, incoming.status);
    if status != row.status {
        row.status = status;
        row.status_note = notice(incoming);
        merged.changed.push("status");
    }
    merged
}

/// The status after an import: the graver of both.
///
/// A record that says nothing against a publication may only be old, so it lifts neither a retraction nor a concern nor a
/// correction. A correction does not lift a retraction either: publishers that withdraw one publish anew, under another
/// DOI. What an editor found to be dead stays so, unless a record says worse of it. Only an editor can go back.
pub fn merged_status(stored: ReferenceStatus, incoming: ReferenceStatus) -> ReferenceStatus {
    graver(stored, incoming)
}

impl Merged {
    fn fill<T>(&mut self, name: &'static str, stored: &mut Option<T>, new: Option<T>) {
        if stored.is_none() && new.is_some() {
            *stored = new;
            self.changed.push(name);
        }
    }

    fn ids(&mut self, row: &mut ReferenceRow, incoming: &ParsedReference) {
        let doi = incoming.doi.as_ref().map(ToString::to_string);
        let has_other_doi = match (&row.doi, &doi) {
            (Some(stored), Some(new)) => stored.to_lowercase() != new.to_lowercase(),
            _ => false,
        };
        if has_other_doi {
            self.differing.push("doi");
        }
        self.fill("doi", &mut row.doi, doi);
        self.id(
            "pmid",
            &mut row.pmid,
            incoming.pmid.map(|pmid| pmid.number()),
        );
        self.id(
            "pmcid",
            &mut row.pmcid,
            incoming.pmcid.as_ref().map(ToString::to_string),
        );
        self.id(
            "isbn",
            &mut row.isbn,
            incoming.isbn.as_ref().map(ToString::to_string),
        );
        // A journal has several ISSNs: another one is no contradiction.
        self.fill(
            "issn",
            &mut row.issn,
            incoming.issn.as_ref().map(ToString::to_string),
        );
    }

    fn id<T: PartialEq>(&mut self, name: &'static str, stored: &mut Option<T>, new: Option<T>) {
        if stored.is_some() && new.is_some() && *stored != new {
            self.differing.push(name);
        }
        self.fill(name, stored, new);
    }

    /// Authors come in when there are none, or when the stored list is the beginning of a longer one.
    fn authors(
        &mut self,
        row: &mut ReferenceRow,
        authors: &mut Vec<ReferenceAuthor>,
        incoming: &ParsedReference,
    ) {
        let is_longer = row.authors_incomplete && incoming.authors.len() > authors.len();
        let begins_alike = authors
            .iter()
            .zip(&incoming.authors)
            .all(|(stored, new)| family(stored) == family(new));
        if (authors.is_empty() && !incoming.authors.is_empty()) || (is_longer && begins_alike) {
            let known = authors.len();
            // The names that an editor wrote stay as they are written.
            authors.extend(incoming.authors.iter().skip(known).cloned());
            self.changed.push("authors");
            if row.authors_incomplete != incoming.authors_incomplete {
                row.authors_incomplete = incoming.authors_incomplete;
                self.changed.push("authors_incomplete");
            }
        }
    }
}

fn family(author: &ReferenceAuthor) -> String {
    let name = author.family.as_deref().or(author.literal.as_deref());
    slug::slugify(name.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::reference::model::{ReferenceId, ReferenceType};
    use crate::exchange::references::format::{Format, parse};
    use crate::exchange::references::mapping;

    fn incoming(more: &str) -> ParsedReference {
        let record = format!(
            "PMID- 123\nTI  - On milk.\nFAU - Ahn, Bo\nFAU - Berg, Carla\nTA  - J Things\nJT  - Journal of things\n\
             DP  - 2020 Jun\nVI  - 7\nPG  - 11-9\nLID - 10.1000/abc [doi]\nIS  - 2090-0724 (Print)\n{more}"
        );
        match parse(Format::Nbib, &record).into_iter().next() {
            Some(Ok(reference)) => reference,
            other => panic!("{other:?}"),
        }
    }

    fn stored() -> ReferenceRow {
        ReferenceRow {
            id: ReferenceId(uuid::Uuid::nil()),
            slug: "ahn-2020".to_owned(),
            reference_type: ReferenceType::ArticleJournal,
            title: "On Milk, by an editor".to_owned(),
            container_title: None,
            container_short: Some("J Thing".to_owned()),
            year: None,
            month: None,
            volume: None,
            issue: None,
            pages: None,
            article_number: Some("e12".to_owned()),
            publisher: None,
            doi: Some("10.1000/ABC".to_owned()),
            pmid: None,
            pmcid: None,
            isbn: None,
            issn: None,
            url: None,
            source_text: None,
            authors_incomplete: false,
            status: ReferenceStatus::Ok,
            status_note: None,
        }
    }

    #[test]
    fn empty_fields_are_filled_and_nothing_is_overwritten() {
        let (mut row, mut authors) = (stored(), Vec::new());
        let merged = merge(&mut row, &mut authors, &incoming(""));
        assert_eq!(
            merged.changed,
            [
                "pmid",
                "issn",
                "container_title",
                "volume",
                "year",
                "month",
                "authors"
            ]
        );
        assert_eq!(merged.differing, Vec::<&str>::new());
        assert_eq!(row.title, "On Milk, by an editor");
        assert_eq!(row.container_short.as_deref(), Some("J Thing"));
        assert_eq!(row.doi.as_deref(), Some("10.1000/ABC"));
        assert_eq!(
            (row.pages, row.year, row.month),
            (None, Some(2020), Some(6))
        );
        assert_eq!(authors.len(), 2);
    }

    #[test]
    fn merging_twice_changes_nothing_more() {
        let (mut row, mut authors) = (stored(), Vec::new());
        merge(&mut row, &mut authors, &incoming("RIN - J Things. 2021"));
        let (before, merged) = (row.clone(), merge(&mut row, &mut authors, &incoming("")));
        assert_eq!(merged, Merged::default());
        assert_eq!(row, before);
    }

    #[test]
    fn a_new_reference_has_nothing_left_to_merge() {
        let record = incoming("EIN - J Things. 2021");
        let slug = crate::exchange::references::slug::propose(&record, |_| false);
        let mut row = mapping::row(&record, ReferenceId(uuid::Uuid::nil()), &slug);
        let mut authors = record.authors.clone();
        assert_eq!(row.slug, "ahn-2020");
        assert_eq!(merge(&mut row, &mut authors, &record), Merged::default());
    }

    #[test]
    fn an_id_that_differs_is_kept_and_told() {
        let (mut row, mut authors) = (stored(), Vec::new());
        row.pmid = Some(999);
        row.doi = Some("10.1000/other".to_owned());
        let merged = merge(&mut row, &mut authors, &incoming(""));
        assert_eq!(merged.differing, ["doi", "pmid"]);
        assert_eq!(
            (row.pmid, row.doi.as_deref()),
            (Some(999), Some("10.1000/other"))
        );
    }

    #[test]
    fn a_month_is_not_taken_from_another_year() {
        let (mut row, mut authors) = (stored(), Vec::new());
        row.year = Some(2019);
        merge(&mut row, &mut authors, &incoming(""));
        assert_eq!((row.year, row.month), (Some(2019), None));
    }

    #[test]
    fn the_rest_of_a_shortened_list_of_authors_comes_in() {
        let (mut row, mut authors) = (stored(), Vec::new());
        row.authors_incomplete = true;
        authors.push(ReferenceAuthor {
            family: Some("Ahn".to_owned()),
            given: Some("B".to_owned()),
            literal: None,
        });
        let merged = merge(&mut row, &mut authors, &incoming(""));
        assert!(merged.changed.contains(&"authors_incomplete"));
        let given: Vec<_> = authors
            .iter()
            .map(|author| author.given.as_deref())
            .collect();
        assert_eq!(given, [Some("B"), Some("Carla")]);
    }

    #[test]
    fn a_status_only_gets_graver() {
        use ReferenceStatus::{Concern, Corrected, Dead, Ok, Retracted};
        for (stored, incoming, expected) in [
            (Ok, Corrected, Corrected),
            (Ok, Retracted, Retracted),
            (Corrected, Concern, Concern),
            (Concern, Corrected, Concern),
            (Retracted, Corrected, Retracted),
            (Retracted, Ok, Retracted),
            (Dead, Ok, Dead),
            (Dead, Retracted, Retracted),
        ] {
            assert_eq!(
                merged_status(stored, incoming),
                expected,
                "{stored} and {incoming}"
            );
        }
    }
}
