//! Documents: the immutable JSON that is published of an entity.

use std::sync::Arc;

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::pg::{Pg, PgValue};
use diesel::sql_types::Json;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;
use uuid::Uuid;

use super::{Card, Kind};
use crate::text_enum;

text_enum! {
    /// Why a document refers to another.
    Role {
        /// A product is of a brand.
        Brand = "brand",
        /// A product stands in a category; a category has a parent.
        Category = "category",
        /// The formula of a product holds an ingredient.
        Formula = "formula",
        /// A product shows a claim.
        Claim = "claim",
        /// A claim is about an ingredient.
        Subject = "subject",
        /// A claim, an article or a protocol is about a topic.
        Topic = "topic",
        /// A claim rests on a reference.
        Evidence = "evidence",
        /// An ingredient holds another.
        Constituent = "constituent",
        /// A text cites a reference.
        Citation = "citation",
        /// A text mentions something.
        Mention = "mention",
        /// A protocol uses a product.
        Step = "step",
        /// A collection holds a product, or asks for what products have in common.
        Member = "member",
        /// A product states an attribute; a product type has it.
        Attribute = "attribute",
    }
}

/// One reference from a document to another entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The target.
    pub to: Uuid,
    /// Its kind.
    pub kind: Kind,
    /// Why.
    pub role: Role,
    /// Whether the reader shows the whole of the target and not only its card.
    pub embeds: bool,
    /// Whether the reader of the target shows the whole of this document, as an ingredient shows its claims.
    pub embedded: bool,
    /// Something to show with the link, such as the amount of an ingredient.
    pub detail: Option<String>,
}

impl Link {
    /// A link that shows the target's card.
    pub const fn new(kind: Kind, to: Uuid, role: Role) -> Self {
        Self {
            to,
            kind,
            role,
            embeds: false,
            embedded: false,
            detail: None,
        }
    }

    /// A link that shows the whole of the target.
    pub fn embedding(kind: Kind, to: Uuid, role: Role) -> Self {
        Self {
            embeds: true,
            ..Self::new(kind, to, role)
        }
    }

    /// The same link, of a document that its target shows whole.
    #[must_use]
    pub fn shown_by_target(mut self) -> Self {
        self.embedded = true;
        self
    }
}

/// What gets published of a noun.
pub trait Document: Serialize + DeserializeOwned {
    /// Its kind.
    const KIND: Kind;
    /// Version of the shape; raised when the shape changes, together with a step in [`Document::upcast`].
    const SCHEMA_VERSION: i32;

    /// The card that others show.
    fn card(&self) -> Card;

    /// Everything it refers to, each target once per role, in order of appearance.
    fn links(&self) -> Vec<Link>;

    /// Keys under which lists find it, such as `form:capsule`.
    fn listing(&self) -> Vec<String> {
        Vec::new()
    }

    /// What the API and feeds tell of it: all, unless something is published for the search alone.
    #[must_use]
    fn told(self) -> Self {
        self
    }

    /// Brings the JSON of an older version one version up.
    ///
    /// # Errors
    /// A version that this program cannot read.
    fn upcast(_value: Value, version: i32) -> Result<Value, DocumentError> {
        Err(DocumentError::UnknownVersion {
            kind: Self::KIND,
            version,
        })
    }
}

/// A stored document that cannot be read.
#[derive(Debug, Error)]
pub enum DocumentError {
    /// Written by a newer program, or of a version whose upcast is missing.
    #[error("a {kind} document of version {version} cannot be read by this program")]
    UnknownVersion {
        /// Its kind.
        kind: Kind,
        /// Its version.
        version: i32,
    },
    /// Not of the shape that its version promises.
    #[error("a {kind} document is not of the shape of its version")]
    Shape {
        /// Its kind.
        kind: Kind,
        /// What serde says.
        #[source]
        source: serde_json::Error,
    },
    /// Only its card was asked for.
    #[error("of a {kind} only the card was read, not the document")]
    NotRead {
        /// Its kind.
        kind: Kind,
    },
}

impl From<DocumentError> for crate::error::AppError {
    fn from(error: DocumentError) -> Self {
        Self::Internal(error.into())
    }
}

/// A document as JSON text, as it was stored.
#[derive(Debug, Clone, FromSqlRow)]
pub struct StoredDocument(Arc<str>);

impl FromSql<Json, Pg> for StoredDocument {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(std::str::from_utf8(value.as_bytes())?.into()))
    }
}

impl StoredDocument {
    /// Reads it, as [`decode`] does.
    ///
    /// # Errors
    /// A version or shape that this program does not know.
    pub fn decode<D: Document>(&self, schema_version: i32) -> Result<D, DocumentError> {
        let shape = |source| DocumentError::Shape {
            kind: D::KIND,
            source,
        };
        // The usual one is read straight into its type: a tree of JSON in between takes twice as long.
        if schema_version == D::SCHEMA_VERSION {
            return serde_json::from_str(&self.0).map_err(shape);
        }
        decode(
            serde_json::from_str(&self.0).map_err(shape)?,
            schema_version,
        )
    }

    /// Why it was taken back, of what stands in the place of a document that was.
    pub fn reason_of_withdrawal(&self) -> Option<String> {
        #[derive(Deserialize)]
        struct Withdrawn {
            reason: String,
        }
        let withdrawn: Withdrawn = serde_json::from_str(&self.0).ok()?;
        Some(withdrawn.reason)
    }
}

/// Reads a stored document, bringing an older version up to date step by step.
///
/// # Errors
/// A version or shape that this program does not know.
pub fn decode<D: Document>(mut value: Value, schema_version: i32) -> Result<D, DocumentError> {
    if schema_version > D::SCHEMA_VERSION {
        return Err(DocumentError::UnknownVersion {
            kind: D::KIND,
            version: schema_version,
        });
    }
    for version in schema_version..D::SCHEMA_VERSION {
        value = D::upcast(value, version)?;
    }
    serde_json::from_value(value).map_err(|source| DocumentError::Shape {
        kind: D::KIND,
        source,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]
    use super::*;
    use serde::Deserialize;
    use serde_json::json;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Sample {
        title: String,
        pages: u32,
    }

    impl Document for Sample {
        const KIND: Kind = Kind::Article;
        const SCHEMA_VERSION: i32 = 3;

        fn card(&self) -> Card {
            Card::default()
        }

        fn links(&self) -> Vec<Link> {
            Vec::new()
        }

        fn upcast(mut value: Value, version: i32) -> Result<Value, DocumentError> {
            let object = value.as_object_mut().ok_or(DocumentError::UnknownVersion {
                kind: Self::KIND,
                version,
            })?;
            match version {
                1 => {
                    let title = object.remove("name").unwrap_or_default();
                    object.insert("title".to_owned(), title);
                }
                _ => {
                    object.insert("pages".to_owned(), json!(0));
                }
            }
            Ok(value)
        }
    }

    #[test]
    fn documents_outlive_the_code_that_wrote_them() {
        let read: Sample = decode(json!({"name": "Milk"}), 1).unwrap();
        assert_eq!(
            read,
            Sample {
                title: "Milk".to_owned(),
                pages: 0
            }
        );
        let read: Sample = decode(json!({"title": "Milk"}), 2).unwrap();
        assert_eq!(read.title, "Milk");
    }

    #[test]
    fn a_document_from_the_future_is_refused() {
        assert!(matches!(
            decode::<Sample>(json!({}), 4),
            Err(DocumentError::UnknownVersion { version: 4, .. })
        ));
    }
}
