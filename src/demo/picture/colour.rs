//! Colours: parsing, mixing, and the contrast that decides between light and dark text.

/// A colour in sRGB.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rgb {
    pub r: u8,
    pub g: u8,
    pub b: u8,
}

impl Rgb {
    pub const WHITE: Self = Self::new(0xFF, 0xFF, 0xFF);
    /// The page's ink.
    pub const INK: Self = Self::new(0x1D, 0x23, 0x20);
    /// The page's paper, a little warmer for pictures.
    pub const PAPER: Self = Self::new(0xF3, 0xF0, 0xE7);

    pub const fn new(r: u8, g: u8, b: u8) -> Self {
        Self { r, g, b }
    }

    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        if digits.len() != 6 {
            return None;
        }
        let value = u32::from_str_radix(digits, 16).ok()?;
        let [_, r, g, b] = value.to_be_bytes();
        Some(Self { r, g, b })
    }

    /// This colour with `share` (0 to 1) of another one.
    pub fn mix(self, other: Self, share: f32) -> Self {
        let blend = |a: u8, b: u8| {
            let value = f32::from(a) + (f32::from(b) - f32::from(a)) * share;
            value.round().clamp(0.0, 255.0) as u8
        };
        Self {
            r: blend(self.r, other.r),
            g: blend(self.g, other.g),
            b: blend(self.b, other.b),
        }
    }

    /// A darker shade of the same hue, a little warmer.
    pub fn darken(self, share: f32) -> Self {
        let less = |channel: u8, warmth: f32| {
            let value = f32::from(channel) * (1.0 - share * warmth);
            value.round().clamp(0.0, 255.0) as u8
        };
        Self {
            r: less(self.r, 0.97),
            g: less(self.g, 1.0),
            b: less(self.b, 1.06),
        }
    }

    /// A lighter tint.
    pub fn lighten(self, share: f32) -> Self {
        self.mix(Self::WHITE, share)
    }

    /// The colour as SVG paint.
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.r, self.g, self.b)
    }

    /// The colour as SVG paint with an opacity from 0 to 1.
    pub fn alpha(self, opacity: f32) -> String {
        let alpha = (opacity.clamp(0.0, 1.0) * 255.0).round() as u8;
        format!("{}{alpha:02x}", self.hex())
    }

    /// The contrast ratio of WCAG, from 1 to 21.
    pub fn contrast(self, other: Self) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    pub fn luminance(self) -> f32 {
        let linear = |channel: u8| {
            let c = f32::from(channel) / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.r) + 0.7152 * linear(self.g) + 0.0722 * linear(self.b)
    }

    /// The candidate that reads best on this colour.
    pub fn most_legible(self, candidates: &[Self]) -> Self {
        candidates
            .iter()
            .copied()
            .max_by(|a, b| self.contrast(*a).total_cmp(&self.contrast(*b)))
            .unwrap_or(Self::INK)
    }
}
