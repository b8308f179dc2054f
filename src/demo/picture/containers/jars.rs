//! Wide round containers: powder jars, gummy jars, tins.

use super::super::canvas::{Art, disc, oval, squash, wrap};
use super::super::colour::Rgb;
use super::super::label::Print;
use super::super::props;
use super::super::scene::{Cap, SHADE, Vessel, shadow, solid};
use super::bottles::{cap_colour, plastic, wrap_label};

const MILK: Rgb = Rgb::new(0xF4, 0xF1, 0xEA);
const POWDER: Rgb = Rgb::new(0xEF, 0xE3, 0xC8);
const STEEL: Rgb = Rgb::new(0xC9, 0xC7, 0xC0);

/// A tub of powder with a scoop.
pub(super) fn powder(art: &mut Art, print: &Print) {
    let vessel = Vessel {
        cx: 444.0,
        r: 268.0,
        neck: 244.0,
        top: 300.0,
        shoulder: 342.0,
        base: 842.0,
    };
    plastic(art, &vessel, MILK, 262.0);
    Cap {
        cx: vessel.cx,
        r: 262.0,
        top: 208.0,
        bottom: 304.0,
        colour: cap_colour(print),
        ribs: 3,
    }
    .draw(art);
    wrap_label(art, print, &vessel, 366.0, 802.0);
    let scoop = cap_colour(print).lighten(0.12);
    props::scoop(art, (770.0, 830.0), scoop, POWDER);
}

/// A clear jar full of gummies.
pub(super) fn gummies(art: &mut Art, print: &Print) {
    let vessel = Vessel {
        cx: 450.0,
        r: 250.0,
        neck: 206.0,
        top: 278.0,
        shoulder: 352.0,
        base: 846.0,
    };
    shadow(art, vessel.cx, vessel.base, vessel.r);
    let colours = [
        Rgb::new(0xC9, 0x4F, 0x4A),
        Rgb::new(0xE5, 0x9A, 0x3A),
        Rgb::new(0x8E, 0x4A, 0x72),
    ];
    let symbols: Vec<String> = colours
        .iter()
        .map(|colour| art.symbol(|art| props::gummy(art, *colour)))
        .collect();
    art.fill(&vessel.outline(), "#dcdcd2");
    art.open_clipped(&vessel.inset(9.0));
    for (row, y) in [340.0, 380.0, 412.0, 440.0, 790.0, 828.0, 868.0]
        .into_iter()
        .enumerate()
    {
        gummy_row(art, &symbols, &vessel, row, y);
    }
    art.close();
    clear(art, &vessel);
    vessel.under_cap(art, 220.0);
    Cap {
        cx: vessel.cx,
        r: 224.0,
        top: 186.0,
        bottom: 282.0,
        colour: MILK,
        ribs: 0,
    }
    .draw(art);
    vessel.glint(art, vessel.base - 8.0);
    wrap_label(art, print, &vessel, 424.0, 784.0);
    props::gummies(art, (806.0, 866.0), &symbols);
}

fn gummy_row(art: &mut Art, symbols: &[String], vessel: &Vessel, row: usize, y: f32) {
    for index in 0..8_u8 {
        let side = (f32::from(index) - 3.5) / 3.5;
        let shift = if row.is_multiple_of(2) { 0.0 } else { 34.0 };
        let x = vessel.cx + side * vessel.r * 0.92 + shift;
        let wobble = f32::from((index * 5) % 4) * 5.0;
        let kind = (usize::from(index) * 2 + row + usize::from(index / 3)) % symbols.len().max(1);
        if let Some(symbol) = symbols.get(kind) {
            let bend = (1.0 - side * side).max(0.0).sqrt() * vessel.r * squash(y) * 0.6;
            art.place(
                symbol,
                (x, y + wobble + bend - 14.0),
                wobble * 3.0 - 20.0,
                1.0,
            );
        }
    }
}

/// Clear plastic over what is inside.
fn clear(art: &mut Art, vessel: &Vessel) {
    let tint = Rgb::new(0x5B, 0x66, 0x60);
    let glass = art.across(&[
        (0.0, tint, 0.62),
        (0.06, tint, 0.2),
        (0.2, Rgb::WHITE, 0.34),
        (0.4, Rgb::WHITE, 0.06),
        (0.75, tint, 0.06),
        (0.94, tint, 0.3),
        (1.0, tint, 0.6),
    ]);
    art.fill(&vessel.outline(), &glass);
}

/// A low round tin of lozenges.
pub(super) fn tin(art: &mut Art, print: &Print) {
    let (cx, r, top, base) = (452.0, 300.0, 360.0, 820.0);
    shadow(art, cx, base, r);
    let metal = solid(art, STEEL);
    art.fill(&wrap(cx, r, top, base), &metal);
    let vessel = Vessel {
        cx,
        r,
        neck: r,
        top,
        shoulder: top + 20.0,
        base,
    };
    wrap_label(art, print, &vessel, 408.0, 804.0);
    let lid = cap_colour(print);
    tin_lid(art, (cx, r + 6.0, 306.0, 400.0), lid);
    props::lozenges(art, (830.0, 874.0), Rgb::new(0xE3, 0xC2, 0x84));
}

/// A pressed lid with a raised middle and a rolled edge.
fn tin_lid(art: &mut Art, (cx, r, top, bottom): (f32, f32, f32, f32), colour: Rgb) {
    art.fill(
        &wrap(cx, r - 4.0, bottom - 4.0, bottom + 7.0),
        &SHADE.alpha(0.3),
    );
    Cap {
        cx,
        r,
        top,
        bottom,
        colour,
        ribs: 0,
    }
    .draw(art);
    let roll = solid(art, STEEL);
    art.fill(&wrap(cx, r + 1.0, bottom - 11.0, bottom), &roll);
    let face = art.linear(
        (0.0, 0.0),
        (1.0, 1.0),
        &[
            (0.0, colour.lighten(0.4), 1.0),
            (1.0, colour.darken(0.02), 1.0),
        ],
    );
    art.fill(&disc(cx, top - 5.0, r * 0.74), &face);
    art.stroke(
        &oval(cx, top - 5.0, r * 0.74, r * 0.74 * squash(top)),
        &Rgb::WHITE.alpha(0.25),
        2.5,
    );
}
