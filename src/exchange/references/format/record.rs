//! A reference as it was read from a file.

use std::fmt;

use thiserror::Error;

use crate::evidence::reference::identifier::{Doi, Isbn, Issn, Pmcid, Pmid};
use crate::evidence::reference::model::{ReferenceAuthor, ReferenceStatus, ReferenceType};

/// Where a record stands in its file. Both count from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Which record of the file it is.
    pub record: usize,
    /// The line on which it begins.
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "record {} on line {}", self.record, self.line)
    }
}

/// Why a record could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{place}: {message}")]
pub struct Problem {
    /// Where it stands.
    pub place: Place,
    /// What is wrong with it.
    pub message: String,
}

/// A reference as a file describes it: identifiers checked, titles and names cleaned, page ranges in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedReference {
    /// Where it stands in the file.
    pub place: Place,
    /// Its type.
    pub reference_type: ReferenceType,
    /// Its title, without markup and final period.
    pub title: String,
    /// Who wrote it, in order.
    pub authors: Vec<ReferenceAuthor>,
    /// The file shortened the list of authors.
    pub authors_incomplete: bool,
    /// Journal, book or site.
    pub container_title: Option<String>,
    /// Abbreviation of the journal, without periods.
    pub container_short: Option<String>,
    /// Year of publication, 1500 to 2200.
    pub year: Option<i32>,
    /// Month of publication, 1 to 12.
    pub month: Option<i32>,
    /// Volume.
    pub volume: Option<String>,
    /// Issue.
    pub issue: Option<String>,
    /// Pages, ranges in full.
    pub pages: Option<String>,
    /// Number of the article, in journals without pages.
    pub article_number: Option<String>,
    /// Publisher.
    pub publisher: Option<String>,
    /// Digital Object Identifier.
    pub doi: Option<Doi>,
    /// PubMed id.
    pub pmid: Option<Pmid>,
    /// PubMed Central id.
    pub pmcid: Option<Pmcid>,
    /// International Standard Book Number.
    pub isbn: Option<Isbn>,
    /// International Standard Serial Number; of several the linking one, else the printed one.
    pub issn: Option<Issn>,
    /// Address on the web, `http` or `https`.
    pub url: Option<String>,
    /// The citation as the file prints it whole, where it does.
    pub source_text: Option<String>,
    /// What the file says has become of it.
    pub status: ReferenceStatus,
    /// The notices that say so.
    pub notices: Vec<Notice>,
    /// The study design that the file names.
    pub design: Option<StudyDesign>,
    /// What was read with doubt or left out, in sentences.
    pub warnings: Vec<String>,
}

/// A notice about a publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What it says.
    pub kind: NoticeKind,
    /// Where it appeared, as the file prints it; empty if it does not say.
    pub source: String,
}

/// What a notice says about a publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    /// It is retracted.
    Retraction,
    /// Its publisher voices a concern.
    Concern,
    /// It was corrected.
    Erratum,
}

impl NoticeKind {
    /// What a publication has become through such a notice.
    pub const fn status(self) -> ReferenceStatus {
        match self {
            Self::Retraction => ReferenceStatus::Retracted,
            Self::Concern => ReferenceStatus::Concern,
            Self::Erratum => ReferenceStatus::Corrected,
        }
    }
}

/// A study design that PubMed names as a publication type. It is a hint for an editor, who reads the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StudyDesign {
    /// A systematic review.
    SystematicReview,
    /// A meta-analysis.
    MetaAnalysis,
    /// A randomized controlled trial.
    RandomizedTrial,
    /// A trial whose groups were not drawn by lot.
    NonRandomizedTrial,
    /// Reports of cases.
    CaseSeries,
    /// A review that is not called systematic.
    NarrativeReview,
}

impl StudyDesign {
    /// The word under which evidence stores the design.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SystematicReview => "systematic_review",
            Self::MetaAnalysis => "meta_analysis",
            Self::RandomizedTrial => "randomized_trial",
            Self::NonRandomizedTrial => "non_randomized_trial",
            Self::CaseSeries => "case_series",
            Self::NarrativeReview => "narrative_review",
        }
    }
}
