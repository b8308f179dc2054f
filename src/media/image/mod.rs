//! From the bytes of an upload to pictures that can be shown: decoded within limits, turned upright, in sRGB, and encoded
//! again in several widths. Nothing of the file itself is kept: no metadata, no place where it was taken, no second
//! format that hides in it.
//!
//! An embedded colour profile of an RGB picture is converted to sRGB; any other profile is dropped.

mod encode;
mod jpeg;
#[cfg(test)]
mod tests;

use std::io::Cursor;

use ::image::codecs::jpeg::JpegDecoder;
use ::image::codecs::png::PngDecoder;
use ::image::codecs::webp::WebPDecoder;
use ::image::{DynamicImage, ImageDecoder, ImageError, Limits};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::format::{Format, MAX_FILE, not_taken, recognise};
use crate::error::AppError;
pub use encode::{MAX_EDGE, WIDTHS};

/// Most pixels of a picture.
pub const MAX_PIXELS: u64 = 40_000_000;
/// Most memory that a decoder may take, in bytes: 40 megapixels with 16 bits a channel, and something to work with.
const MAX_MEMORY: u64 = 400 * 1024 * 1024;

/// A picture made new from an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The whole picture, at most [`MAX_EDGE`] pixels long: a JPEG, or a PNG where JPEG would spoil it.
    pub main: Raster,
    /// The same in smaller widths, narrowest first: those of [`WIDTHS`] that are narrower than the picture.
    pub renditions: Vec<Raster>,
}

/// An encoded picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raster {
    /// Its type.
    pub mime: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

/// Makes a picture of the bytes of an upload. Takes seconds for a large one.
///
/// # Errors
/// An error beside the field `files`: no picture, too large, animated, damaged.
pub fn make(bytes: &[u8]) -> Result<Picture, AppError> {
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MAX_FILE {
        return Err(too_heavy());
    }
    encode::picture(decode(bytes)?)
}

/// The refusal of a file with too many bytes.
pub fn too_heavy() -> AppError {
    AppError::field(
        "files",
        format!(
            "is larger than {} MB: save it smaller",
            MAX_FILE / 1_048_576
        ),
    )
}

fn decode(bytes: &[u8]) -> Result<DynamicImage, AppError> {
    match recognise(bytes)? {
        Format::Jpeg if !jpeg::is_whole(bytes) => Err(damaged()),
        Format::Jpeg => {
            pixels(JpegDecoder::new(Cursor::new(bytes)).map_err(|error| refusal(&error))?)
        }
        Format::Png => decode_png(bytes),
        Format::WebP => {
            let decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(|error| refusal(&error))?;
            if decoder.has_animation() {
                return Err(animated("WebP"));
            }
            pixels(decoder)
        }
        Format::Pdf => Err(not_taken("a PDF, which is uploaded under Documents")),
    }
}

fn decode_png(bytes: &[u8]) -> Result<DynamicImage, AppError> {
    // Width and height stand first, so a bomb is known before anything is unpacked.
    let number = |at: usize| {
        let digits = bytes.get(at..at + 4)?.try_into().ok()?;
        Some(u32::from_be_bytes(digits))
    };
    if let Some(size) = number(16).zip(number(20)) {
        check_size(size)?;
    }
    let decoder =
        PngDecoder::with_limits(Cursor::new(bytes), limits()).map_err(|error| refusal(&error))?;
    if decoder.is_apng().map_err(|error| refusal(&error))? {
        return Err(animated("PNG"));
    }
    pixels(decoder)
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_MEMORY);
    limits
}

/// Decodes what the header says is small enough; upright and in sRGB.
fn pixels(mut decoder: impl ImageDecoder) -> Result<DynamicImage, AppError> {
    check_size(decoder.dimensions())?;
    decoder
        .set_limits(limits())
        .map_err(|error| refusal(&error))?;
    // Metadata that can't be read is no reason to refuse a picture: it is not kept anyway.
    let orientation = decoder.orientation().ok();
    let profile = decoder.icc_profile().ok().flatten();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| refusal(&error))?;
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    let picture = if picture.color().has_alpha() {
        DynamicImage::ImageRgba8(picture.into_rgba8())
    } else {
        DynamicImage::ImageRgb8(picture.into_rgb8())
    };
    Ok(match profile {
        Some(profile) => in_srgb(&picture, &profile).unwrap_or(picture),
        None => picture,
    })
}

fn check_size((width, height): (u32, u32)) -> Result<(), AppError> {
    if u64::from(width) * u64::from(height) <= MAX_PIXELS {
        return Ok(());
    }
    Err(AppError::field(
        "files",
        format!(
            "is {width} by {height} pixels: a picture may have {} megapixels at most, save it smaller",
            MAX_PIXELS / 1_000_000
        ),
    ))
}

/// The picture converted from the colours of its profile. Nothing if the profile is not of such a picture.
fn in_srgb(picture: &DynamicImage, profile: &[u8]) -> Option<DynamicImage> {
    let profile = ColorProfile::new_from_slice(profile).ok()?;
    if profile.color_space != DataColorSpace::Rgb {
        return None;
    }
    let layout = if picture.color().has_alpha() {
        Layout::Rgba
    } else {
        Layout::Rgb
    };
    let transform = profile
        .create_transform_8bit(
            layout,
            &ColorProfile::new_srgb(),
            layout,
            TransformOptions::default(),
        )
        .ok()?;
    let mut converted = picture.clone();
    let target = match &mut converted {
        DynamicImage::ImageRgb8(pixels) => pixels.as_mut(),
        DynamicImage::ImageRgba8(pixels) => pixels.as_mut(),
        _ => return None,
    };
    transform.transform(picture.as_bytes(), target).ok()?;
    Some(converted)
}

fn animated(kind: &str) -> AppError {
    not_taken(&format!(
        "an animated {kind}, which would have to stand still"
    ))
}

/// The refusal of a picture that begins as one and can't be read to its end.
pub fn damaged() -> AppError {
    AppError::field(
        "files",
        "is damaged or cut off: open it, save it again and choose it once more",
    )
}

fn refusal(error: &ImageError) -> AppError {
    match error {
        ImageError::Limits(_) => AppError::field(
            "files",
            "unpacks to more than a picture can have: save it smaller",
        ),
        _ => damaged(),
    }
}
