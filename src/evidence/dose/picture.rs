//! The dose bar as an SVG picture.
//!
//! It has no `viewBox`: positions across are percentages and text is in pixels, so that it is as readable at 320 pixels as on
//! a wide page. Colours come from the classes of the style sheet; a style attribute or element would break the
//! Content-Security-Policy.

use std::fmt::Write;

use rust_decimal::Decimal;

use super::comparison::DoseComparison;
use super::layout::{
    Anchor, LINE_GAP, Mark, MarkKind, NARROWEST, Placed, TEXT_SIZE, place, plain_width,
};
use super::scale::{Scale, ScaleKind, is_power_of_ten};
use super::words::{number, tight_range};
use crate::compliance::reference_intakes::AmountRange;

/// Height of a lane of labels, in pixels.
const LANE: f64 = 18.0;
/// From the lowest lane to the middle of the track.
const TO_TRACK: f64 = 16.0;
/// Below the middle of the track: the numbers and the unit.
const BELOW_TRACK: f64 = 46.0;
/// Room at both ends of the track, as a fraction: half a mark must fit there.
const END: f64 = 0.03;

/// Everything that is drawn, with its place.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// The bands and lines on the track.
    pub marks: Vec<Mark>,
    /// Their labels.
    pub labels: Vec<Placed>,
    /// Numbers of the scale.
    pub ticks: Vec<Tick>,
    /// The unit, and the kind of the scale where it isn't linear.
    pub caption: String,
    /// How many lanes the labels need.
    pub lanes: usize,
}

impl Drawing {
    /// `None` when there is no amount to draw.
    pub fn new(comparison: &DoseComparison) -> Option<Self> {
        let amounts = drawn_amounts(comparison);
        let ends: Vec<Decimal> = amounts
            .iter()
            .flat_map(|(_, range)| [range.min, range.max])
            .collect();
        let scale = Scale::over(&ends)?;
        let marks: Vec<Mark> = amounts
            .iter()
            .map(|(kind, range)| mark(*kind, *range, &scale, comparison))
            .collect();
        let labels = place(&marks);
        let unit = comparison.unit_label()?;
        Some(Self {
            lanes: labels.iter().map(|label| label.lane + 1).max().unwrap_or(1),
            ticks: ticks(&scale),
            caption: caption(unit, scale.kind()),
            labels,
            marks,
        })
    }

    /// Height in pixels; the style sheet repeats it for each number of lanes.
    pub fn height(&self) -> f64 {
        self.track() + BELOW_TRACK
    }

    fn track(&self) -> f64 {
        self.lanes as f64 * LANE + TO_TRACK
    }

    fn lane_bottom(&self, lane: usize) -> f64 {
        (self.lanes - lane) as f64 * LANE
    }
}

/// The unit and the kind of the scale, without the unit where it is too long for the picture; the rows beside it have it.
fn caption(unit: &str, kind: ScaleKind) -> String {
    let note = match kind {
        ScaleKind::Linear => "",
        ScaleKind::Log => " · logarithmic scale",
    };
    let full = format!("{unit} a day{note}");
    if plain_width(&full) * TEXT_SIZE <= NARROWEST {
        full
    } else {
        format!("a day{note}")
    }
}

/// The bar of a comparison as an `svg` element with a title and a description; `None` when there is no amount to draw.
pub fn bar_svg(comparison: &DoseComparison) -> Option<String> {
    let drawing = Drawing::new(comparison)?;
    let mut svg = String::with_capacity(2048);
    // Writing to a string doesn't fail.
    let _ = draw(&mut svg, &drawing, comparison);
    Some(svg)
}

/// What is drawn, in the order of drawing: what is drawn later lies above.
fn drawn_amounts(comparison: &DoseComparison) -> Vec<(MarkKind, AmountRange)> {
    let one_serving = comparison
        .per_serving
        .map(|amount| AmountRange::new(amount, amount));
    let recommended = comparison.recommended.as_ref();
    let limit = comparison.limit.as_ref();
    [
        (MarkKind::Studied, comparison.studied.range),
        (
            MarkKind::Recommended,
            recommended.and_then(|it| it.on_scale),
        ),
        (MarkKind::Limit, limit.and_then(|it| it.on_scale)),
        (MarkKind::Product, comparison.per_day.or(one_serving)),
    ]
    .into_iter()
    .filter_map(|(kind, range)| Some((kind, range?)))
    .collect()
}

fn mark(kind: MarkKind, range: AmountRange, scale: &Scale, comparison: &DoseComparison) -> Mark {
    let short_text = match kind {
        MarkKind::Studied => "Studied",
        MarkKind::Recommended => "Recommended",
        MarkKind::Limit => "Upper limit",
        MarkKind::Product if comparison.per_day.is_some() => "This product",
        MarkKind::Product => "One serving",
    };
    let shortest_text = match kind {
        MarkKind::Studied => "Studied",
        MarkKind::Recommended => "Advised",
        MarkKind::Limit => "Limit",
        MarkKind::Product => "This",
    };
    let text = match kind {
        MarkKind::Product => format!("{short_text} {}", tight_range(range)),
        _ => short_text.to_owned(),
    };
    Mark {
        kind,
        from: on_track(scale.fraction(range.min)),
        to: on_track(scale.fraction(range.max)),
        text,
        short_text,
        shortest_text,
    }
}

/// A number of the scale in the picture: where, how it is anchored, and the number.
pub type Tick = (f64, Anchor, String);

/// The numbers of a scale that have room in the narrowest picture: evenly spaced ones on a linear scale, powers of ten first
/// on a logarithmic one.
fn ticks(scale: &Scale) -> Vec<Tick> {
    let all = scale.ticks();
    match scale.kind() {
        ScaleKind::Linear => (1..=all.len())
            .find_map(|every| {
                let some: Vec<Decimal> = all.iter().step_by(every).copied().collect();
                let placed = those_with_room(scale, &some);
                (placed.len() == some.len()).then_some(placed)
            })
            .unwrap_or_default(),
        ScaleKind::Log => {
            let (mut order, others): (Vec<Decimal>, Vec<Decimal>) =
                all.iter().partition(|tick| is_power_of_ten(**tick));
            order.extend(others);
            those_with_room(scale, &order)
        }
    }
}

/// Numbers that fit beside those before them.
fn those_with_room(scale: &Scale, ticks: &[Decimal]) -> Vec<Tick> {
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let mut placed = Vec::new();
    for tick in ticks {
        let at = on_track(scale.fraction(*tick));
        let text = number(*tick);
        let width = plain_width(&text) * TEXT_SIZE;
        let centre = at * NARROWEST;
        let (anchor, left) = if centre < width / 2.0 {
            (Anchor::Start, centre)
        } else if centre + width / 2.0 > NARROWEST {
            (Anchor::End, centre - width)
        } else {
            (Anchor::Middle, centre - width / 2.0)
        };
        let right = left + width;
        let gap = 2.0 * LINE_GAP;
        let is_free = taken
            .iter()
            .all(|(from, to)| left >= to + gap || right + gap <= *from);
        if is_free && left >= 0.0 && right <= NARROWEST {
            taken.push((left, right));
            placed.push((at, anchor, text));
        }
    }
    placed
}

/// Where a fraction of the scale lies, as a fraction of the picture.
fn on_track(fraction: f64) -> f64 {
    END + fraction * (1.0 - 2.0 * END)
}

fn draw(svg: &mut String, drawing: &Drawing, comparison: &DoseComparison) -> std::fmt::Result {
    let track = drawing.track();
    write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"dose-picture dose-lanes-{}\" width=\"100%\" height=\"{}\" role=\"img\">\
         <title>{}</title><desc>{}</desc>\
         <rect class=\"dose-track\" x=\"0\" y=\"{}\" width=\"100%\" height=\"4\" rx=\"2\"/>",
        drawing.lanes,
        drawing.height(),
        escaped(&format!("Dose of {} on a scale", comparison.name)),
        escaped(&comparison.sentences().join(" ")),
        track - 2.0,
    )?;
    for (at, anchor, text) in &drawing.ticks {
        let at = percent(*at);
        write!(
            svg,
            "<line class=\"dose-tick\" x1=\"{at}\" y1=\"{}\" x2=\"{at}\" y2=\"{}\"/>\
             <text class=\"dose-number\" x=\"{at}\" y=\"{}\" text-anchor=\"{}\">{}</text>",
            track + 9.0,
            track + 13.0,
            track + 26.0,
            anchor_name(*anchor),
            escaped(text),
        )?;
    }
    for mark in &drawing.marks {
        draw_lead(svg, drawing, mark.kind)?;
    }
    for mark in &drawing.marks {
        draw_mark(svg, mark, track)?;
    }
    for label in &drawing.labels {
        draw_label(svg, label, drawing.lane_bottom(label.lane))?;
    }
    write!(
        svg,
        "<text class=\"dose-caption\" x=\"100%\" y=\"{}\" text-anchor=\"end\">{}</text></svg>",
        track + 42.0,
        escaped(&drawing.caption)
    )
}

/// The line from a label down to its mark.
fn draw_lead(svg: &mut String, drawing: &Drawing, kind: MarkKind) -> std::fmt::Result {
    let Some(label) = drawing.labels.iter().find(|label| label.kind == kind) else {
        return Ok(());
    };
    let bottom = drawing.lane_bottom(label.lane);
    let top = match label.anchor {
        Anchor::Middle => bottom - 1.0,
        Anchor::Start | Anchor::End => bottom - LANE + 4.0,
    };
    let at = percent(label.at);
    write!(
        svg,
        "<line class=\"dose-lead dose-lead-{}\" x1=\"{at}\" y1=\"{top}\" x2=\"{at}\" y2=\"{}\"/>",
        class(kind),
        drawing.track() - lead_end(kind),
    )
}

/// How far above the middle of the track the line of a label ends: at the top of its mark.
fn lead_end(kind: MarkKind) -> f64 {
    match kind {
        MarkKind::Studied => 7.0,
        MarkKind::Recommended => 12.0,
        MarkKind::Limit => 11.0,
        MarkKind::Product => 2.0,
    }
}

fn draw_mark(svg: &mut String, mark: &Mark, track: f64) -> std::fmt::Result {
    match mark.kind {
        MarkKind::Studied => draw_band(svg, mark, track - 7.0, track + 7.0),
        // Above the studied band, so that both are seen where they meet.
        MarkKind::Recommended if mark.from == mark.to => {
            draw_ends(svg, mark, track - 12.0, track + 7.0)
        }
        MarkKind::Recommended => draw_band(svg, mark, track - 12.0, track - 9.0),
        MarkKind::Limit => draw_ends(svg, mark, track - 11.0, track + 11.0),
        MarkKind::Product => {
            let (from, to) = (percent(mark.from), percent(mark.to));
            let class = class(mark.kind);
            write!(
                svg,
                "<line class=\"dose-{class}-range\" x1=\"{from}\" y1=\"{track}\" x2=\"{to}\" y2=\"{track}\"/>"
            )?;
            for at in ends(mark) {
                write!(
                    svg,
                    "<circle class=\"dose-{class}\" cx=\"{at}\" cy=\"{track}\" r=\"6\"/>"
                )?;
            }
            Ok(())
        }
    }
}

fn draw_band(svg: &mut String, mark: &Mark, top: f64, bottom: f64) -> std::fmt::Result {
    write!(
        svg,
        "<rect class=\"dose-{}\" x=\"{}\" y=\"{top}\" width=\"{}\" height=\"{}\"/>",
        class(mark.kind),
        percent(mark.from),
        percent(mark.to - mark.from),
        bottom - top,
    )?;
    // A band without width, of a single amount, is not drawn; its ends are.
    draw_ends(svg, mark, top, bottom)
}

fn draw_ends(svg: &mut String, mark: &Mark, top: f64, bottom: f64) -> std::fmt::Result {
    for at in ends(mark) {
        write!(
            svg,
            "<line class=\"dose-{}-end\" x1=\"{at}\" y1=\"{top}\" x2=\"{at}\" y2=\"{bottom}\"/>",
            class(mark.kind)
        )?;
    }
    Ok(())
}

/// Where a mark starts and ends; once for a single amount.
fn ends(mark: &Mark) -> Vec<String> {
    let mut ends = vec![percent(mark.from), percent(mark.to)];
    ends.dedup();
    ends
}

fn draw_label(svg: &mut String, label: &Placed, bottom: f64) -> std::fmt::Result {
    let aside = match label.anchor {
        Anchor::Middle => 0.0,
        Anchor::Start => LINE_GAP,
        Anchor::End => -LINE_GAP,
    };
    write!(
        svg,
        "<text class=\"dose-label dose-label-{}\" x=\"{}\" dx=\"{aside}\" y=\"{}\" text-anchor=\"{}\">{}</text>",
        class(label.kind),
        percent(label.at),
        bottom - 4.0,
        anchor_name(label.anchor),
        escaped(&label.text)
    )
}

/// The name of a mark in class names.
pub(super) fn class(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Studied => "studied",
        MarkKind::Recommended => "recommended",
        MarkKind::Limit => "limit",
        MarkKind::Product => "product",
    }
}

fn anchor_name(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::Middle => "middle",
        Anchor::Start => "start",
        Anchor::End => "end",
    }
}

fn percent(fraction: f64) -> String {
    format!("{:.2}%", fraction * 100.0)
}

/// Text of a label or a study as XML text; characters that XML forbids are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
