//! Product pictures: label illustrations drawn as SVG, without fonts, and rasterised to PNG.
//!
//! Every picture shows one container on paper with its label in the brand's colours: the same light from the upper left, the
//! same angle. Text is drawn with our own pen strokes (`glyphs`), so a picture looks the same everywhere.
//!
//! ```text
//! Picture -> label (text -> glyphs, mark) on a container (scene, props) -> canvas -> SVG -> PNG
//! ```

mod canvas;
mod card;
mod colour;
mod containers;
mod glyphs;
mod label;
mod mark;
mod props;
mod raster;
mod scene;
#[cfg(test)]
mod tests;
mod text;

pub use raster::{PictureError, png};

use canvas::Art;
use colour::Rgb;
use label::Print;

/// The colours of a brand's labels, each as `#rrggbb`. What cannot be read falls back to quiet defaults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    /// The label's ground.
    pub base: String,
    /// The band and the mark.
    pub accent: String,
    /// Text on the ground.
    pub ink: String,
}

/// What a product is sold in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Container {
    /// A bottle of capsules.
    Bottle,
    /// A wider bottle of tablets.
    Tablets,
    /// A translucent amber bottle with golden softgels.
    Softgels,
    /// A tub of powder with a scoop.
    Jar,
    /// A stand-up pouch of powder.
    Pouch,
    /// A small amber bottle with a dropper.
    Dropper,
    /// A tall clear bottle of liquid.
    TallBottle,
    /// A clear jar of gummies.
    GummyJar,
    /// A carton of sachets.
    Box,
    /// A low round tin of lozenges.
    Tin,
}

impl Container {
    /// All containers.
    pub const ALL: [Self; 10] = [
        Self::Bottle,
        Self::Tablets,
        Self::Softgels,
        Self::Jar,
        Self::Pouch,
        Self::Dropper,
        Self::TallBottle,
        Self::GummyJar,
        Self::Box,
        Self::Tin,
    ];
}

/// A product's picture.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    /// The brand's name.
    pub brand: &'a str,
    /// The product's name, without the brand.
    pub name: &'a str,
    /// The contents, for example `60 capsules`.
    pub detail: &'a str,
    /// The brand's colours.
    pub palette: &'a Palette,
    /// What it is sold in.
    pub container: Container,
}

impl Picture<'_> {
    /// The picture as an SVG document of 1000 by 1000 units, with a title for assistive technology.
    pub fn svg(&self) -> String {
        let print = self.print();
        let mut art = Art::new(&self.key('p'));
        scene::backdrop(&mut art, 1000.0, 1000.0);
        scene::halo(&mut art, &print);
        containers::draw(&mut art, self.container, &print);
        art.finish(1000, 1000, &self.title())
    }

    /// A card for social networks, 1200 by 630 units: the product on the right, brand and name on the left, and
    /// `site` (the shop's name or address) below them.
    pub fn social_card_svg(&self, site: &str) -> String {
        let mut art = Art::new(&self.key('s'));
        card::draw(&mut art, self.container, &self.print(), site);
        art.finish(1200, 630, &self.title())
    }

    fn title(&self) -> String {
        [self.brand, self.name, self.detail]
            .map(str::trim)
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// A prefix for identifiers, so that pictures on one page do not mix up their gradients.
    fn key(&self, kind: char) -> String {
        let all = format!(
            "{}\n{}\n{}\n{:?}\n{:?}",
            self.brand, self.name, self.detail, self.palette, self.container
        );
        format!("{kind}{:06x}-", mark::hash(&all) & 0xFF_FFFF)
    }

    fn print(&self) -> Print<'_> {
        let base = Rgb::parse(&self.palette.base).unwrap_or(Rgb::new(0x3F, 0x5E, 0x50));
        let accent = Rgb::parse(&self.palette.accent).unwrap_or(Rgb::new(0xD8, 0xB8, 0x6A));
        let ink = Rgb::parse(&self.palette.ink)
            .unwrap_or_else(|| base.most_legible(&[Rgb::INK, Rgb::WHITE]));
        Print {
            brand: self.brand,
            name: self.name,
            detail: self.detail,
            base,
            accent,
            ink,
        }
    }
}
