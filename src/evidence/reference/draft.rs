//! What is edited of a reference.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::identifier::{Doi, IdentifierError, Isbn, Issn, Pmcid};
use super::model::{ReferenceAuthor, ReferenceStatus, ReferenceType};
use crate::editing::draft::{Draft, text};
use crate::editing::form::{Field, Form, Input, Section, Shape};
use crate::editing::read::Problems;
use crate::options;
use crate::publishing::Kind;

/// A reference in its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceDraft {
    /// Its slug.
    #[serde(deserialize_with = "text")]
    pub slug: String,
    /// Its type.
    pub reference_type: ReferenceType,
    /// Its title.
    pub title: String,
    /// Who wrote it.
    pub authors: Vec<ReferenceAuthor>,
    /// The source shortened the list of authors.
    pub authors_incomplete: bool,
    /// Journal, book or site.
    pub container_title: Option<String>,
    /// Abbreviation of the journal.
    pub container_short: Option<String>,
    /// Year of publication.
    pub year: Option<i32>,
    /// Month of publication.
    pub month: Option<i32>,
    /// Volume.
    pub volume: Option<String>,
    /// Issue.
    pub issue: Option<String>,
    /// Pages.
    pub pages: Option<String>,
    /// Number of the article, in journals without pages.
    pub article_number: Option<String>,
    /// Publisher.
    pub publisher: Option<String>,
    /// Digital Object Identifier.
    pub doi: Option<String>,
    /// PubMed id.
    pub pmid: Option<i64>,
    /// PubMed Central id.
    pub pmcid: Option<String>,
    /// International Standard Book Number.
    pub isbn: Option<String>,
    /// International Standard Serial Number.
    pub issn: Option<String>,
    /// Address on the web.
    pub url: Option<String>,
    /// What has become of it.
    pub status: ReferenceStatus,
    /// The notice that the status rests on.
    pub status_note: Option<String>,
    /// The citation as it was printed where we found it.
    pub source_text: Option<String>,
}

impl Draft for ReferenceDraft {
    const KIND: Kind = Kind::Reference;

    fn form() -> Form {
        Form::new(vec![
            Section::new("reference", "Reference", vec![
                Field::line("title", "Title", 1_000).required(),
                Field::choice("reference_type", "Type", options!(ReferenceType)).required(),
                Field::slug(),
                Field::rows("authors", "Authors", "author", Shape::Plain, vec![
                    Field::line("family", "Family name", 200),
                    Field::line("given", "Given names", 200),
                    Field::line("literal", "Name of a group", 300),
                ]),
                Field::new("authors_incomplete", "The source shortened the list of authors", Input::Flag),
            ]),
            Section::new("published", "Where it appeared", vec![
                Field::line("container_title", "Journal, book or site", 500),
                Field::line("container_short", "Abbreviation of the journal", 200),
                Field::new("year", "Year", Input::Whole(1500, 2200)),
                Field::new("month", "Month", Input::Whole(1, 12)),
                Field::line("volume", "Volume", 50),
                Field::line("issue", "Issue", 50),
                Field::line("pages", "Pages", 50),
                Field::line("article_number", "Number of the article", 50),
                Field::line("publisher", "Publisher", 300),
            ]),
            Section::new("identifiers", "Identifiers", vec![
                Field::line("doi", "DOI", 300),
                Field::new("pmid", "PubMed id", Input::Whole(1, 99_999_999)),
                Field::line("pmcid", "PubMed Central id", 20),
                Field::line("isbn", "ISBN", 20),
                Field::line("issn", "ISSN", 9),
                Field::line("url", "Address on the web", 1_000),
                Field::text("source_text", "The citation as it was found", 2_000, 2),
            ])
            .hint("What nobody confirmed stays empty."),
            Section::new("status", "What has become of it", vec![
                Field::choice("status", "Status", options!(ReferenceStatus)).required()
                    .hint("A retracted reference carries no weight: publishing it grades every claim on it again."),
                Field::line("status_note", "Notice", 1_000),
            ]),
        ])
    }

    fn fresh() -> Value {
        json!({ "reference_type": "article-journal", "status": "ok" })
    }

    fn check(&self, problems: &mut Problems) {
        let mut try_parse =
            |name: &str, text: Option<&String>, parse: fn(&str) -> Result<(), IdentifierError>| {
                if let Some(Err(error)) = text.map(|text| parse(text)) {
                    problems.add(name, format!("does not fit: {error}"));
                }
            };
        try_parse("doi", self.doi.as_ref(), |text| Doi::parse(text).map(drop));
        try_parse("pmcid", self.pmcid.as_ref(), |text| {
            Pmcid::parse(text).map(drop)
        });
        try_parse("isbn", self.isbn.as_ref(), |text| {
            Isbn::parse(text).map(drop)
        });
        try_parse("issn", self.issn.as_ref(), |text| {
            Issn::parse(text).map(drop)
        });
        if self
            .url
            .as_deref()
            .is_some_and(|url| !url.starts_with("https://") && !url.starts_with("http://"))
        {
            problems.add("url", "must begin with https:// or http://");
        }
        for (author, at) in self.authors.iter().zip(0..) {
            if author.literal.is_some() == author.family.is_some() {
                problems.add(
                    format!("authors.{at}.family"),
                    "is for a person, the name of a group for a group: fill in one of them",
                );
            }
        }
    }
}

impl ReferenceDraft {
    /// With identifiers in the way in which they are stored.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        self.doi = self
            .doi
            .and_then(|text| Doi::parse(&text).ok())
            .map(|doi| doi.as_str().to_owned());
        self.pmcid = self
            .pmcid
            .and_then(|text| Pmcid::parse(&text).ok())
            .map(|id| id.as_str().to_owned());
        self.isbn = self
            .isbn
            .and_then(|text| Isbn::parse(&text).ok())
            .map(|isbn| isbn.as_str().to_owned());
        self.issn = self
            .issn
            .and_then(|text| Issn::parse(&text).ok())
            .map(|issn| issn.as_str().to_owned());
        self
    }
}
