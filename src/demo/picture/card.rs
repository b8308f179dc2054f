//! The card for social networks.

use super::Container;
use super::canvas::{Art, Path};
use super::colour::Rgb;
use super::label::Print;
use super::text::{Align, CAPITALS, Line, Room, Style, drawable, fit};
use super::{containers, mark, scene};

const BRAND: Style = Style::new(9.5, 17.0);
const NAME: Style = Style::new(10.5, 0.5);
const SMALL: Style = Style::new(9.5, 3.0);
const LEFT: f32 = 76.0;
const WIDTH: f32 = 500.0;

/// Draws the card: text on the left, product on the right.
pub(super) fn draw(art: &mut Art, container: Container, print: &Print, site: &str) {
    scene::backdrop(art, 1200.0, 630.0);
    art.open("transform=\"translate(584 3) scale(.62)\"");
    scene::halo(art, print);
    containers::draw(art, container, print);
    art.close();
    let tint = [print.base, print.accent, Rgb::INK]
        .into_iter()
        .find(|c| c.contrast(Rgb::PAPER) >= 4.5)
        .unwrap_or(Rgb::INK);
    mark::draw(art, print.brand, (LEFT + 19.0, 112.0), 19.0, &tint.hex());
    set(
        art,
        print.brand.to_uppercase().as_str(),
        BRAND,
        (LEFT + 58.0, 121.0, 25.0, WIDTH - 58.0),
        tint,
    );
    let last = name(art, print.name);
    art.stroke(
        &Path::new()
            .m(LEFT + 2.0, last + 46.0)
            .l(LEFT + 62.0, last + 46.0)
            .d(),
        &tint.hex(),
        4.0,
    );
    set(
        art,
        print.detail,
        SMALL,
        (LEFT, last + 98.0, 30.0, WIDTH),
        Rgb::INK,
    );
    set(
        art,
        "Dietary supplement",
        SMALL,
        (LEFT, last + 136.0, 22.0, WIDTH),
        Rgb::new(0x52, 0x5B, 0x55),
    );
    set(
        art,
        site,
        SMALL,
        (LEFT, 562.0, 21.0, WIDTH),
        Rgb::new(0x52, 0x5B, 0x55),
    );
}

/// The name; returns the last baseline.
fn name(art: &mut Art, text: &str) -> f32 {
    let room = Room {
        width: WIDTH,
        height: 200.0,
        largest: 74.0,
        lines: 3,
    };
    let fitted = fit(text, NAME, room);
    let style = Style {
        squeeze: fitted.squeeze,
        ..NAME
    };
    let mut base = 276.0 - fitted.height() / 2.0 + fitted.size * CAPITALS;
    for line in &fitted.lines {
        put(art, line, style, (LEFT, base, fitted.size), Rgb::INK);
        base += fitted.step();
    }
    base - fitted.step()
}

/// One line, shrunk to a width when it must.
fn set(
    art: &mut Art,
    text: &str,
    style: Style,
    (x, base, size, width): (f32, f32, f32, f32),
    ink: Rgb,
) {
    let room = Room {
        width,
        height: size,
        largest: size,
        lines: 1,
    };
    let text = drawable(text);
    let fitted = fit(&text, style, room);
    let style = Style {
        squeeze: fitted.squeeze,
        ..style
    };
    put(art, &text, style, (x, base, fitted.size), ink);
}

fn put(art: &mut Art, text: &str, style: Style, (x, base, size): (f32, f32, f32), ink: Rgb) {
    Line {
        text,
        at: (x, base),
        size,
        style,
        align: Align::Left,
    }
    .draw(art, &ink.hex(), &|p| p);
}
