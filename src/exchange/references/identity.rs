//! Which records are the same publication.

use std::collections::HashMap;
use std::fmt;

use thiserror::Error;

use super::format::{ParsedReference, Place};
use crate::evidence::reference::identifier::Doi;
use crate::evidence::reference::model::{ReferenceAuthor, ReferenceRow};

/// What two records of one publication have in common. DOI, PubMed id and PubMed Central id each name one work.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A DOI in lower case.
    Doi(String),
    /// A PubMed id.
    Pmid(i64),
    /// A PubMed Central id.
    Pmcid(String),
    /// For what has no id in common: title, year and first author, as far as letters and digits go.
    Work {
        /// Letters and digits of the title, in lower case, single spaces between words.
        title: String,
        /// Year of publication.
        year: i32,
        /// Letters of the first author's family name in lower case.
        author: String,
    },
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Doi(doi) => write!(f, "DOI {doi}"),
            Self::Pmid(pmid) => write!(f, "PubMed id {pmid}"),
            Self::Pmcid(pmcid) => f.write_str(pmcid),
            Self::Work { title, year, .. } => write!(f, "\"{title}\", {year}"),
        }
    }
}

/// What identifies a reference, wherever it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    doi: Option<String>,
    pmid: Option<i64>,
    pmcid: Option<String>,
    work: Option<Key>,
}

impl Identity {
    /// Of a record that was read.
    pub fn of_parsed(reference: &ParsedReference) -> Self {
        Self {
            doi: reference.doi.as_ref().map(Doi::key),
            pmid: reference.pmid.map(|pmid| pmid.number()),
            pmcid: reference.pmcid.as_ref().map(ToString::to_string),
            work: work(&reference.title, reference.year, reference.authors.first()),
        }
    }

    /// Of a stored reference.
    pub fn of_row(row: &ReferenceRow, authors: &[ReferenceAuthor]) -> Self {
        Self {
            doi: row.doi.as_ref().map(|doi| doi.to_lowercase()),
            pmid: row.pmid,
            pmcid: row.pmcid.clone(),
            work: work(&row.title, row.year, authors.first()),
        }
    }

    /// Its keys in the order in which they are looked up: the ids, then title, year and first author.
    pub fn keys(&self) -> Vec<Key> {
        [
            self.doi.clone().map(Key::Doi),
            self.pmid.map(Key::Pmid),
            self.pmcid.clone().map(Key::Pmcid),
            self.work.clone(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Whether an id of one differs from that of the other: then they are two works, however much their titles agree.
    pub fn contradicts(&self, other: &Self) -> bool {
        fn differ<T: PartialEq>(first: &Option<T>, second: &Option<T>) -> bool {
            first.is_some() && second.is_some() && first != second
        }
        differ(&self.doi, &other.doi)
            || differ(&self.pmid, &other.pmid)
            || differ(&self.pmcid, &other.pmcid)
    }
}

/// `None` where too little is known to tell works apart: no year, no author, or a title of fewer than three words.
fn work(title: &str, year: Option<i32>, first: Option<&ReferenceAuthor>) -> Option<Key> {
    let first = first?;
    let author = normalised(first.family.as_deref().or(first.literal.as_deref())?);
    let title = normalised(title);
    let is_telling = title.split(' ').count() >= 3 && !author.is_empty();
    is_telling.then_some(Key::Work {
        title,
        year: year?,
        author,
    })
}

/// Lower-case ASCII letters and digits in words: `Ångström` and `Angstrom` are the same.
fn normalised(text: &str) -> String {
    slug::slugify(text).replace('-', " ")
}

/// Two ids of one record that belong to two stored references.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{first} and {second} belong to two different references")]
pub struct Conflict {
    /// An id.
    pub first: Key,
    /// Another one.
    pub second: Key,
}

/// The stored reference that a record means, from the keys that were found, in the order of [`Identity::keys`].
///
/// Ids decide; title, year and author count only when no id was found. The caller drops a reference that was found by
/// these alone if it [contradicts](Identity::contradicts) the record.
///
/// # Errors
/// Two ids that belong to two references: one of them must be wrong, and a person has to say which.
pub fn resolve<Id: Copy + PartialEq>(found: &[(Key, Id)]) -> Result<Option<Id>, Conflict> {
    let mut ids = found
        .iter()
        .filter(|(key, _)| !matches!(key, Key::Work { .. }));
    let Some((first, id)) = ids.next() else {
        return Ok(found.first().map(|(_, id)| *id));
    };
    match ids.find(|(_, other)| other != id) {
        Some((second, _)) => Err(Conflict {
            first: first.clone(),
            second: second.clone(),
        }),
        None => Ok(Some(*id)),
    }
}

/// A record that repeats an earlier one of the same file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{again} repeats {first}: both have {key}")]
pub struct Duplicate {
    /// Where the publication stands first.
    pub first: Place,
    /// Where it stands again.
    pub again: Place,
    /// What they have in common.
    pub key: Key,
}

/// The records of a file that repeat an earlier one, in the order of the file.
pub fn duplicates<'a>(references: impl IntoIterator<Item = &'a ParsedReference>) -> Vec<Duplicate> {
    let mut seen: HashMap<Key, (Place, Identity)> = HashMap::new();
    let mut duplicates = Vec::new();
    for reference in references {
        let identity = Identity::of_parsed(reference);
        let keys = identity.keys();
        let earlier = keys.iter().find_map(|key| {
            let (place, earlier) = seen.get(key)?;
            let is_other_work = matches!(key, Key::Work { .. }) && identity.contradicts(earlier);
            (!is_other_work).then_some((*place, key))
        });
        if let Some((first, key)) = earlier {
            duplicates.push(Duplicate {
                first,
                again: reference.place,
                key: key.clone(),
            });
        }
        let place = earlier.map_or(reference.place, |(first, _)| first);
        for key in keys {
            seen.entry(key).or_insert_with(|| (place, identity.clone()));
        }
    }
    duplicates
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::references::format::{Format, parse};

    fn read(ris: &str) -> Vec<ParsedReference> {
        parse(Format::Ris, ris).into_iter().flatten().collect()
    }

    fn record(title: &str, ids: &str) -> String {
        format!("TY  - JOUR\nAU  - Ångström, Örjan\nTI  - {title}\nPY  - 2020\n{ids}\nER  - \n")
    }

    fn identity(title: &str, ids: &str) -> Option<Identity> {
        read(&record(title, ids)).first().map(Identity::of_parsed)
    }

    #[test]
    fn ids_are_looked_up_before_titles() {
        let identity = identity(
            "On the Milk of Cows",
            "DO  - 10.1000/ABC\nAN  - PMID: 123\nC2  - PMC45",
        );
        let keys = identity.map(|identity| identity.keys()).unwrap_or_default();
        let expected = [
            Key::Doi("10.1000/abc".to_owned()),
            Key::Pmid(123),
            Key::Pmcid("PMC45".to_owned()),
            Key::Work {
                title: "on the milk of cows".to_owned(),
                year: 2020,
                author: "angstrom".to_owned(),
            },
        ];
        assert_eq!(keys, expected);
    }

    #[test]
    fn a_title_of_few_words_identifies_nothing() {
        let keys = identity("Letter", "").map(|identity| identity.keys());
        assert_eq!(keys, Some(Vec::new()));
    }

    #[test]
    fn two_ids_of_two_references_are_a_conflict() {
        let (doi, pmid) = (Key::Doi("10.1000/abc".to_owned()), Key::Pmid(1));
        let found = [(doi.clone(), 1), (pmid.clone(), 2)];
        let conflict = Conflict {
            first: doi.clone(),
            second: pmid.clone(),
        };
        assert_eq!(resolve(&found), Err(conflict));
        assert_eq!(resolve(&[(doi, 1), (pmid, 1)]), Ok(Some(1)));
        assert_eq!(resolve::<i32>(&[]), Ok(None));
    }

    #[test]
    fn a_title_does_not_outweigh_an_id() {
        let work = Key::Work {
            title: "a b c".to_owned(),
            year: 2020,
            author: "x".to_owned(),
        };
        assert_eq!(
            resolve(&[(Key::Pmid(1), 1), (work.clone(), 2)]),
            Ok(Some(1))
        );
        assert_eq!(resolve(&[(work, 2)]), Ok(Some(2)));
    }

    #[test]
    fn repeated_records_are_named_with_both_places() {
        let file = [
            record("On the milk of cows", "DO  - 10.1000/abc"),
            record("Something else in between", ""),
            record("Another title of it", "DO  - https://doi.org/10.1000/ABC."),
            record("On the Milk of Cows.", ""),
            record("On the milk of cows", "DO  - 10.1000/other"),
        ]
        .concat();
        let told: Vec<String> = duplicates(&read(&file))
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            told,
            [
                "record 3 on line 13 repeats record 1 on line 1: both have DOI 10.1000/abc",
                "record 4 on line 19 repeats record 1 on line 1: both have \"on the milk of cows\", 2020",
            ]
        );
    }
}
