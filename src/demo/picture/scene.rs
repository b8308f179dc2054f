//! What all pictures share: paper, light from the upper left, shadows, and turned bodies.

use super::canvas::{Art, Path, disc, num, oval, squash, wrap};
use super::colour::Rgb;
use super::label::Print;

/// The colour of shade: warm, so that shadows on paper do not turn grey.
pub(super) const SHADE: Rgb = Rgb::new(0x2A, 0x1D, 0x12);

/// Paper, a little lighter where the light comes from.
pub(super) fn backdrop(art: &mut Art, width: f32, height: f32) {
    let paper = art.down(&[
        (0.0, Rgb::new(0xF8, 0xF6, 0xF0), 1.0),
        (0.6, Rgb::PAPER, 1.0),
        (1.0, Rgb::new(0xEB, 0xE6, 0xDA), 1.0),
    ]);
    art.fill(&format!("M0 0H{}V{}H0Z", num(width), num(height)), &paper);
}

/// A quiet disc behind the container, in a tint of the brand.
pub(super) fn halo(art: &mut Art, print: &Print) {
    let tint = if print.accent.contrast(Rgb::PAPER) > 1.35 {
        print.accent.mix(print.base, 0.15)
    } else {
        print.base
    };
    let share = (0.27 - tint.contrast(Rgb::PAPER) * 0.022).max(0.12);
    art.fill(
        &oval(500.0, 466.0, 396.0, 396.0),
        &Rgb::PAPER.mix(tint, share).hex(),
    );
}

/// The contact shadow of something standing at `(cx, y)` with a foot of radius `r`: a soft one that falls to the
/// right, and a dark one right under the foot.
pub(super) fn shadow(art: &mut Art, cx: f32, y: f32, r: f32) {
    let soft = art.radial(
        (0.5, 0.5),
        0.5,
        &[
            (0.0, SHADE, 0.42),
            (0.55, SHADE, 0.24),
            (0.8, SHADE, 0.07),
            (1.0, SHADE, 0.0),
        ],
    );
    let flat = squash(y);
    art.fill(
        &oval(cx + r * 0.2, y + r * flat * 0.42, r * 1.34, r * flat * 1.5),
        &soft,
    );
    art.fill(
        &oval(cx + r * 0.03, y + r * flat * 0.2, r * 1.06, r * flat * 1.12),
        &soft,
    );
}

/// Solid matter turned on a lathe: lit from the upper left.
pub(super) fn solid(art: &mut Art, colour: Rgb) -> String {
    art.across(&[
        (0.0, colour.darken(0.2), 1.0),
        (0.07, colour.darken(0.08), 1.0),
        (0.17, colour.lighten(0.16), 1.0),
        (0.25, colour.lighten(0.32), 1.0),
        (0.36, colour.lighten(0.14), 1.0),
        (0.52, colour, 1.0),
        (0.76, colour.darken(0.1), 1.0),
        (0.94, colour.darken(0.28), 1.0),
        (1.0, colour.darken(0.22), 1.0),
    ])
}

/// The same light as a transparent veil over something printed in a colour.
pub(super) fn veil(art: &mut Art, colour: Rgb) -> String {
    let dark = colour.darken(0.78);
    let share = if colour.luminance() > 0.4 { 0.52 } else { 1.0 };
    art.across(&[
        (0.0, dark, 0.36 * share),
        (0.08, dark, 0.12 * share),
        (0.14, Rgb::WHITE, 0.02),
        (0.24, Rgb::WHITE, 0.13),
        (0.36, Rgb::WHITE, 0.04),
        (0.5, Rgb::WHITE, 0.0),
        (0.501, dark, 0.0),
        (0.7, dark, 0.08 * share),
        (0.86, dark, 0.24 * share),
        (0.96, dark, 0.42 * share),
        (1.0, dark, 0.36 * share),
    ])
}

/// A body of revolution with round shoulders, from the neck to the table.
#[derive(Clone, Copy)]
pub(super) struct Vessel {
    pub cx: f32,
    pub r: f32,
    pub neck: f32,
    /// Height where the shoulders begin.
    pub top: f32,
    /// Height where the sides are upright.
    pub shoulder: f32,
    /// Height of the foot at the sides.
    pub base: f32,
}

impl Vessel {
    /// The silhouette.
    pub fn outline(&self) -> String {
        self.inset(0.0)
    }

    /// The silhouette, smaller by the thickness of the wall.
    pub fn inset(&self, wall: f32) -> String {
        let (cx, r, neck) = (self.cx, self.r - wall, self.neck - wall);
        let (top, shoulder, base) = (self.top, self.shoulder + wall * 0.5, self.base - wall);
        let reach = (r - neck) * 0.62;
        let drop = (shoulder - top) * 0.42;
        Path::new()
            .m(cx - neck, top)
            .c(
                (cx - neck - reach, top),
                (cx - r, shoulder - drop),
                (cx - r, shoulder),
            )
            .l(cx - r, base)
            .arc(r, r * squash(base), false, (cx + r, base))
            .l(cx + r, shoulder)
            .c(
                (cx + r, shoulder - drop),
                (cx + neck + reach, top),
                (cx + neck, top),
            )
            .z()
            .d()
    }

    /// Where glass throws the light back: along the left shoulder and down the side to a height.
    pub fn glint(&self, art: &mut Art, end: f32) {
        let height = self.shoulder - self.top;
        let reach = (self.r - self.neck) * 0.62;
        let start = (self.cx - self.neck - reach * 0.42, self.top + height * 0.3);
        let x = self.cx - self.r * 0.875;
        let line = Path::new()
            .m(start.0, start.1)
            .c(
                (self.cx - self.neck - reach, start.1 + 4.0),
                (x, self.shoulder - height * 0.46),
                (x, self.shoulder - height * 0.1),
            )
            .l(x, end)
            .d();
        art.stroke(&line, &Rgb::WHITE.alpha(0.42), self.r * 0.042);
    }

    /// The shade that a cap of radius `cap` throws on the shoulders.
    pub fn under_cap(&self, art: &mut Art, cap: f32) {
        let reach = cap * 1.32 / (self.r * 2.0);
        let deep = (cap * squash(self.top) + 46.0) / reach;
        let base = (self.top + deep) - self.r * squash(self.top + deep);
        let upper = Self {
            base: base.max(self.shoulder),
            ..*self
        };
        let paint = art.radial(
            (0.53, 0.0),
            reach,
            &[
                (0.0, SHADE, 0.5),
                (0.62, SHADE, 0.36),
                (0.82, SHADE, 0.12),
                (1.0, SHADE, 0.0),
            ],
        );
        art.fill(&upper.outline(), &paint);
    }
}

/// A screw cap or a lid.
#[derive(Clone, Copy)]
pub(super) struct Cap {
    pub cx: f32,
    pub r: f32,
    pub top: f32,
    pub bottom: f32,
    pub colour: Rgb,
    /// Degrees between ribs; 0 for a smooth side.
    pub ribs: u8,
}

impl Cap {
    /// Paints the side, the ribs, and the top with its rim.
    pub fn draw(&self, art: &mut Art) {
        let Self {
            cx,
            r,
            top,
            bottom,
            colour,
            ..
        } = *self;
        let side = solid(art, colour);
        art.fill(&wrap(cx, r, top, bottom), &side);
        if self.ribs > 0 {
            self.knurl(art);
        }
        let foot = colour.darken(0.35).alpha(0.5);
        art.fill(&wrap(cx, r, bottom - 7.0, bottom), &foot);
        let bevel = solid(art, colour.lighten(0.14));
        art.fill(&wrap(cx, r, top, top + 9.0), &bevel);
        self.lid(art);
    }

    fn lid(&self, art: &mut Art) {
        let Self {
            cx, r, top, colour, ..
        } = *self;
        let face = art.linear(
            (0.0, 0.0),
            (1.0, 1.0),
            &[
                (0.0, colour.lighten(0.42), 1.0),
                (0.5, colour.lighten(0.16), 1.0),
                (1.0, colour.darken(0.08), 1.0),
            ],
        );
        art.fill(&disc(cx, top, r), &face);
        let ring = art.linear(
            (0.0, 0.0),
            (1.0, 1.0),
            &[
                (0.0, SHADE, 0.2),
                (0.5, SHADE, 0.05),
                (1.0, Rgb::WHITE, 0.35),
            ],
        );
        art.stroke(&oval(cx, top, r * 0.86, r * squash(top) * 0.84), &ring, 3.0);
    }

    /// Upright ribs, closer together towards the sides as on a real cylinder.
    fn knurl(&self, art: &mut Art) {
        let (mut dark, mut light) = (Path::new(), Path::new());
        let mut degrees = -84_i16;
        while degrees <= 84 {
            let angle = f32::from(degrees).to_radians();
            let x = self.cx + self.r * angle.sin();
            let bend = |y: f32| y + self.r * squash(y) * angle.cos();
            let (y0, y1) = (bend(self.top + 17.0), bend(self.bottom - 13.0));
            dark = dark.m(x, y0).l(x, y1);
            light = light
                .m(x + 2.6 * angle.cos(), y0)
                .l(x + 2.6 * angle.cos(), y1);
            degrees += i16::from(self.ribs);
        }
        art.stroke(&dark.d(), &self.colour.darken(0.6).alpha(0.36), 2.6);
        art.stroke(&light.d(), &Rgb::WHITE.alpha(0.16), 1.8);
    }
}

/// A label's edge on a container: a thin shade below and to the right.
pub(super) fn label_edge(art: &mut Art, cx: f32, r: f32, top: f32, bottom: f32) {
    art.fill(&wrap(cx, r, top - 2.0, bottom + 5.0), &SHADE.alpha(0.2));
}
