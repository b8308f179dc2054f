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
    /// The same picture in smaller widths, narrowest first, for screens that need no more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub renditions: Vec<Rendition>,
}

/// A picture in one width.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Rendition {
    /// Path of the file.
    pub path: String,
    /// Width in pixels.
    pub width: i32,
    /// Height in pixels.
    pub height: i32,
}

/// Widest picture that is offered to a screen, in pixels; a wider one is for channels that make their own of it.
const WIDEST: i32 = 1920;

/// Width that previews of links ask for, in pixels.
const PREVIEW: i32 = 1200;

impl Image {
    /// The widths to choose from, as the attribute `srcset` writes them; nothing where there is only one.
    pub fn srcset(&self) -> Option<String> {
        if self.renditions.is_empty() {
            return None;
        }
        let whole = (self.width <= WIDEST).then_some((&self.path, self.width));
        let widths: Vec<String> = self
            .renditions
            .iter()
            .map(|rendition| (&rendition.path, rendition.width))
            .chain(whole)
            .map(|(path, width)| format!("{path} {width}w"))
            .collect();
        Some(widths.join(", "))
    }

    /// With addresses that hold elsewhere too.
    #[must_use]
    pub fn on(self, site: &str) -> Self {
        let full = |path: String| format!("{site}{path}");
        let renditions = self.renditions.into_iter();
        Self {
            path: full(self.path),
            raster: self.raster.map(full),
            social: self.social.map(full),
            renditions: renditions
                .map(|rendition| Rendition {
                    path: full(rendition.path),
                    ..rendition
                })
                .collect(),
            ..self
        }
    }

    /// Path of the smallest version.
    pub fn thumbnail(&self) -> &str {
        self.renditions
            .first()
            .map_or(&self.path, |rendition| &rendition.path)
    }

    /// Path of a picture for previews of links: pixels, since nobody takes drawings there.
    pub fn preview(&self) -> Option<&str> {
        let as_pixels = || {
            let wide_enough = self
                .renditions
                .iter()
                .find(|rendition| rendition.width >= PREVIEW)
                .map_or(&self.path, |rendition| &rendition.path);
            Some(wide_enough.as_str()).filter(|path| !path.ends_with(".svg"))
        };
        self.social
            .as_deref()
            .or(self.raster.as_deref())
            .or_else(as_pixels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(path: &str, width: i32, renditions: &[i32]) -> Image {
        let renditions = renditions.iter().map(|width| Rendition {
            path: format!("/media/{width}.jpg"),
            width: *width,
            height: *width,
        });
        Image {
            path: path.to_owned(),
            width,
            height: width,
            alt: "A bottle".to_owned(),
            raster: None,
            social: None,
            renditions: renditions.collect(),
        }
    }

    #[test]
    fn a_screen_chooses_among_widths_up_to_1920() {
        let picture_of =
            |width, renditions: &[i32]| picture("/media/a.jpg", width, renditions).srcset();
        assert_eq!(picture_of(200, &[]), None);
        assert_eq!(
            picture_of(400, &[320]).as_deref(),
            Some("/media/320.jpg 320w, /media/a.jpg 400w")
        );
        assert_eq!(
            picture_of(4_000, &[320, 1_920]).as_deref(),
            Some("/media/320.jpg 320w, /media/1920.jpg 1920w")
        );
    }

    #[test]
    fn a_preview_is_never_a_drawing() {
        assert_eq!(picture("/media/a.svg", 1_000, &[]).preview(), None);
        let photo = picture("/media/a.jpg", 3_000, &[320, 1_280, 1_920]);
        assert_eq!(photo.preview(), Some("/media/1280.jpg"));
        assert_eq!(photo.thumbnail(), "/media/320.jpg");
    }

    #[test]
    fn what_was_published_before_stays_readable_and_the_same() {
        let stored =
            r#"{"path":"/media/a.svg","width":1,"height":1,"alt":"A","raster":null,"social":null}"#;
        let read: Result<Image, _> = serde_json::from_str(stored);
        let written = read.and_then(|image| serde_json::to_string(&image));
        assert_eq!(written.ok().as_deref(), Some(stored));
    }
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
