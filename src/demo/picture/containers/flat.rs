//! Containers with flat faces: pouches and cartons.

use super::super::canvas::{Art, Path, rounded, squash};
use super::super::colour::Rgb;
use super::super::label::{self, Print, Surface};
use super::super::props;
use super::super::scene::{SHADE, shadow, veil};

const WOOD: Rgb = Rgb::new(0xB9, 0x8A, 0x57);
const POWDER: Rgb = Rgb::new(0xEF, 0xE3, 0xC8);

/// A stand-up pouch with a sealed top.
pub(super) fn pouch(art: &mut Art, print: &Print) {
    let (cx, top, base) = (440.0, 118.0, 862.0);
    shadow(art, cx, base, 246.0);
    let outline = pouch_outline(cx, top, base);
    art.fill(&outline, &print.base.hex());
    art.open_clipped(&outline);
    let surface = Surface {
        cx,
        half: 262.0,
        top: 242.0,
        bottom: 760.0,
        bend: 0.3,
        slope: (0.0, 0.0),
        usable: 0.74,
    };
    label::draw(art, print, &surface);
    pouch_light(art, print.base, (cx, top, base));
    seal(art, cx, top);
    art.close();
    props::scoop(art, (770.0, 836.0), WOOD, POWDER);
}

fn pouch_outline(cx: f32, top: f32, base: f32) -> String {
    let foot = 262.0 * squash(base);
    Path::new()
        .m(cx - 228.0, top)
        .l(cx + 228.0, top)
        .q((cx + 238.0, top), (cx + 238.0, top + 10.0))
        .c(
            (cx + 232.0, top + 190.0),
            (cx + 262.0, base - 260.0),
            (cx + 257.0, base - 36.0),
        )
        .c(
            (cx + 257.0, base - 6.0),
            (cx + 246.0, base + 8.0),
            (cx + 214.0, base + 14.0),
        )
        .c(
            (cx + 120.0, base + foot * 0.72),
            (cx - 120.0, base + foot * 0.72),
            (cx - 214.0, base + 14.0),
        )
        .c(
            (cx - 246.0, base + 8.0),
            (cx - 257.0, base - 6.0),
            (cx - 257.0, base - 36.0),
        )
        .c(
            (cx - 262.0, base - 260.0),
            (cx - 232.0, top + 190.0),
            (cx - 238.0, top + 10.0),
        )
        .q((cx - 238.0, top), (cx - 228.0, top))
        .z()
        .d()
}

/// The soft swell of a filled pouch, its side seams, and the fold of its foot.
fn pouch_light(art: &mut Art, base_colour: Rgb, (cx, top, base): (f32, f32, f32)) {
    let light = veil(art, base_colour);
    art.fill(
        &rounded(cx - 262.0, top, 524.0, base - top + 60.0, 1.0),
        &light,
    );
    let foot = |lift: f32| {
        Path::new()
            .m(cx - 262.0, base - 84.0 - lift)
            .q((cx, base + 14.0 - lift), (cx + 262.0, base - 84.0 - lift))
    };
    let fold = art.down(&[(0.0, SHADE, 0.06), (1.0, SHADE, 0.3)]);
    let under = foot(0.0)
        .l(cx + 262.0, base + 70.0)
        .l(cx - 262.0, base + 70.0)
        .z()
        .d();
    art.fill(&under, &fold);
    art.stroke(&foot(2.0).d(), &Rgb::WHITE.alpha(0.16), 2.5);
    for side in [-1.0, 1.0] {
        let seam = Path::new()
            .m(cx + side * 224.0, top + 66.0)
            .c(
                (cx + side * 219.0, top + 200.0),
                (cx + side * 248.0, base - 260.0),
                (cx + side * 243.0, base - 92.0),
            )
            .d();
        art.stroke(&seam, &Rgb::WHITE.alpha(0.13), 2.0);
    }
}

/// The crimped seal, the tear notches and the zip.
fn seal(art: &mut Art, cx: f32, top: f32) {
    let left = cx - 240.0;
    let paint = art.down(&[(0.0, Rgb::WHITE, 0.28), (1.0, Rgb::WHITE, 0.1)]);
    art.fill(&rounded(left, top, 480.0, 58.0, 1.0), &paint);
    let mut lines = Path::new();
    for step in 0..7_u8 {
        let y = f32::from(step).mul_add(8.0, top + 5.0);
        lines = lines.m(left + 3.0, y).l(left + 477.0, y);
    }
    art.stroke(&lines.d(), &SHADE.alpha(0.16), 2.0);
    for side in [-1.0, 1.0] {
        let x = cx + side * 239.0;
        let notch = Path::new()
            .m(x + side * 2.0, top + 74.0)
            .l(x - side * 12.0, top + 81.0)
            .l(x + side * 2.0, top + 88.0)
            .z()
            .d();
        art.fill(&notch, &SHADE.alpha(0.45));
    }
    let zip = |y: f32| Path::new().m(left + 6.0, y).l(left + 474.0, y).d();
    art.stroke(&zip(top + 108.0), &SHADE.alpha(0.28), 3.0);
    art.stroke(&zip(top + 112.0), &Rgb::WHITE.alpha(0.3), 2.0);
}

/// The carton's upright edges: left, near, right; and its heights at the near edge.
const CARTON: (f32, f32, f32) = (190.0, 614.0, 768.0);
const CARTON_TOP: f32 = 262.0;
const CARTON_BASE: f32 = 878.0;

/// How steeply the front's horizontal lines fall to the right at a height.
fn front_slope(y: f32) -> f32 {
    0.075 * (y - 120.0) / 756.0
}

/// How steeply the side's horizontal lines rise to the right at a height.
fn side_slope(y: f32) -> f32 {
    0.4 * (y - 40.0) / 856.0
}

/// A carton of sachets, seen over a corner.
pub(super) fn carton(art: &mut Art, print: &Print) {
    let (left, edge, _) = CARTON;
    carton_shadow(art);
    carton_lid(art, print);
    carton_side(art, print);
    let half = (edge - left) / 2.0;
    let surface = Surface {
        cx: left + half,
        half,
        top: CARTON_TOP - half * front_slope(CARTON_TOP),
        bottom: CARTON_BASE - half * front_slope(CARTON_BASE),
        bend: 0.0,
        slope: (front_slope(CARTON_TOP), front_slope(CARTON_BASE)),
        usable: 0.82,
    };
    label::draw(art, print, &surface);
    let light = art.linear(
        (0.0, 0.0),
        (1.0, 1.0),
        &[(0.0, Rgb::WHITE, 0.14), (0.6, Rgb::WHITE, 0.0)],
    );
    art.fill(&surface.band(surface.top, surface.bottom), &light);
    let near = Path::new()
        .m(edge, CARTON_TOP + 2.0)
        .l(edge, CARTON_BASE - 2.0)
        .d();
    art.stroke(&near, &Rgb::WHITE.alpha(0.3), 2.5);
    props::sachet(art, (806.0, 720.0), print.base, print.accent);
}

fn carton_shadow(art: &mut Art) {
    let (left, edge, right) = CARTON;
    shadow(art, 490.0, 828.0, 282.0);
    let corner = CARTON_BASE - (edge - left) * front_slope(CARTON_BASE);
    let far = CARTON_BASE - (right - edge) * side_slope(CARTON_BASE);
    let ground = Path::new()
        .m(left - 4.0, corner)
        .l(edge, CARTON_BASE + 7.0)
        .l(right + 2.0, far + 2.0)
        .l(edge, CARTON_BASE - 30.0)
        .z()
        .d();
    art.fill(&ground, &SHADE.alpha(0.34));
}

fn carton_lid(art: &mut Art, print: &Print) {
    let (left, edge, right) = CARTON;
    let corner = CARTON_TOP - (edge - left) * front_slope(CARTON_TOP);
    let far = CARTON_TOP - (right - edge) * side_slope(CARTON_TOP);
    let lid = Path::new()
        .m(left, corner)
        .l(edge, CARTON_TOP)
        .l(right, far)
        .l(left + right - edge - 8.0, corner + far - CARTON_TOP + 2.0)
        .z()
        .d();
    let paint = art.across(&[
        (0.0, print.base.lighten(0.42), 1.0),
        (1.0, print.base.lighten(0.22), 1.0),
    ]);
    art.fill(&lid, &paint);
}

fn carton_side(art: &mut Art, print: &Print) {
    let (_, edge, right) = CARTON;
    let quad = |y0: f32, y1: f32| {
        let depth = right - edge;
        Path::new()
            .m(edge, y0)
            .l(right, y0 - depth * side_slope(y0))
            .l(right, y1 - depth * side_slope(y1))
            .l(edge, y1)
            .z()
            .d()
    };
    art.fill(
        &quad(CARTON_TOP, CARTON_BASE),
        &print.base.darken(0.2).hex(),
    );
    let height = CARTON_BASE - CARTON_TOP;
    let band = CARTON_BASE - height * 0.145;
    art.fill(
        &quad(band + 2.0, CARTON_BASE),
        &print.accent.darken(0.26).hex(),
    );
    art.fill(
        &quad(CARTON_TOP + 9.0, CARTON_TOP + 12.5),
        &print.accent.darken(0.26).hex(),
    );
    let fall = art.across(&[(0.0, SHADE, 0.0), (1.0, SHADE, 0.16)]);
    art.fill(&quad(CARTON_TOP, CARTON_BASE), &fall);
}
