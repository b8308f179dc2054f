//! What every picture must hold, for all containers and for brands that are pale, dark, or misconfigured.

use std::collections::HashSet;
use std::error::Error;

use resvg::usvg;

use super::glyphs::{fold, glyph};
use super::text::{Room, Style, commands, drawable, fit, measure};
use super::{Container, Palette, Picture, PictureError, png};

const LONG: &str = "Full Spectrum Immunoglobulins with Lactoferrin, Zinc Bisglycinate & Vitamin D3 (Vegetarian) 90x";

fn palette(base: &str, accent: &str, ink: &str) -> Palette {
    Palette {
        base: base.to_owned(),
        accent: accent.to_owned(),
        ink: ink.to_owned(),
    }
}

fn palettes() -> [Palette; 3] {
    [
        palette("#1F4D3A", "#D8B25C", "#F6F1E3"),
        palette("#EFE4CF", "#B5562F", "#3A2418"),
        palette("green", "", "#12"),
    ]
}

fn picture<'a>(name: &'a str, palette: &'a Palette, container: Container) -> Picture<'a> {
    Picture {
        brand: "Lumen & Loam",
        name,
        detail: "60 capsules",
        palette,
        container,
    }
}

#[test]
fn every_picture_is_well_formed_small_and_needs_no_font() -> Result<(), Box<dyn Error>> {
    for container in Container::ALL {
        for palette in &palettes() {
            for name in ["Zinc", "Vitamin D3 + K2", LONG, ""] {
                let svg = picture(name, palette, container).svg();
                usvg::Tree::from_str(&svg, &usvg::Options::default())?;
                assert!(
                    !svg.contains("<text") && !svg.contains("NaN"),
                    "{container:?}"
                );
                assert!(svg.len() < 25_000, "{container:?} {name}: {}", svg.len());
            }
            let card = picture(LONG, palette, container).social_card_svg("formulary.example");
            usvg::Tree::from_str(&card, &usvg::Options::default())?;
        }
    }
    Ok(())
}

#[test]
fn the_title_is_escaped_and_identifiers_are_unique() {
    let [palette, ..] = palettes();
    let svg = picture("C <b> \"x\" & \u{1}y", &palette, Container::GummyJar).svg();
    assert!(
        svg.contains(">Lumen &amp; Loam, C &lt;b&gt; &quot;x&quot; &amp;  y, 60 capsules</title>")
    );
    let ids: Vec<&str> = svg
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let unique: HashSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len());
    let other = picture("Another", &palette, Container::GummyJar).svg();
    assert!(ids.iter().all(|id| !other.contains(&format!("\"{id}\""))));
}

#[test]
fn long_names_fit_in_three_lines() {
    let style = Style::new(11.0, 0.5);
    let room = Room {
        width: 320.0,
        height: 130.0,
        largest: 80.0,
        lines: 3,
    };
    let word = "Methylsulfonylmethaneglucosaminechondroitin".repeat(3);
    for name in [LONG, word.as_str(), "A", "Omega-3/6/9", &LONG.repeat(20)] {
        let fitted = fit(name, style, room);
        let style = Style {
            squeeze: fitted.squeeze,
            ..style
        };
        assert!(fitted.lines.len() <= 3, "{name}");
        assert!(fitted.height() <= room.height, "{name}");
        for line in &fitted.lines {
            assert!(
                measure(line, style) * fitted.size <= room.width + 0.1,
                "{line}"
            );
        }
        let joined: String = fitted.lines.concat().replace(' ', "");
        assert_eq!(joined, drawable(name).replace(' ', ""), "nothing is lost");
    }
}

#[test]
fn glyphs_are_complete_and_accents_fall_back() {
    let all = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.,&'+/()%·: ";
    for c in all.chars() {
        assert!(glyph(c).is_some(), "{c}");
    }
    for glyph in (' '..='~').filter_map(glyph) {
        for (command, numbers) in commands(glyph.strokes) {
            let expected = match command {
                'M' | 'L' => 2,
                'C' => 6,
                'O' => 4,
                _ => 0,
            };
            assert_eq!(numbers.len(), expected, "{}", glyph.strokes);
        }
    }
    assert_eq!(
        drawable("Açaí  Crème–Brûlée 5 µg ™"),
        "Acai Creme-Brulee 5 ug"
    );
    for c in ('\u{A0}'..'\u{250}').chain('\u{2010}'..'\u{2040}') {
        assert!(fold(c).chars().all(|base| glyph(base).is_some()), "{c}");
    }
}

#[test]
fn a_png_has_the_width_that_was_asked_for() -> Result<(), PictureError> {
    let [palette, ..] = palettes();
    let picture = picture("Zinc Lozenges", &palette, Container::Tin);
    let sized = |data: &[u8]| {
        let number = |at: usize| {
            let bytes = data.get(at..at + 4)?;
            Some(u32::from_be_bytes(bytes.try_into().ok()?))
        };
        Some((number(16)?, number(20)?))
    };
    assert_eq!(sized(&png(&picture.svg(), 300)?), Some((300, 300)));
    let card = picture.social_card_svg("Formulary");
    assert_eq!(sized(&png(&card, 1200)?), Some((1200, 630)));
    for container in [Container::GummyJar, Container::Softgels] {
        let largest = png(
            &Picture {
                container,
                ..picture
            }
            .svg(),
            1000,
        )?;
        assert!(largest.len() < 250_000, "{container:?}: {}", largest.len());
    }
    Ok(())
}

#[test]
fn what_cannot_be_rasterised_is_an_error() {
    let [palette, ..] = palettes();
    let svg = picture("Zinc", &palette, Container::Tin).svg();
    assert!(matches!(png(&svg, 0), Err(PictureError::Size { width: 0 })));
    assert!(matches!(
        png(&svg, u32::MAX),
        Err(PictureError::Size { .. })
    ));
    assert!(matches!(png("<svg", 100), Err(PictureError::Svg(_))));
}
