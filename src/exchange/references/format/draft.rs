//! What all readers share: a record as text, checked and cleaned at its end.

use std::fmt::Display;

use super::date::Date;
use super::publication_type;
use super::record::{Notice, NoticeKind, ParsedReference, Place, Problem};
use super::text;
use crate::evidence::reference::identifier::{Doi, IdentifierError, Isbn, Issn, Pmcid, Pmid};
use crate::evidence::reference::model::{ReferenceAuthor, ReferenceStatus, ReferenceType};
use crate::evidence::reference::page_range;
use crate::evidence::reference::status::graver;

/// Longest title in characters; the longest in PubMed have some hundreds.
const LONGEST_TITLE: usize = 2_000;
/// Longest other text in characters.
const LONGEST_TEXT: usize = 1_000;
/// No record is said to have more doubts than these.
const MOST_WARNINGS: usize = 20;

/// A record as its reader found it.
#[derive(Debug)]
pub struct Draft {
    pub place: Place,
    pub reference_type: ReferenceType,
    pub title: String,
    pub authors: Vec<ReferenceAuthor>,
    pub authors_incomplete: bool,
    pub container_title: String,
    pub container_short: String,
    pub date: Date,
    pub volume: String,
    pub issue: String,
    pub pages: String,
    pub article_number: String,
    pub publisher: String,
    pub source_text: String,
    /// Candidates of each identifier, the best first: the first valid one is taken.
    pub dois: Vec<String>,
    pub pmids: Vec<String>,
    pub pmcids: Vec<String>,
    pub isbns: Vec<String>,
    pub issns: Vec<String>,
    pub urls: Vec<String>,
    pub status: ReferenceStatus,
    pub notices: Vec<Notice>,
    pub publication_types: Vec<String>,
    pub warnings: Vec<String>,
}

impl Draft {
    /// Nothing yet.
    pub fn new(place: Place, reference_type: ReferenceType) -> Self {
        Self {
            place,
            reference_type,
            title: String::new(),
            authors: Vec::new(),
            authors_incomplete: false,
            container_title: String::new(),
            container_short: String::new(),
            date: Date::default(),
            volume: String::new(),
            issue: String::new(),
            pages: String::new(),
            article_number: String::new(),
            publisher: String::new(),
            source_text: String::new(),
            dois: Vec::new(),
            pmids: Vec::new(),
            pmcids: Vec::new(),
            isbns: Vec::new(),
            issns: Vec::new(),
            urls: Vec::new(),
            status: ReferenceStatus::Ok,
            notices: Vec::new(),
            publication_types: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// Notes a doubt.
    pub fn warn(&mut self, warning: impl Into<String>) {
        if self.warnings.len() < MOST_WARNINGS {
            self.warnings.push(warning.into());
        }
    }

    /// Adds a notice about the publication.
    pub fn notice(&mut self, kind: NoticeKind, source: &str) {
        self.notices.push(Notice {
            kind,
            source: text::line(source),
        });
    }

    /// Adds an author, unless the name stands for those who are not named.
    pub fn author(&mut self, name: &str, read: impl Fn(&str) -> Option<ReferenceAuthor>) {
        if super::author::is_et_al(name) {
            self.authors_incomplete = true;
        } else {
            self.authors.extend(read(name));
        }
    }

    /// The checked reference.
    ///
    /// # Errors
    /// A record without title, or with one that is no title.
    pub fn finish(mut self) -> Result<ParsedReference, Problem> {
        let place = self.place;
        let problem = |message: &str| Problem {
            place,
            message: message.to_owned(),
        };
        let title = self.take_title();
        if !title.chars().any(char::is_alphanumeric) {
            return Err(problem("it has no title"));
        }
        if title.chars().count() > LONGEST_TITLE {
            return Err(problem("its title has more than 2,000 characters"));
        }
        self.sort_urls();
        self.read_publication_types();
        let (pages, article_number) = self.place_in_volume();
        let status = self
            .notices
            .iter()
            .map(|notice| notice.kind.status())
            .fold(self.status, graver);
        self.cut_long_names();
        Ok(ParsedReference {
            place,
            reference_type: self.reference_type,
            title,
            container_title: self.kept("name of the journal or book", |draft| {
                text::line(&draft.container_title)
            }),
            container_short: self.kept("abbreviation of the journal", |draft| {
                text::abbreviation(&draft.container_short)
            }),
            year: self.date.year,
            month: self.date.month,
            volume: self.kept("volume", |draft| text::line(&draft.volume)),
            issue: self.kept("issue", |draft| text::line(&draft.issue)),
            pages,
            article_number,
            publisher: self.kept("publisher", |draft| text::line(&draft.publisher)),
            doi: self.first_valid(|draft| &mut draft.dois, Doi::parse),
            pmid: self.first_valid(|draft| &mut draft.pmids, Pmid::parse),
            pmcid: self.first_valid(|draft| &mut draft.pmcids, Pmcid::parse),
            isbn: self.first_valid(|draft| &mut draft.isbns, Isbn::parse),
            issn: self.first_valid(|draft| &mut draft.issns, Issn::parse),
            url: self.first_url(),
            source_text: self.kept("printed citation", |draft| text::line(&draft.source_text)),
            status,
            design: publication_type::design(self.publication_types.iter().map(String::as_str)),
            authors_incomplete: self.authors_incomplete,
            authors: self.authors,
            notices: self.notices,
            warnings: self.warnings,
        })
    }

    /// The clean title. A publisher's mark before it becomes a notice.
    fn take_title(&mut self) -> String {
        let title = text::title(&self.title);
        let (bare, mark) = publication_type::without_mark(&title);
        if let Some(kind) = mark
            && !self.notices.iter().any(|notice| notice.kind == kind)
        {
            self.notice(kind, "");
        }
        bare.to_owned()
    }

    /// Addresses that only repeat an identifier become that identifier.
    fn sort_urls(&mut self) {
        for url in std::mem::take(&mut self.urls) {
            let url = text::plain(&url);
            let lower = url.to_lowercase();
            if lower.contains("doi.org/10.") && Doi::parse(&url).is_ok() {
                self.dois.push(url);
            } else if Pmcid::parse(&url).is_ok() {
                self.pmcids.push(url);
            } else if lower.contains("/pubmed/") || lower.contains("//pubmed.") {
                self.pmids.push(url);
            } else if !url.is_empty() {
                self.urls.push(url);
            }
        }
    }

    fn read_publication_types(&mut self) {
        let types = std::mem::take(&mut self.publication_types);
        for publication_type in &types {
            if let Some(kind) = publication_type::notice(publication_type)
                && !self.notices.iter().any(|notice| notice.kind == kind)
            {
                self.notice(kind, "");
            }
        }
        if types
            .iter()
            .any(|name| publication_type::is_notice_about_another(name))
        {
            self.warn("It is a notice about another publication.");
        }
        self.publication_types = types;
    }

    /// Pages in full and the number of the article. A lone number that is no page is taken for the article's.
    fn place_in_volume(&mut self) -> (Option<String>, Option<String>) {
        let pages = Some(page_range::expand(&text::line(&self.pages)))
            .filter(|pages| text::is_something(pages));
        let number =
            Some(text::line(&self.article_number)).filter(|number| text::is_something(number));
        let (pages, number) = match (pages, number) {
            (Some(lone), None) if is_article_number(&lone) => (None, Some(lone)),
            (pages, number) if pages == number => (None, number),
            both => both,
        };
        if pages.as_deref().is_some_and(page_range::runs_backwards) {
            self.warn("Its pages end before they begin.");
        }
        let pages = pages.filter(|pages| self.is_short("page range", pages));
        let number = number.filter(|number| self.is_short("article number", number));
        (pages, number)
    }

    fn kept(&mut self, what: &str, read: impl Fn(&Self) -> String) -> Option<String> {
        let text = read(self);
        (text::is_something(&text) && self.is_short(what, &text)).then_some(text)
    }

    fn is_short(&mut self, what: &str, text: &str) -> bool {
        let is_short = text.chars().count() <= LONGEST_TEXT;
        if !is_short {
            self.warn(format!("The {what} is too long and was left out."));
        }
        is_short
    }

    fn cut_long_names(&mut self) {
        let before = self.authors.len();
        self.authors.retain(|author| {
            [&author.family, &author.given, &author.literal]
                .into_iter()
                .flatten()
                .all(|name| name.chars().count() <= LONGEST_TEXT)
        });
        if self.authors.len() < before {
            self.authors_incomplete = true;
            self.warn("An author's name is too long and was left out.");
        }
    }

    /// The first candidate that is an identifier; a warning for each before it that is none.
    fn first_valid<T: Display>(
        &mut self,
        candidates: impl Fn(&mut Self) -> &mut Vec<String>,
        parse: impl Fn(&str) -> Result<T, IdentifierError>,
    ) -> Option<T> {
        for candidate in std::mem::take(candidates(self)) {
            if !text::is_something(&candidate) {
                continue;
            }
            match parse(&text::plain(&text::without_entities(&candidate))) {
                Ok(identifier) => return Some(identifier),
                Err(error) => self.warn(format!("{error}; it was left out.")),
            }
        }
        None
    }

    fn first_url(&mut self) -> Option<String> {
        for url in std::mem::take(&mut self.urls) {
            let is_web = ["http://", "https://"].iter().any(|scheme| {
                url.split_at_checked(scheme.len())
                    .is_some_and(|(start, rest)| {
                        start.eq_ignore_ascii_case(scheme) && !rest.is_empty()
                    })
            });
            if is_web && !url.contains(' ') && self.is_short("address", &url) {
                return Some(url);
            }
            if !is_web {
                self.warn("An address is none of the web and was left out.");
            }
        }
        None
    }
}

/// `280286`, `e0257843`, `h4183`, `CD004816`, but neither `712` nor the supplement page `S341`.
fn is_article_number(text: &str) -> bool {
    let is_one_word = text
        .chars()
        .all(|sign| sign.is_ascii_alphanumeric() || sign == '.');
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_page_of_supplement = text.starts_with(['S', 's']) && text.len() <= 5;
    let begins_with_letter = text.starts_with(|sign: char| sign.is_ascii_alphabetic());
    is_one_word
        && digits > 0
        && if begins_with_letter {
            !is_page_of_supplement
        } else {
            digits >= 5
        }
}
