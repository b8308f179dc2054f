//! The label: brand mark, brand, name, statement of identity, and the band with the contents.

use super::canvas::{Art, Path, Point, num, squash};
use super::colour::Rgb;
use super::mark;
use super::text::{Align, CAPITALS, Line, Room, Style, drawable, fit};

/// Pens for the parts of a label.
const BRAND: Style = Style::new(9.5, 17.0);
const NAME: Style = Style::new(11.0, 0.5);
const SMALL: Style = Style::new(9.5, 5.0);
const DETAIL: Style = Style::new(10.5, 4.0);

/// What is printed, with parsed colours.
pub(super) struct Print<'a> {
    pub brand: &'a str,
    pub name: &'a str,
    pub detail: &'a str,
    pub base: Rgb,
    pub accent: Rgb,
    pub ink: Rgb,
}

/// The part of a container that carries the print.
#[derive(Clone, Copy)]
pub(super) struct Surface {
    pub cx: f32,
    /// Half the width.
    pub half: f32,
    pub top: f32,
    pub bottom: f32,
    /// How much it bends around: 1 for a cylinder, 0 for a plane.
    pub bend: f32,
    /// How much a horizontal line rises per unit to the right: at the top and at the bottom.
    pub slope: (f32, f32),
    /// The share of the width that text may use.
    pub usable: f32,
}

impl Surface {
    /// A label around a cylinder.
    pub const fn around(cx: f32, half: f32, top: f32, bottom: f32) -> Self {
        Self {
            cx,
            half,
            top,
            bottom,
            bend: 1.0,
            slope: (0.0, 0.0),
            usable: 0.79,
        }
    }

    fn height(&self) -> f32 {
        self.bottom - self.top
    }

    /// From the coordinates of a flat label to the picture.
    pub fn place(&self, (x, y): Point) -> Point {
        let dx = x - self.cx;
        if self.bend > 0.0 {
            let side = (dx / self.half).clamp(-1.0, 1.0);
            let bend = self.half * squash(y) * self.bend * (1.0 - side * side).sqrt();
            return (x, y + bend);
        }
        let share = (y - self.top) / self.height().max(1.0);
        let slope = self.slope.0 + (self.slope.1 - self.slope.0) * share;
        (x, y + slope * dx)
    }

    /// The outline between two heights.
    pub fn band(&self, y0: f32, y1: f32) -> String {
        let (left, right) = (self.cx - self.half, self.cx + self.half);
        if self.bend > 0.0 {
            let depth = |y: f32| self.half * squash(y) * self.bend;
            return Path::new()
                .m(left, y0)
                .arc(self.half, depth(y0), false, (right, y0))
                .l(right, y1)
                .arc(self.half, depth(y1), true, (left, y1))
                .z()
                .d();
        }
        let corner = |x, y| self.place((x, y));
        let (a, b, c, d) = (
            corner(left, y0),
            corner(right, y0),
            corner(right, y1),
            corner(left, y1),
        );
        Path::new()
            .m(a.0, a.1)
            .l(b.0, b.1)
            .l(c.0, c.1)
            .l(d.0, d.1)
            .z()
            .d()
    }
}

/// Paints the label's ground with its accent band, then everything printed.
pub(super) fn draw(art: &mut Art, print: &Print, surface: &Surface) {
    let (top, bottom, height) = (surface.top, surface.bottom, surface.height());
    art.fill(&surface.band(top, bottom), &print.base.hex());
    let band = bottom - height * 0.145;
    art.fill(&surface.band(band, bottom), &print.accent.hex());
    art.fill(&surface.band(top + 9.0, top + 12.5), &print.accent.hex());
    head(art, print, surface);
    contents(art, print, surface, band);
}

/// The mark above the brand, a fine rule, then the name.
fn head(art: &mut Art, print: &Print, surface: &Surface) {
    let (top, height) = (surface.top, surface.height());
    let width = surface.half * 2.0 * surface.usable;
    let ink = print.ink.hex();
    let tint = mark_tint(print);
    let mark_size = (height * 0.062).min(surface.half * 0.14);
    let centre = surface.place((surface.cx, top + height * 0.115));
    mark::draw(art, print.brand, centre, mark_size, &tint);
    let brand_base = top + height * 0.262;
    brand(art, print, surface, (brand_base, height * 0.066, width));
    rule(art, surface, brand_base + height * 0.045, &ink);
    let room = Room {
        width: width * 1.04,
        height: height * 0.325,
        largest: height * 0.185,
        lines: 3,
    };
    name(art, print, surface, (top + height * 0.535, room));
    statement(art, print, surface, (top + height * 0.808, height * 0.052));
}

fn mark_tint(print: &Print) -> String {
    let tint = if print.accent.contrast(print.base) >= 2.2 {
        print.accent
    } else {
        print.ink
    };
    tint.hex()
}

/// The brand in wide capitals.
fn brand(art: &mut Art, print: &Print, surface: &Surface, (base, size, width): (f32, f32, f32)) {
    let text = drawable(&print.brand.to_uppercase());
    let room = Room {
        width,
        height: size,
        largest: size,
        lines: 1,
    };
    let fitted = fit(&text, BRAND, room);
    let style = Style {
        squeeze: fitted.squeeze,
        ..BRAND
    };
    Line {
        text: &text,
        at: (surface.cx, base),
        size: fitted.size,
        style,
        align: Align::Centre,
    }
    .draw(art, &print.ink.hex(), &|p| surface.place(p));
}

/// The name around a middle height.
fn name(art: &mut Art, print: &Print, surface: &Surface, (middle, room): (f32, Room)) {
    let fitted = fit(print.name, NAME, room);
    let style = Style {
        squeeze: fitted.squeeze,
        ..NAME
    };
    let mut base = middle - fitted.height() / 2.0 + fitted.size * CAPITALS;
    for line in &fitted.lines {
        Line {
            text: line,
            at: (surface.cx, base),
            size: fitted.size,
            style,
            align: Align::Centre,
        }
        .draw(art, &print.ink.hex(), &|p| surface.place(p));
        base += fitted.step();
    }
}

fn statement(art: &mut Art, print: &Print, surface: &Surface, (base, size): (f32, f32)) {
    let ink = print.ink.mix(print.base, 0.12);
    Line {
        text: "Dietary supplement",
        at: (surface.cx, base),
        size,
        style: SMALL,
        align: Align::Centre,
    }
    .draw(art, &ink.hex(), &|p| surface.place(p));
}

/// A short fine rule in the middle.
fn rule(art: &mut Art, surface: &Surface, y: f32, paint: &str) {
    let (a, b) = (
        surface.place((surface.cx - 22.0, y)),
        surface.place((surface.cx + 22.0, y)),
    );
    art.stroke(
        &format!("M{} {}L{} {}", num(a.0), num(a.1), num(b.0), num(b.1)),
        paint,
        2.5,
    );
}

/// The contents in the accent band.
fn contents(art: &mut Art, print: &Print, surface: &Surface, band: f32) {
    let height = surface.bottom - band;
    let room = Room {
        width: surface.half * 2.0 * surface.usable,
        height: height * 0.8,
        largest: height * 0.52,
        lines: 1,
    };
    let fitted = fit(print.detail, DETAIL, room);
    let ink = print
        .accent
        .most_legible(&[print.ink, print.base, Rgb::INK, Rgb::WHITE]);
    for line in &fitted.lines {
        Line {
            text: line,
            at: (
                surface.cx,
                band + height / 2.0 + fitted.size * CAPITALS / 2.0,
            ),
            size: fitted.size,
            style: Style {
                squeeze: fitted.squeeze,
                ..DETAIL
            },
            align: Align::Centre,
        }
        .draw(art, &ink.hex(), &|p| surface.place(p));
    }
}
