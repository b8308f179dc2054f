//! The generic card of a publication, so that one noun can show another without knowing its type.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A picture of something published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Image {
    /// Path of the file; its name holds the hash of its content.
    pub path: String,
    /// Width in pixels.
    pub width: i32,
    /// Height in pixels.
    pub height: i32,
    /// What the picture shows, for those who can't see it.
    pub alt: String,
    /// The same picture as pixels, where `path` is a drawing.
    #[serde(default)]
    pub raster: Option<String>,
    /// A wide version for previews in messages and social networks.
    #[serde(default)]
    pub social: Option<String>,
}

/// What a list or a link needs to know of a publication.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Card {
    /// Name or title.
    pub title: String,
    /// One sentence.
    #[serde(default)]
    pub summary: String,
    /// The main picture.
    #[serde(default)]
    pub image: Option<Image>,
}
