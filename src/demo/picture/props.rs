//! What lies beside a container: capsules, softgels, tablets, gummies, lozenges, a scoop, a sachet.

use super::canvas::{Art, Path, Point, oval, rounded, squash};
use super::colour::Rgb;
use super::scene::{SHADE, solid};

/// A small shadow under something lying at a point.
fn spot(art: &mut Art, (x, y): Point, rx: f32, ry: f32) {
    let paint = art.radial(
        (0.5, 0.5),
        0.5,
        &[(0.0, SHADE, 0.46), (0.6, SHADE, 0.22), (1.0, SHADE, 0.0)],
    );
    art.fill(&oval(x + rx * 0.12, y + ry * 0.3, rx, ry), &paint);
}

/// Two-part capsules, one half in each colour.
pub(super) fn capsules(art: &mut Art, (x, y): Point, left: Rgb, right: Rgb) {
    let capsule = art.symbol(|art| capsule(art, left, right));
    for (dx, dy, turn) in [(44.0, -26.0, 22.0), (-50.0, 4.0, -18.0), (66.0, 30.0, -8.0)] {
        spot(art, (x + dx, y + dy + 21.0), 68.0, 15.0);
        art.place(&capsule, (x + dx, y + dy), turn, 1.12);
    }
}

fn capsule(art: &mut Art, left: Rgb, right: Rgb) {
    let tube = |art: &mut Art, colour: Rgb| {
        art.down(&[
            (0.0, colour.lighten(0.12), 1.0),
            (0.28, colour.lighten(0.45), 1.0),
            (0.55, colour, 1.0),
            (1.0, colour.darken(0.34), 1.0),
        ])
    };
    let (l, r) = (tube(art, left), tube(art, right));
    art.fill(&rounded(-54.0, -21.0, 80.0, 42.0, 21.0), &l);
    art.fill("M0 -22.5H32A22.5 22.5 0 0 1 32 22.5H0Z", &r);
    art.fill("M0 -22.5H4V22.5H0Z", &SHADE.alpha(0.18));
    art.stroke("M-36 -11.5H-10", &Rgb::WHITE.alpha(0.75), 4.0);
    art.stroke("M12 -12H34", &Rgb::WHITE.alpha(0.6), 4.0);
}

/// Round tablets with a score line.
pub(super) fn tablets(art: &mut Art, (x, y): Point, colour: Rgb) {
    let tablet = art.symbol(|art| tablet(art, colour));
    for (dx, dy, turn) in [(34.0, -26.0, 0.0), (-30.0, 10.0, 0.0), (62.0, 28.0, 0.0)] {
        spot(art, (x + dx, y + dy + 16.0), 58.0, 17.0);
        art.place(&tablet, (x + dx, y + dy), turn, 1.0);
    }
}

fn tablet(art: &mut Art, colour: Rgb) {
    let side = solid(art, colour.darken(0.08));
    art.fill("M-46 0V14A46 17 0 0 0 46 14V0Z", &side);
    let face = art.linear(
        (0.1, 0.0),
        (0.9, 1.0),
        &[
            (0.0, colour.lighten(0.6), 1.0),
            (0.6, colour.lighten(0.15), 1.0),
            (1.0, colour.darken(0.06), 1.0),
        ],
    );
    art.fill(&oval(0.0, 0.0, 46.0, 18.0), &face);
    art.stroke("M-30 -9L30 9", &colour.darken(0.4).alpha(0.55), 3.5);
    art.stroke("M-29 -6.5L29 11.5", &Rgb::WHITE.alpha(0.6), 1.6);
}

/// One golden softgel around the origin, about 96 wide.
pub(super) fn softgel(art: &mut Art) {
    let body = art.radial(
        (0.36, 0.24),
        0.85,
        &[
            (0.0, Rgb::new(0xFF, 0xEB, 0xAE), 1.0),
            (0.35, Rgb::new(0xF6, 0xC1, 0x4E), 1.0),
            (0.75, Rgb::new(0xDB, 0x93, 0x20), 1.0),
            (1.0, Rgb::new(0xA8, 0x63, 0x12), 1.0),
        ],
    );
    art.fill(&oval(0.0, 0.0, 48.0, 27.0), &body);
    let glow = Rgb::new(0xFF, 0xE2, 0x8A).alpha(0.75);
    art.fill("M-14 16C8 22 30 14 38 3C34 18 8 27 -14 16Z", &glow);
    art.fill(
        "M-34 -6C-28 -16 -14 -20 0 -20C-12 -15 -24 -11 -34 -6Z",
        &Rgb::WHITE.alpha(0.85),
    );
}

/// A few softgels on the table; `symbol` is a drawn [`softgel`].
pub(super) fn softgels(art: &mut Art, (x, y): Point, symbol: &str) {
    for (dx, dy, turn) in [
        (40.0, -20.0, -14.0),
        (-40.0, 10.0, 10.0),
        (64.0, 32.0, -4.0),
    ] {
        spot(art, (x + dx, y + dy + 22.0), 60.0, 14.0);
        art.place(symbol, (x + dx, y + dy), turn, 1.0);
    }
}

/// A sugared gummy around the origin: a soft dome.
pub(super) fn gummy(art: &mut Art, colour: Rgb) {
    let body = art.radial(
        (0.36, 0.26),
        0.85,
        &[
            (0.0, colour.lighten(0.55), 1.0),
            (0.4, colour.lighten(0.1), 1.0),
            (1.0, colour.darken(0.3), 1.0),
        ],
    );
    art.fill(
        "M-40 14C-40 -16 -26 -31 0 -31C26 -31 40 -16 40 14C40 27 28 32 0 32C-28 32 -40 27 -40 14Z",
        &body,
    );
    art.fill(
        "M-30 14C-28 20 -14 24 4 24C22 24 32 19 33 12C36 24 22 29 2 29C-18 29 -30 24 -30 14Z",
        &colour.lighten(0.5).alpha(0.55),
    );
    art.fill(
        "M-27 -4C-25 -17 -15 -24 -3 -25C-14 -18 -20 -12 -27 -4Z",
        &Rgb::WHITE.alpha(0.8),
    );
}

/// Gummies on the table, of several colours.
pub(super) fn gummies(art: &mut Art, (x, y): Point, symbols: &[String]) {
    let spots = [(36.0, -22.0, 8.0), (-38.0, 12.0, -10.0), (66.0, 34.0, 4.0)];
    for ((dx, dy, turn), symbol) in spots.into_iter().zip(symbols) {
        spot(art, (x + dx, y + dy + 28.0), 52.0, 13.0);
        art.place(symbol, (x + dx, y + dy), turn, 1.0);
    }
}

/// Lozenges: thick rounded octagons with a sunk face.
pub(super) fn lozenges(art: &mut Art, (x, y): Point, colour: Rgb) {
    let lozenge = art.symbol(|art| lozenge(art, colour));
    for (dx, dy) in [(30.0, -24.0), (-44.0, 8.0), (62.0, 28.0)] {
        spot(art, (x + dx, y + dy + 18.0), 58.0, 18.0);
        art.place(&lozenge, (x + dx, y + dy), 0.0, 1.0);
    }
}

fn lozenge(art: &mut Art, colour: Rgb) {
    let side = solid(art, colour.darken(0.16));
    art.fill(
        "M-50.5 0H50.5V16C51 20 49 22 46 25L29 36C26 38 22 39 17 39H-17C-22 39 -26 38 -29 36L-46 25C-49 22 -51 20 -50.5 16Z",
        &side,
    );
    let face = art.linear(
        (0.1, 0.0),
        (0.9, 1.0),
        &[
            (0.0, colour.lighten(0.55), 1.0),
            (0.5, colour.lighten(0.16), 1.0),
            (1.0, colour.darken(0.04), 1.0),
        ],
    );
    let hexagon = "M-17 -20H17C22 -20 26 -19 29 -17L47 -6C52 -2 52 2 47 6L29 17C26 19 22 20 17 20H-17C-22 20 -26 19 -29 17L-47 6C-52 2 -52 -2 -47 -6L-29 -17C-26 -19 -22 -20 -17 -20Z";
    art.fill(hexagon, &face);
    art.open("transform=\"scale(.72 .66)\"");
    art.fill(hexagon, &colour.darken(0.12).alpha(0.45));
    art.close();
    art.stroke(
        "M-38 -6L-25 -14C-22 -15 -20 -16 -16 -16H2",
        &Rgb::WHITE.alpha(0.75),
        3.4,
    );
    art.stroke(
        "M-30 6L-21 12C-18 13 -15 14 -12 14H12",
        &Rgb::WHITE.alpha(0.5),
        2.2,
    );
}

/// A measuring scoop with a heap of powder.
pub(super) fn scoop(art: &mut Art, (x, y): Point, colour: Rgb, powder: Rgb) {
    let (r, low, depth) = (66.0, 52.0, 62.0);
    let flat = squash(y) * 1.35;
    spot(art, (x + 6.0, y + depth + 2.0), 92.0, 22.0);
    scoop_handle(art, (x + r - 8.0, y), colour);
    let cup = solid(art, colour);
    let bowl = Path::new()
        .m(x - r, y)
        .c(
            (x - r, y + depth * 0.5),
            (x - low, y + depth * 0.7),
            (x - low, y + depth),
        )
        .arc(low, low * flat, false, (x + low, y + depth))
        .c(
            (x + low, y + depth * 0.7),
            (x + r, y + depth * 0.5),
            (x + r, y),
        )
        .z()
        .d();
    art.fill(&bowl, &cup);
    art.fill(&oval(x, y, r, r * flat), &colour.darken(0.22).hex());
    heap(art, (x, y), r * 0.93, 40.0, powder);
    let rim = Path::new()
        .m(x - r, y)
        .arc(r, r * flat, false, (x + r, y))
        .d();
    art.stroke(&rim, &colour.lighten(0.5).hex(), 5.0);
}

/// The handle, from the rim to the upper right, with a hole to hang it up.
fn scoop_handle(art: &mut Art, (x, y): Point, colour: Rgb) {
    let paint = art.linear(
        (0.3, 0.0),
        (0.5, 1.0),
        &[
            (0.0, colour.lighten(0.3), 1.0),
            (0.5, colour.darken(0.04), 1.0),
            (1.0, colour.darken(0.3), 1.0),
        ],
    );
    let handle = Path::new()
        .m(x, y - 8.0)
        .c(
            (x + 40.0, y - 12.0),
            (x + 62.0, y - 26.0),
            (x + 92.0, y - 46.0),
        )
        .c(
            (x + 108.0, y - 56.0),
            (x + 124.0, y - 40.0),
            (x + 112.0, y - 26.0),
        )
        .c((x + 86.0, y - 2.0), (x + 50.0, y + 14.0), (x, y + 14.0))
        .z()
        .d();
    art.fill(&handle, &paint);
    art.fill(&oval(x + 100.0, y - 36.0, 6.5, 5.0), &SHADE.alpha(0.4));
}

/// A heap of powder over a rim.
pub(super) fn heap(art: &mut Art, (x, y): Point, r: f32, height: f32, powder: Rgb) {
    let paint = art.radial(
        (0.34, 0.2),
        0.95,
        &[
            (0.0, powder.lighten(0.65), 1.0),
            (0.5, powder, 1.0),
            (1.0, powder.darken(0.24), 1.0),
        ],
    );
    let flat = squash(y) * 1.35;
    let mound = Path::new()
        .m(x - r, y)
        .c(
            (x - r * 0.72, y - height * 0.35),
            (x - r * 0.4, y - height),
            (x - r * 0.04, y - height),
        )
        .c(
            (x + r * 0.36, y - height),
            (x + r * 0.62, y - height * 0.3),
            (x + r, y),
        )
        .arc(r, r * flat, true, (x - r, y))
        .z()
        .d();
    art.fill(&mound, &paint);
    let (mut dark, mut light) = (Path::new(), Path::new());
    for (dx, dy) in [
        (-0.4, -0.28),
        (0.12, -0.5),
        (0.4, -0.1),
        (-0.1, 0.02),
        (0.24, -0.28),
    ] {
        let (px, py) = (x + dx * r, y + dy * height);
        dark = dark.m(px, py).l(px + 0.5, py);
        light = light.m(px - 9.0, py + 5.0).l(px - 8.5, py + 5.0);
    }
    art.stroke(&dark.d(), &powder.darken(0.4).alpha(0.35), 3.0);
    art.stroke(&light.d(), &Rgb::WHITE.alpha(0.8), 3.0);
}

/// Drops of oil lying on the table.
pub(super) fn drops(art: &mut Art, (x, y): Point, colour: Rgb) {
    let drop = art.symbol(|art| {
        let body = art.radial(
            (0.35, 0.25),
            0.9,
            &[
                (0.0, colour.lighten(0.5), 0.95),
                (0.5, colour, 0.92),
                (1.0, colour.darken(0.35), 0.95),
            ],
        );
        art.fill(&oval(0.0, 0.0, 40.0, 19.0), &body);
        art.fill(
            "M-8 11C6 14 22 9 28 1C27 11 8 17 -8 11Z",
            &Rgb::WHITE.alpha(0.5),
        );
        art.fill(&oval(-15.0, -8.0, 10.0, 4.0), &Rgb::WHITE.alpha(0.9));
    });
    for (dx, dy, scale) in [(20.0, -20.0, 0.72), (-26.0, 12.0, 1.1), (58.0, 18.0, 0.55)] {
        spot(
            art,
            (x + dx, y + dy + 8.0 * scale),
            54.0 * scale,
            20.0 * scale,
        );
        art.place(&drop, (x + dx, y + dy), 0.0, scale);
    }
}

/// A small clear measuring cup, half full.
pub(super) fn measure(art: &mut Art, (x, y): Point, liquid: Rgb) {
    let (r, low, depth) = (68.0, 52.0, 112.0);
    let glass = Rgb::new(0xB9, 0xC4, 0xBE);
    spot(art, (x + 8.0, y + depth + 2.0), 92.0, 22.0);
    let wide = |t: f32| low + (r - low) * (1.0 - t);
    let tub = |t0: f32, wall: f32| {
        let (a, b) = (wide(t0) - wall, low - wall);
        let (y0, y1) = (y + depth * t0, y + depth - wall);
        Path::new()
            .m(x - a, y0)
            .l(x - b, y1)
            .arc(b, b * squash(y1) * 1.2, false, (x + b, y1))
            .l(x + a, y0)
            .arc(a, a * squash(y0) * 1.2, true, (x - a, y0))
            .z()
            .d()
    };
    art.fill(&tub(0.0, 0.0), &glass.alpha(0.3));
    let fluid = solid(art, liquid);
    art.fill(&tub(0.45, 5.0), &fluid);
    let level = wide(0.45) - 5.0;
    art.fill(
        &oval(x, y + depth * 0.45, level, level * 0.22),
        &liquid.lighten(0.4).hex(),
    );
    let marks = Path::new()
        .m(x - 8.0, y + 42.0)
        .l(x + 12.0, y + 42.0)
        .m(x - 8.0, y + 82.0)
        .l(x + 12.0, y + 82.0);
    art.stroke(&marks.d(), &Rgb::WHITE.alpha(0.8), 2.5);
    art.stroke(
        &oval(x, y, r, r * 0.22),
        &glass.darken(0.12).alpha(0.8),
        3.5,
    );
    art.stroke(
        &Path::new()
            .m(x - r + 12.0, y + 20.0)
            .l(x - low + 3.0, y + depth - 16.0)
            .d(),
        &Rgb::WHITE.alpha(0.75),
        5.0,
    );
}

/// A stick sachet that leans a little.
pub(super) fn sachet(art: &mut Art, at: Point, base: Rgb, accent: Rgb) {
    let stick = art.symbol(|art| {
        let body = solid(art, base.lighten(0.1));
        art.fill(
            "M-36 -168L36 -168C33 -60 33 60 36 168L-36 168C-33 60 -33 -60 -36 -168Z",
            &body,
        );
        art.fill("M-36 -168H36L35 -140H-35Z", &base.darken(0.12).hex());
        art.fill("M-35 140H35L36 168H-36Z", &base.darken(0.12).hex());
        art.fill(
            "M-34 60C-12 66 12 66 34 60V96C12 102 -12 102 -34 96Z",
            &accent.hex(),
        );
        let mut crimp = Path::new();
        for step in 0..9_u8 {
            let x = f32::from(step).mul_add(8.0, -32.0);
            crimp = crimp.m(x, -164.0).l(x, -144.0).m(x, 144.0).l(x, 164.0);
        }
        art.stroke(&crimp.d(), &Rgb::WHITE.alpha(0.28), 2.0);
    });
    spot(art, (at.0 + 34.0, at.1 + 164.0), 74.0, 18.0);
    art.place(&stick, at, -7.0, 1.0);
}
