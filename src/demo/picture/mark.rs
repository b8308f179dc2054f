//! The brand's mark: a small sign that follows from the brand's name.

use super::canvas::{Art, Path, Point, oval};

/// A stable number for a name (FNV-1a).
pub(super) fn hash(name: &str) -> u64 {
    name.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

/// Draws the mark of a brand in a circle of radius `r`: one of eight signs, bare or in a frame.
pub(super) fn draw(art: &mut Art, brand: &str, centre: Point, r: f32, paint: &str) {
    let mixed = (hash(brand) ^ (hash(brand) >> 33)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    let sign = (mixed >> 40) % 8;
    let pen = (r * 0.13).max(1.6);
    let inner = match (sign, (mixed >> 50) % 4) {
        (0..6, 1) => {
            art.stroke(&oval(centre.0, centre.1, r * 1.04, r * 1.04), paint, pen);
            r * 0.66
        }
        (0..6, 2) => {
            art.stroke(&polygon(centre, r * 1.12), paint, pen);
            r * 0.66
        }
        _ => r,
    };
    let at = |x: f32, y: f32| (centre.0 + x * inner, centre.1 + y * inner);
    match sign {
        0 => seedling(art, &at, paint, pen),
        1 => drop(art, &at, paint, pen),
        2 => hexagon(art, centre, inner, paint, pen),
        3 => sprig(art, &at, paint, pen),
        4 => rosette(art, centre, inner, paint),
        5 => sun(art, centre, inner, paint, pen),
        6 => hills(art, &at, paint, pen),
        _ => leaf(art, &at, paint, pen),
    }
}

/// A hexagon that stands on a corner.
fn polygon((cx, cy): Point, r: f32) -> String {
    let mut path = Path::new();
    for corner in 0..6_u8 {
        let angle = f32::from(corner).mul_add(60.0, -90.0).to_radians();
        let (x, y) = (cx + angle.cos() * r, cy + angle.sin() * r);
        path = if corner == 0 {
            path.m(x, y)
        } else {
            path.l(x, y)
        };
    }
    path.z().d()
}

type At<'a> = &'a dyn Fn(f32, f32) -> Point;

/// A pointed leaf from a stem point to a tip, `fat` wide, as a path.
fn blade(from: Point, tip: Point, fat: f32) -> String {
    let (dx, dy) = (tip.0 - from.0, tip.1 - from.1);
    let side = |s: f32, along: f32| {
        (
            from.0 + dx * along - dy * fat * s,
            from.1 + dy * along + dx * fat * s,
        )
    };
    Path::new()
        .m(from.0, from.1)
        .c(side(1.0, 0.1), side(0.9, 0.7), tip)
        .c(side(-0.9, 0.7), side(-1.0, 0.1), from)
        .z()
        .d()
}

fn line(a: Point, b: Point) -> String {
    Path::new().m(a.0, a.1).l(b.0, b.1).d()
}

fn seedling(art: &mut Art, at: At, paint: &str, pen: f32) {
    art.stroke(&line(at(0.0, 1.0), at(0.0, 0.0)), paint, pen);
    art.fill(&blade(at(0.0, 0.35), at(-0.95, -0.6), 0.42), paint);
    art.fill(&blade(at(0.0, 0.15), at(0.85, -1.0), 0.42), paint);
}

fn drop(art: &mut Art, at: At, paint: &str, pen: f32) {
    let outline = Path::new()
        .m(at(0.0, -1.05).0, at(0.0, -1.05).1)
        .c(at(0.25, -0.55), at(0.75, -0.1), at(0.75, 0.35))
        .c(at(0.75, 0.8), at(0.4, 1.05), at(0.0, 1.05))
        .c(at(-0.4, 1.05), at(-0.75, 0.8), at(-0.75, 0.35))
        .c(at(-0.75, -0.1), at(-0.25, -0.55), at(0.0, -1.05))
        .z()
        .d();
    art.stroke(&outline, paint, pen);
    art.fill(&blade(at(-0.2, 0.75), at(0.3, -0.3), 0.32), paint);
}

fn hexagon(art: &mut Art, centre: Point, r: f32, paint: &str, pen: f32) {
    let mut spokes = String::new();
    for degrees in [-30.0_f32, 90.0, 210.0] {
        let angle = degrees.to_radians();
        let half = (
            centre.0 + angle.cos() * r * 0.5,
            centre.1 + angle.sin() * r * 0.5,
        );
        spokes.push_str(&line(centre, half));
    }
    art.stroke(&polygon(centre, r), paint, pen);
    art.stroke(&spokes, paint, pen);
}

fn sprig(art: &mut Art, at: At, paint: &str, pen: f32) {
    art.stroke(&line(at(0.0, 1.1), at(0.0, -0.3)), paint, pen * 0.8);
    let mut leaves = blade(at(0.0, -0.3), at(0.0, -1.15), 0.3);
    for side in [-1.0, 1.0] {
        leaves.push_str(&blade(at(side * 0.05, 0.2), at(side * 0.68, -0.55), 0.26));
        leaves.push_str(&blade(at(side * 0.05, 0.82), at(side * 0.8, 0.12), 0.26));
    }
    art.fill(&leaves, paint);
}

fn rosette(art: &mut Art, (cx, cy): Point, r: f32, paint: &str) {
    let mut path = String::new();
    for petal in 0..8_u8 {
        let angle = (f32::from(petal) * 45.0).to_radians();
        let tip = (cx + r * 1.05 * angle.cos(), cy + r * 1.05 * angle.sin());
        let from = (cx + r * 0.22 * angle.cos(), cy + r * 0.22 * angle.sin());
        path.push_str(&blade(from, tip, 0.32));
    }
    art.fill(&path, paint);
}

fn sun(art: &mut Art, (cx, cy): Point, r: f32, paint: &str, pen: f32) {
    art.fill(&oval(cx, cy, r * 0.45, r * 0.45), paint);
    let mut path = String::new();
    for ray in 0..12_u8 {
        let angle = (f32::from(ray) * 30.0).to_radians();
        let (x, y) = (angle.cos() * r, angle.sin() * r);
        path.push_str(&line(
            (cx + x * 0.72, cy + y * 0.72),
            (cx + x * 1.05, cy + y * 1.05),
        ));
    }
    art.stroke(&path, paint, pen * 0.8);
}

fn hills(art: &mut Art, at: At, paint: &str, pen: f32) {
    let c = at(0.0, 0.0);
    let r = at(1.0, 0.0).0 - c.0;
    art.stroke(&oval(c.0, c.1, r, r), paint, pen);
    let m = at(-0.8, 0.3);
    let hills = Path::new()
        .m(m.0, m.1)
        .q(at(-0.35, -0.45), at(0.0, 0.15))
        .q(at(0.4, -0.25), at(0.8, 0.3))
        .c(at(0.5, 1.02), at(-0.5, 1.02), at(-0.8, 0.3))
        .z()
        .d();
    art.fill(&hills, paint);
    let s = at(0.3, -0.42);
    art.fill(&oval(s.0, s.1, r * 0.18, r * 0.18), paint);
}

fn leaf(art: &mut Art, at: At, paint: &str, pen: f32) {
    let c = at(0.0, 0.0);
    let r = at(1.0, 0.0).0 - c.0;
    art.stroke(&oval(c.0, c.1, r, r), paint, pen);
    art.fill(&blade(at(-0.42, 0.5), at(0.45, -0.62), 0.42), paint);
    art.stroke(&line(at(-0.62, 0.72), at(-0.3, 0.36)), paint, pen);
}
