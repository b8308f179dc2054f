#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;
use crate::compliance::daily_values::Nutrient;
use crate::compliance::reference_intakes::Audience;
use crate::evidence::dose::input::{Directions, Dose, DoseInput, StudiedDose};

/// Rounding of percentages to two digits.
const ROUNDING: f64 = 0.0001;

fn compared(
    nutrient: Option<Nutrient>,
    amount: Option<(Decimal, &str)>,
    servings: Option<(Decimal, Decimal)>,
    studied: Option<(Decimal, Decimal, &str)>,
) -> DoseComparison {
    let studied: Vec<StudiedDose<'_>> = studied
        .into_iter()
        .map(|(min, max, unit)| StudiedDose {
            label: "A study",
            min: Some(min),
            max: Some(max),
            unit: Some(unit),
        })
        .collect();
    DoseComparison::new(&DoseInput {
        name: "Something",
        nutrient,
        audience: Audience::Adults,
        form: None,
        per_serving: amount.and_then(|(amount, unit)| Dose::new(amount, unit)),
        directions: servings.and_then(|(min, max)| Directions::new(Some(min), Some(max), None)),
        studied: &studied,
    })
}

fn n(value: i64) -> Decimal {
    Decimal::from(value)
}

/// All that must hold of every picture.
fn check(comparison: &DoseComparison) {
    let Some(drawing) = Drawing::new(comparison) else {
        assert!(bar_svg(comparison).is_none());
        return;
    };
    for mark in &drawing.marks {
        assert!(mark.from <= mark.to, "{mark:?}");
        assert!(
            mark.from >= END - ROUNDING && mark.to <= 1.0 - END + ROUNDING,
            "{mark:?}"
        );
    }
    assert_eq!(
        drawing.labels.len(),
        drawing.marks.len(),
        "a mark has no label: {drawing:?}"
    );
    assert!((1..=4).contains(&drawing.lanes));
    for width in [NARROWEST, 320.0, 526.0, 1240.0] {
        for (at, label) in drawing.labels.iter().enumerate() {
            let (left, right) = label.extent(width);
            assert!(left >= 0.0 && right <= width, "{label:?} at {width}");
            for other in drawing.labels.iter().skip(at + 1) {
                assert!(
                    !touch(label, other, width),
                    "{label:?} {other:?} at {width}"
                );
            }
        }
    }
    let ticks: Vec<f64> = drawing.ticks.iter().map(|(at, ..)| *at).collect();
    assert!(!ticks.is_empty(), "{drawing:?}");
    assert!(ticks.iter().all(|at| (0.0..=1.0).contains(at)));
    check_svg(&bar_svg(comparison).unwrap(), drawing.height());
}

/// Whether in a picture of some width a text covers another or a line crosses a text.
fn touch(one: &Placed, other: &Placed, width: f64) -> bool {
    let (left, right) = one.extent(width);
    let (other_left, other_right) = other.extent(width);
    let texts = one.lane == other.lane && left < other_right && other_left < right;
    let crosses = |line: &Placed, text: &Placed, from: f64, to: f64| {
        line.line_passes(text.lane) && (from..to).contains(&(line.at * width))
    };
    texts || crosses(one, other, other_left, other_right) || crosses(other, one, left, right)
}

/// It is well-formed XML, has no style, and every coordinate lies within the picture.
fn check_svg(svg: &str, height: f64) {
    let mut reader = Reader::from_str(svg);
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(element) | Event::Empty(element) => {
                assert_ne!(element.name().as_ref(), "style");
                for attribute in element.attributes() {
                    let attribute = attribute.unwrap();
                    let value = attribute.value.as_ref();
                    let number = |text: &str| text.parse::<f64>().unwrap();
                    match attribute.key.as_ref() {
                        "style" => panic!("{svg}"),
                        "x" | "x1" | "x2" | "cx" | "width" => {
                            let percent = number(value.trim_end_matches('%'));
                            assert!((0.0..=100.0).contains(&percent), "{value}");
                        }
                        "y" | "y1" | "y2" | "cy" => {
                            assert!((0.0..=height).contains(&number(value)), "{value}");
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}

#[test]
fn awkward_cases_are_drawn_without_collisions() {
    let zinc = Some(Nutrient::Zinc);
    let one = Some((n(1), n(1)));
    let cases = [
        (
            "at the upper limit",
            compared(zinc, Some((n(40), "mg")), one, None),
        ),
        (
            "everything at one amount",
            compared(zinc, Some((n(8), "mg")), one, Some((n(8), n(8), "mg"))),
        ),
        (
            "tiny against a large range",
            compared(None, Some((n(1), "mcg")), one, Some((n(10), n(60), "g"))),
        ),
        (
            "huge against a tiny range",
            compared(None, Some((n(60), "g")), one, Some((n(1), n(2), "mcg"))),
        ),
        (
            "no studies, no reference",
            compared(None, Some((n(500), "mg")), one, None),
        ),
        (
            "no directions",
            compared(zinc, Some((n(500), "mg")), None, Some((n(1), n(2), "g"))),
        ),
        (
            "three lines under which no two long labels fit",
            compared(
                Some(Nutrient::Niacin),
                Some((Decimal::new(206_277, 1), "mcg")),
                None,
                None,
            ),
        ),
        (
            "no amount",
            compared(zinc, None, one, Some((n(10), n(30), "mg"))),
        ),
        (
            "a wide range of directions",
            compared(
                zinc,
                Some((n(5), "mg")),
                Some((n(1), n(40))),
                Some((n(7), n(9), "mg")),
            ),
        ),
        (
            "very large numbers",
            compared(
                None,
                Some((
                    n(999_999_999_999),
                    "units of an activity that somebody named at length",
                )),
                Some((n(1), n(999))),
                Some((
                    n(1),
                    n(2),
                    "units of an activity that somebody named at length",
                )),
            ),
        ),
    ];
    for (about, comparison) in &cases {
        assert!(bar_svg(comparison).is_some(), "{about}");
        check(comparison);
    }
}

#[test]
fn nothing_known_draws_nothing() {
    assert_eq!(bar_svg(&compared(None, None, None, None)), None);
}

#[test]
fn the_picture_names_its_scale_when_equal_steps_multiply() {
    let one = Some((n(1), n(1)));
    let far = compared(None, Some((n(500), "mg")), one, Some((n(10), n(60), "g")));
    assert!(
        bar_svg(&far)
            .unwrap()
            .contains(">mg a day · logarithmic scale<")
    );
    let near = compared(None, Some((n(500), "mg")), one, Some((n(1), n(2), "g")));
    let near = bar_svg(&near).unwrap();
    assert!(near.contains(">mg a day<"), "{near}");
}

#[test]
fn a_name_from_a_label_cannot_leave_its_element() {
    let mut comparison = compared(None, Some((n(5), "<b>\u{0}&")), None, None);
    comparison.name = "</title><script>alert('x')</script>".to_owned();
    let svg = bar_svg(&comparison).unwrap();
    assert!(!svg.contains("<script") && !svg.contains("<b>"), "{svg}");
    check(&comparison);
}

#[test]
fn a_single_amount_is_drawn_although_its_band_has_no_width() {
    let svg = bar_svg(&compared(None, None, None, Some((n(300), n(300), "mg")))).unwrap();
    assert_eq!(svg.matches("class=\"dose-studied-end\"").count(), 1);
}

#[test]
fn the_style_sheet_knows_the_height_of_every_number_of_lanes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/static/app.css");
    let css = std::fs::read_to_string(path).unwrap();
    for lanes in 1..=4 {
        let drawing = Drawing {
            marks: Vec::new(),
            labels: Vec::new(),
            ticks: Vec::new(),
            caption: String::new(),
            lanes,
        };
        let rule = format!(".dose-lanes-{lanes} {{ height: {}px }}", drawing.height());
        assert!(css.contains(&rule), "{rule}");
    }
}

fn amount() -> impl Strategy<Value = Decimal> {
    (1_i64..1_000_000, 0_u32..4).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

fn mass() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["mg", "mcg", "g"])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn whatever_the_amounts_nothing_collides_or_leaves_the_picture(
        nutrient in prop::option::of(prop::sample::select(Nutrient::ALL.to_vec())),
        amount in prop::option::of((amount(), mass())),
        servings in prop::option::of((1_i64..20, 1_i64..20)),
        studied in prop::option::of((self::amount(), self::amount(), mass())),
    ) {
        let servings = servings.map(|(min, max)| (n(min), n(max)));
        check(&compared(nutrient, amount, servings, studied));
    }

    #[test]
    fn amounts_close_to_each_other_find_their_places_too(
        product in 80_i64..120,
        studied in (80_i64..120, 80_i64..120),
        most in 1_i64..3,
    ) {
        // Vitamin B6 has an upper limit of 100 mg.
        let (min, max) = studied;
        let studied = Some((n(min), n(max), "mg"));
        check(&compared(Some(Nutrient::VitaminB6), Some((n(product), "mg")), Some((n(1), n(most))), studied));
        let (recommended, product) = (Decimal::new(min, 1), Decimal::new(product, 1));
        let studied = Some((recommended, Decimal::new(max, 1), "mg"));
        check(&compared(Some(Nutrient::Zinc), Some((product, "mg")), Some((n(1), n(most))), studied));
    }
}
