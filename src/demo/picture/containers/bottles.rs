//! Bottles: capsules, tablets, softgels, droppers, tall bottles.

use super::super::canvas::{Art, Path, oval, rounded, squash, wrap};
use super::super::colour::Rgb;
use super::super::label::{self, Print, Surface};
use super::super::props;
use super::super::scene::{Cap, SHADE, Vessel, label_edge, shadow, solid, veil};

const MILK: Rgb = Rgb::new(0xF4, 0xF1, 0xEA);
const STONE: Rgb = Rgb::new(0xDD, 0xD5, 0xC5);
const CHARCOAL: Rgb = Rgb::new(0x33, 0x32, 0x30);
const OIL: Rgb = Rgb::new(0xD9, 0x95, 0x25);

/// A label around a vessel, with edge and light.
pub(super) fn wrap_label(art: &mut Art, print: &Print, vessel: &Vessel, top: f32, bottom: f32) {
    let (cx, r) = (vessel.cx, vessel.r + 0.6);
    label_edge(art, cx, r, top, bottom);
    label::draw(art, print, &Surface::around(cx, r, top, bottom));
    let light = veil(art, print.base);
    art.fill(&wrap(cx, r, top, bottom), &light);
}

/// A matt plastic body with the shade of its cap.
pub(super) fn plastic(art: &mut Art, vessel: &Vessel, colour: Rgb, cap: f32) {
    shadow(art, vessel.cx, vessel.base, vessel.r);
    let body = solid(art, colour);
    art.fill(&vessel.outline(), &body);
    vessel.under_cap(art, cap);
}

/// The packer bottle for capsules.
pub(super) fn capsules(art: &mut Art, print: &Print) {
    let vessel = Vessel {
        cx: 456.0,
        r: 222.0,
        neck: 138.0,
        top: 250.0,
        shoulder: 350.0,
        base: 852.0,
    };
    plastic(art, &vessel, MILK, 156.0);
    Cap {
        cx: vessel.cx,
        r: 158.0,
        top: 128.0,
        bottom: 254.0,
        colour: cap_colour(print),
        ribs: 6,
    }
    .draw(art);
    wrap_label(art, print, &vessel, 376.0, 812.0);
    props::capsules(art, (778.0, 868.0), MILK, capsule_colour(print));
}

/// The coloured half of a capsule: whichever of the brand's colours stands out from the white half.
fn capsule_colour(print: &Print) -> Rgb {
    if print.base.luminance() < 0.4 {
        print.base
    } else {
        print.accent
    }
}

/// A cap that goes with the label: a deeper shade of a dark label, the accent of a pale one.
pub(super) fn cap_colour(print: &Print) -> Rgb {
    if print.base.luminance() < 0.3 {
        print.base.mix(CHARCOAL, 0.3).lighten(0.03)
    } else if print.accent.luminance() < 0.4 {
        print.accent.mix(CHARCOAL, 0.15)
    } else {
        print.ink.mix(print.base, 0.15)
    }
}

/// A wider, lower bottle for tablets.
pub(super) fn tablets(art: &mut Art, print: &Print) {
    let vessel = Vessel {
        cx: 452.0,
        r: 256.0,
        neck: 196.0,
        top: 288.0,
        shoulder: 366.0,
        base: 846.0,
    };
    plastic(art, &vessel, STONE, 214.0);
    Cap {
        cx: vessel.cx,
        r: 216.0,
        top: 184.0,
        bottom: 290.0,
        colour: MILK,
        ribs: 4,
    }
    .draw(art);
    wrap_label(art, print, &vessel, 392.0, 806.0);
    props::tablets(art, (820.0, 872.0), Rgb::new(0xF0, 0xE8, 0xD8));
}

/// An amber bottle through which golden softgels show.
pub(super) fn softgels(art: &mut Art, print: &Print) {
    let vessel = Vessel {
        cx: 456.0,
        r: 226.0,
        neck: 134.0,
        top: 250.0,
        shoulder: 362.0,
        base: 852.0,
    };
    shadow(art, vessel.cx, vessel.base, vessel.r);
    let symbol = art.symbol(props::softgel);
    art.fill(&vessel.outline(), "#7a4416");
    art.open_clipped(&vessel.inset(9.0));
    let rows: [(f32, u8, f32); 7] = [
        (338.0, 4, 0.0),
        (366.0, 6, 38.0),
        (394.0, 6, 0.0),
        (802.0, 6, 20.0),
        (836.0, 6, 52.0),
        (862.0, 6, 8.0),
        (888.0, 5, 30.0),
    ];
    for (y, count, shift) in rows {
        pile(art, &symbol, &vessel, (y, count, shift));
    }
    art.close();
    amber(art, &vessel);
    vessel.under_cap(art, 150.0);
    Cap {
        cx: vessel.cx,
        r: 152.0,
        top: 128.0,
        bottom: 254.0,
        colour: CHARCOAL,
        ribs: 6,
    }
    .draw(art);
    vessel.glint(art, vessel.base - 8.0);
    wrap_label(art, print, &vessel, 412.0, 782.0);
    props::softgels(art, (796.0, 868.0), &symbol);
}

/// A row of a pile, every piece turned differently.
fn pile(art: &mut Art, symbol: &str, vessel: &Vessel, (y, count, shift): (f32, u8, f32)) {
    let step = vessel.r * 2.0 / f32::from(count.max(1));
    for index in 0..count {
        let wobble = f32::from((index * 7 + count * 3) % 5) - 2.0;
        let x = vessel.cx - vessel.r + step * f32::from(index) + shift;
        art.place(symbol, (x, y + wobble * 5.0), wobble * 17.0, 1.0);
    }
}

/// Brown glass over what is inside: dark at the edges, clear in the middle.
fn amber(art: &mut Art, vessel: &Vessel) {
    let dark = Rgb::new(0x4A, 0x22, 0x08);
    let glow = Rgb::new(0xB8, 0x66, 0x16);
    let glass = art.across(&[
        (0.0, dark, 0.94),
        (0.1, dark, 0.66),
        (0.26, glow, 0.3),
        (0.5, glow, 0.36),
        (0.8, dark, 0.5),
        (1.0, dark, 0.95),
    ]);
    art.fill(&vessel.outline(), &glass);
}

/// An amber dropper bottle with a rubber bulb.
pub(super) fn dropper(art: &mut Art, print: &Print) {
    let vessel = Vessel {
        cx: 456.0,
        r: 192.0,
        neck: 78.0,
        top: 352.0,
        shoulder: 452.0,
        base: 858.0,
    };
    shadow(art, vessel.cx, vessel.base, vessel.r);
    art.fill(&vessel.outline(), "#94551c");
    art.open_clipped(&vessel.inset(9.0));
    let fluid = art.down(&[
        (0.0, Rgb::new(0x8A, 0x48, 0x14), 1.0),
        (1.0, Rgb::new(0x5C, 0x2C, 0x0C), 1.0),
    ]);
    art.fill(&wrap(vessel.cx, vessel.r, 424.0, 900.0), &fluid);
    let level = oval(vessel.cx, 424.0, vessel.r * 0.93, vessel.r * squash(424.0));
    art.fill(&level, "#a8631f");
    art.fill(
        &rounded(vessel.cx - 13.0, 340.0, 26.0, 200.0, 12.0),
        "#ffe9c22e",
    );
    art.close();
    amber(art, &vessel);
    vessel.under_cap(art, 88.0);
    pipette(art, vessel.cx);
    vessel.glint(art, 700.0);
    wrap_label(art, print, &vessel, 472.0, 826.0);
    props::drops(art, (764.0, 884.0), OIL);
}

/// The collar and the rubber bulb of a dropper.
fn pipette(art: &mut Art, cx: f32) {
    for (r, top, bottom, ribs) in [(90.0, 244.0, 356.0, 8), (60.0, 226.0, 243.0, 0)] {
        Cap {
            cx,
            r,
            top,
            bottom,
            colour: CHARCOAL,
            ribs,
        }
        .draw(art);
    }
    let rubber = solid(art, CHARCOAL.lighten(0.06));
    let bulb = Path::new()
        .m(cx - 47.0, 226.0)
        .c((cx - 47.0, 196.0), (cx - 35.0, 184.0), (cx - 36.0, 136.0))
        .c((cx - 37.0, 92.0), (cx - 24.0, 66.0), (cx, 66.0))
        .c((cx + 24.0, 66.0), (cx + 37.0, 92.0), (cx + 36.0, 136.0))
        .c((cx + 35.0, 184.0), (cx + 47.0, 196.0), (cx + 47.0, 226.0))
        .arc(47.0, 47.0 * squash(226.0), true, (cx - 47.0, 226.0))
        .z()
        .d();
    art.fill(&bulb, &rubber);
    let glint = Path::new()
        .m(cx - 19.0, 96.0)
        .c((cx - 24.0, 118.0), (cx - 20.0, 150.0), (cx - 25.0, 178.0))
        .d();
    art.stroke(&glint, &Rgb::WHITE.alpha(0.34), 6.0);
}

/// A tall clear bottle of liquid with a measuring cup.
pub(super) fn tall(art: &mut Art, print: &Print) {
    let vessel = Vessel {
        cx: 436.0,
        r: 190.0,
        neck: 66.0,
        top: 220.0,
        shoulder: 366.0,
        base: 858.0,
    };
    shadow(art, vessel.cx, vessel.base, vessel.r);
    let glass = Rgb::new(0xC9, 0xCF, 0xC6);
    art.fill(&vessel.outline(), &glass.alpha(0.75));
    art.open_clipped(&vessel.inset(9.0));
    let fluid = solid(art, OIL);
    art.fill(&wrap(vessel.cx, vessel.r, 330.0, 900.0), &fluid);
    art.fill(
        &oval(vessel.cx, 330.0, vessel.r, vessel.r * squash(330.0)),
        &OIL.lighten(0.42).hex(),
    );
    art.close();
    let wall = art.across(&[
        (0.0, SHADE, 0.42),
        (0.08, SHADE, 0.08),
        (0.3, Rgb::WHITE, 0.14),
        (0.55, SHADE, 0.0),
        (0.9, SHADE, 0.12),
        (1.0, SHADE, 0.4),
    ]);
    art.fill(&vessel.outline(), &wall);
    vessel.under_cap(art, 80.0);
    Cap {
        cx: vessel.cx,
        r: 80.0,
        top: 118.0,
        bottom: 222.0,
        colour: cap_colour(print),
        ribs: 9,
    }
    .draw(art);
    vessel.glint(art, vessel.base - 8.0);
    wrap_label(art, print, &vessel, 420.0, 806.0);
    props::measure(art, (750.0, 780.0), OIL);
}
