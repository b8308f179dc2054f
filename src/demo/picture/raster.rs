//! From SVG to PNG.

use std::error::Error;
use std::fmt;

use resvg::{tiny_skia, usvg};

/// The widest picture that [`png`] makes.
const WIDEST: u32 = 4096;

/// Why a picture could not be rasterised.
#[derive(Debug)]
pub enum PictureError {
    /// The SVG cannot be read.
    Svg(usvg::Error),
    /// The picture would have no pixels or too many of them.
    Size {
        /// Width that was asked for.
        width: u32,
    },
    /// The PNG could not be written.
    Encode(String),
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Svg(error) => write!(f, "cannot read the SVG: {error}"),
            Self::Size { width } => write!(f, "cannot draw a picture {width} pixels wide"),
            Self::Encode(error) => write!(f, "cannot write the PNG: {error}"),
        }
    }
}

impl Error for PictureError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Svg(error) => Some(error),
            Self::Size { .. } | Self::Encode(_) => None,
        }
    }
}

/// Rasterises an SVG document to a PNG of the given width; the height follows from the document's proportions.
///
/// # Errors
///
/// When the SVG cannot be read, when the width is 0 or the picture would be too large, or when writing fails.
pub fn png(svg: &str, width: u32) -> Result<Vec<u8>, PictureError> {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).map_err(PictureError::Svg)?;
    let size = tree.size();
    let scale = width as f32 / size.width();
    let height = (size.height() * scale).round() as u32;
    if width == 0 || width.max(height) > WIDEST {
        return Err(PictureError::Size { width });
    }
    let mut pixmap = tiny_skia::Pixmap::new(width, height).ok_or(PictureError::Size { width })?;
    let transform = tiny_skia::Transform::from_scale(scale, scale);
    resvg::render(&tree, transform, &mut pixmap.as_mut());
    pixmap
        .encode_png()
        .map_err(|error| PictureError::Encode(error.to_string()))
}
