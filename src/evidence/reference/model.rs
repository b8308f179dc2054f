//! Rows of references.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::db::schema::{reference_authors, references};
use crate::{id_type, text_enum};

id_type! {
    /// Id of a reference.
    ReferenceId
}

text_enum! {
    /// Type of a publication, as CSL names them.
    ReferenceType {
        /// An article in a journal.
        ArticleJournal = "article-journal",
        /// A report.
        Report = "report",
        /// A book.
        Book = "book",
        /// A web page.
        Webpage = "webpage",
        /// A chapter of a book.
        Chapter = "chapter",
    }
}

impl ReferenceType {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::ArticleJournal => "Article in a journal",
            Self::Report => "Report",
            Self::Book => "Book",
            Self::Webpage => "Web page",
            Self::Chapter => "Chapter of a book",
        }
    }
}

text_enum! {
    /// What has become of a publication.
    ReferenceStatus {
        /// Nothing is known against it.
        Ok = "ok",
        /// Corrected since.
        Corrected = "corrected",
        /// Its publisher voiced a concern.
        Concern = "concern",
        /// Retracted: it carries no weight.
        Retracted = "retracted",
        /// It can no longer be found.
        Dead = "dead",
    }
}

impl ReferenceStatus {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Ok => "Nothing known against it",
            Self::Corrected => "Corrected",
            Self::Concern => "Expression of concern",
            Self::Retracted => "Retracted",
            Self::Dead => "No longer to be found",
        }
    }
}

/// A reference as it is edited.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = references, treat_none_as_null = true)]
pub struct ReferenceRow {
    /// Its id.
    pub id: ReferenceId,
    /// Its slug.
    pub slug: String,
    /// Its type.
    #[diesel(column_name = type_)]
    pub reference_type: ReferenceType,
    /// Its title.
    pub title: String,
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
    /// International Standard Book Number, thirteen digits.
    pub isbn: Option<String>,
    /// International Standard Serial Number.
    pub issn: Option<String>,
    /// Address on the web.
    pub url: Option<String>,
    /// The citation as it was printed where we found it.
    pub source_text: Option<String>,
    /// The source shortened the list of authors.
    pub authors_incomplete: bool,
    /// What has become of it.
    pub status: ReferenceStatus,
    /// The notice that the status rests on.
    pub status_note: Option<String>,
}

/// A person or a group that wrote a publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable, ToSchema)]
#[diesel(table_name = reference_authors)]
pub struct ReferenceAuthor {
    /// Family name.
    #[serde(default)]
    pub family: Option<String>,
    /// Given names or initials.
    #[serde(default)]
    pub given: Option<String>,
    /// Name of a group.
    #[serde(default)]
    pub literal: Option<String>,
}
