//! What gets published of a reference.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::citation;
use super::model::{ReferenceAuthor, ReferenceId, ReferenceStatus, ReferenceType};
use crate::compliance::lint::Part;
use crate::compliance::passage::{Judged, Passage, Passages};
use crate::compliance::surface::{Jurisdiction, Surface};
use crate::gate::Shown;
use crate::publishing::{Card, Document, Kind, Link};

/// A reference as it is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReferenceDocument {
    /// Its type.
    #[serde(rename = "type")]
    pub reference_type: ReferenceType,
    /// Its title.
    pub title: String,
    /// Who wrote it, in order.
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
    /// International Standard Book Number, thirteen digits.
    #[serde(default)]
    pub isbn: Option<String>,
    /// International Standard Serial Number.
    pub issn: Option<String>,
    /// Address on the web.
    pub url: Option<String>,
    /// What has become of it.
    pub status: ReferenceStatus,
    /// The notice that the status rests on.
    #[serde(default)]
    pub status_note: Option<String>,
}

impl Judged for ReferenceDocument {
    // Its title is judged as education here, and where a product shows it, on the product's page.
    fn passages(&self) -> Vec<Passage> {
        Passages::on(Surface::Education, Jurisdiction::Us)
            .with("title", Part::ReferenceTitle, &self.title)
            .with_some(
                "container_title",
                Part::ReferenceTitle,
                self.container_title.as_ref(),
            )
            .with_some("publisher", Part::ReferenceTitle, self.publisher.as_ref())
            .with_some(
                "status_note",
                Part::ReferenceTitle,
                self.status_note.as_ref(),
            )
            .done()
    }
}

/// The title of a reference as another page shows it, in the words that the lint reads.
pub fn title_on(surface: Surface, id: ReferenceId, title: String) -> Shown {
    Shown {
        owner: (Kind::Reference, id.0),
        passage: Passage {
            field: "title of a cited reference".to_owned(),
            part: Part::ReferenceTitle,
            surface,
            jurisdiction: Jurisdiction::Us,
            text: title,
        },
    }
}

impl Document for ReferenceDocument {
    const KIND: Kind = Kind::Reference;
    const SCHEMA_VERSION: i32 = 1;

    fn card(&self) -> Card {
        Card {
            title: self.title.clone(),
            summary: citation::short(self),
            image: None,
        }
    }

    fn links(&self) -> Vec<Link> {
        Vec::new()
    }
}
