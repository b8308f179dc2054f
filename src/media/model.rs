//! Rows of media.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::media_path;
use crate::catalog::lot::model::LotId;
use crate::catalog::product::model::ProductId;
use crate::db::schema::{media, media_documents, media_renditions};
use crate::publishing::Rendition;
use crate::{id_type, text_enum};

id_type! {
    /// Id of a stored file.
    MediaId
}
id_type! {
    /// Id of a document.
    DocumentId
}

text_enum! {
    /// What a document is.
    DocumentKind {
        /// A laboratory's certificate of analysis.
        Certificate = "certificate",
        /// A label as it is printed.
        Label = "label",
        /// Anything else.
        Other = "other",
    }
}

impl DocumentKind {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Certificate => "Certificate",
            Self::Label => "Label",
            Self::Other => "Other",
        }
    }
}

/// A stored file.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = media)]
pub struct MediaRow {
    /// Its id.
    pub id: MediaId,
    /// Hash of its content.
    pub sha256: String,
    /// Its type.
    pub mime: String,
    /// Its width in pixels; 0 for a document.
    pub width: i32,
    /// Its height in pixels; 0 for a document.
    pub height: i32,
    /// Its size in bytes.
    pub bytes: i64,
    /// When it was stored.
    pub created_at: DateTime<Utc>,
    /// What it was called; empty for what was not uploaded.
    pub name: String,
    /// What the picture shows; empty until somebody wrote it.
    pub alt: String,
    /// Counts how often the texts were saved.
    pub version: i32,
}

impl MediaRow {
    /// Its public path.
    pub fn path(&self) -> String {
        media_path(&self.sha256, &self.mime)
    }

    /// What people know it by: its name, or the beginning of its hash.
    pub fn label(&self) -> String {
        if self.name.is_empty() {
            let start: String = self.sha256.chars().take(8).collect();
            format!("Picture {start}")
        } else {
            self.name.clone()
        }
    }
}

/// A picture in a smaller width.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = media_renditions)]
pub struct RenditionRow {
    /// The picture.
    pub media_id: MediaId,
    /// Width in pixels.
    pub width: i32,
    /// Height in pixels.
    pub height: i32,
    /// Hash of its content.
    pub sha256: String,
    /// Its type.
    pub mime: String,
    /// Its size in bytes.
    pub bytes: i64,
}

impl RenditionRow {
    /// As it is published.
    pub fn rendition(&self) -> Rendition {
        Rendition {
            path: media_path(&self.sha256, &self.mime),
            width: self.width,
            height: self.height,
        }
    }
}

/// A picture in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaSummary {
    /// The whole picture.
    pub file: MediaRow,
    /// Public path of the smallest version.
    pub thumbnail: String,
}

/// A document to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentInput {
    /// What it is.
    pub kind: DocumentKind,
    /// What it is called.
    pub title: String,
    /// The lot that it is about.
    pub lot: Option<LotId>,
    /// The product that it is about.
    pub product: Option<ProductId>,
    /// Until when it holds.
    pub expires_on: Option<NaiveDate>,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = media_documents)]
pub struct DocumentRow {
    /// Its id.
    pub id: DocumentId,
    /// The file.
    pub media_id: MediaId,
    /// What it is.
    pub kind: DocumentKind,
    /// What it is called.
    pub title: String,
    /// Until when it holds.
    pub expires_on: Option<NaiveDate>,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
}

/// A document with its file and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentSummary {
    /// The document.
    pub document: DocumentRow,
    /// Its file.
    pub file: MediaRow,
    /// Code of the lot.
    pub lot: Option<String>,
    /// Id and name of the product.
    pub product: Option<(ProductId, String)>,
}

/// A product that shows a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductUse {
    /// Its id.
    pub id: ProductId,
    /// Its name.
    pub name: String,
}
