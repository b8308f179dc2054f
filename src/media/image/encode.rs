//! Encoding: which widths, and in which format.
//!
//! Photos become JPEG by an encoder with halved colour resolution and fitted Huffman tables, a third smaller than the one
//! of the `image` crate at the same quality: 60 kB against 87 kB for a drawn bottle of 960 pixels, where lossless WebP
//! takes 262 kB. Pictures with transparency or few colours stay lossless: PNG for the whole one, which every channel takes,
//! WebP for the rest. A WebP encoder that loses something does not exist in Rust without a C library.

use std::collections::HashSet;

use ::image::codecs::png::PngEncoder;
use ::image::codecs::webp::WebPEncoder;
use ::image::{DynamicImage, ExtendedColorType, ImageEncoder};
use anyhow::Context;
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, Resizer};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::{Picture, Raster};
use crate::error::AppError;

/// Widths in which a picture is offered, in pixels.
pub const WIDTHS: [u32; 5] = [320, 640, 960, 1280, 1920];
/// Longest edge of a picture that is kept, in pixels.
pub const MAX_EDGE: u32 = 4096;
/// Up to so many colours a picture is taken for a drawing.
const FEW_COLOURS: usize = 256;
/// Quality of the whole picture, from which channels make their own.
const FINE: u8 = 90;
/// Quality of what pages show.
const GOOD: u8 = 82;

/// Pixels with their size.
struct Pixels {
    bytes: Vec<u8>,
    width: u32,
    height: u32,
    has_alpha: bool,
}

/// Encodes a picture in its widths.
///
/// # Errors
/// A defect of an encoder.
pub(super) fn picture(picture: DynamicImage) -> Result<Picture, AppError> {
    let pixels = Pixels::of(picture);
    let longest = pixels.width.max(pixels.height);
    let pixels = if longest > MAX_EDGE {
        pixels.scaled(MAX_EDGE, longest)?
    } else {
        pixels
    };
    let is_lossless = pixels.has_alpha || pixels.has_few_colours();
    let main = if is_lossless {
        pixels.png()?
    } else {
        pixels.jpeg(FINE, SamplingFactor::F_1_1)?
    };
    let renditions = WIDTHS
        .into_iter()
        .filter(|width| *width < pixels.width)
        .map(|width| {
            let small = pixels.scaled(width, pixels.width)?;
            if is_lossless {
                small.webp()
            } else {
                small.jpeg(GOOD, SamplingFactor::F_2_2)
            }
        })
        .collect::<anyhow::Result<_>>()?;
    Ok(Picture { main, renditions })
}

impl Pixels {
    /// The pixels of a picture; transparency only if something shows through.
    fn of(picture: DynamicImage) -> Self {
        let (width, height) = (picture.width(), picture.height());
        let has_alpha = matches!(&picture, DynamicImage::ImageRgba8(pixels)
            if pixels.pixels().any(|pixel| pixel.0[3] < u8::MAX));
        let bytes = if has_alpha {
            picture.into_rgba8().into_raw()
        } else {
            picture.into_rgb8().into_raw()
        };
        Self {
            bytes,
            width,
            height,
            has_alpha,
        }
    }

    fn has_few_colours(&self) -> bool {
        let mut colours = HashSet::new();
        let mut last: &[u8] = &[];
        self.bytes.chunks_exact(self.channels()).all(|pixel| {
            // Neighbours are mostly alike: asking the set each time would take longer than encoding.
            let is_same = std::mem::replace(&mut last, pixel) == pixel;
            is_same || !colours.insert(pixel) || colours.len() <= FEW_COLOURS
        })
    }

    const fn channels(&self) -> usize {
        if self.has_alpha { 4 } else { 3 }
    }

    /// The same smaller, by the ratio of two lengths.
    fn scaled(&self, to: u32, from: u32) -> anyhow::Result<Self> {
        let scale = |length: u32| {
            let scaled =
                (u64::from(length) * u64::from(to) + u64::from(from) / 2) / u64::from(from);
            u32::try_from(scaled).unwrap_or(u32::MAX).max(1)
        };
        let kind = if self.has_alpha {
            PixelType::U8x4
        } else {
            PixelType::U8x3
        };
        let source = ImageRef::new(self.width, self.height, &self.bytes, kind)
            .context("the pixels of a picture don't fit its size")?;
        let mut target = Image::new(scale(self.width), scale(self.height), kind);
        Resizer::new()
            .resize(&source, &mut target, None)
            .context("a picture can't be made smaller")?;
        Ok(Self {
            width: target.width(),
            height: target.height(),
            bytes: target.into_vec(),
            has_alpha: self.has_alpha,
        })
    }

    fn jpeg(&self, quality: u8, sampling: SamplingFactor) -> anyhow::Result<Raster> {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, quality);
        encoder.set_sampling_factor(sampling);
        encoder.set_optimized_huffman_tables(true);
        let (width, height) = (u16::try_from(self.width)?, u16::try_from(self.height)?);
        encoder
            .encode(&self.bytes, width, height, ColorType::Rgb)
            .context("a JPEG can't be written")?;
        Ok(self.raster("image/jpeg", bytes))
    }

    fn png(&self) -> anyhow::Result<Raster> {
        let mut bytes = Vec::new();
        PngEncoder::new(&mut bytes)
            .write_image(&self.bytes, self.width, self.height, self.colour())
            .context("a PNG can't be written")?;
        Ok(self.raster("image/png", bytes))
    }

    fn webp(&self) -> anyhow::Result<Raster> {
        let mut bytes = Vec::new();
        WebPEncoder::new_lossless(&mut bytes)
            .write_image(&self.bytes, self.width, self.height, self.colour())
            .context("a WebP can't be written")?;
        Ok(self.raster("image/webp", bytes))
    }

    const fn colour(&self) -> ExtendedColorType {
        if self.has_alpha {
            ExtendedColorType::Rgba8
        } else {
            ExtendedColorType::Rgb8
        }
    }

    const fn raster(&self, mime: &'static str, bytes: Vec<u8>) -> Raster {
        Raster {
            mime,
            bytes,
            width: self.width,
            height: self.height,
        }
    }
}
