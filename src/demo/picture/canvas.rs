//! Writing SVG: paths, gradients, clips, and the one viewing angle that all containers share.

use super::colour::Rgb;

/// A point of the drawing, y downwards.
pub(super) type Point = (f32, f32);

/// A stop of a gradient: position from 0 to 1, colour, opacity.
pub(super) type Stop = (f32, Rgb, f32);

/// How flat a horizontal circle looks at a height of the picture: half-height per radius. We look down on the
/// table a little, so circles open towards the bottom.
pub(super) fn squash(y: f32) -> f32 {
    0.085 + 0.105 * (y - 150.0) / 730.0
}

/// A number with at most one decimal and nothing superfluous.
pub(super) fn num(value: f32) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    match text {
        "-0" => "0".to_owned(),
        _ => match (text.strip_prefix("0."), text.strip_prefix("-0.")) {
            (Some(rest), _) => format!(".{rest}"),
            (_, Some(rest)) => format!("-.{rest}"),
            _ => text.to_owned(),
        },
    }
}

/// Rounds as [`num`] does.
fn tenth(value: f32) -> f32 {
    (value * 10.0).round() / 10.0
}

/// The `d` of a path under construction. Callers give positions; lines and curves are written relative to where the pen
/// is, which is shorter.
#[derive(Default)]
pub(super) struct Path {
    d: String,
    pen: Point,
}

impl Path {
    pub fn new() -> Self {
        Self::default()
    }

    fn push(mut self, command: char, numbers: &[f32]) -> Self {
        self.d.push(command);
        for (index, value) in numbers.iter().enumerate() {
            let text = num(*value);
            if index > 0 && !text.starts_with('-') {
                self.d.push(' ');
            }
            self.d.push_str(&text);
        }
        self
    }

    /// A command whose points are written relative to the pen.
    fn relative(self, command: char, points: &[Point]) -> Self {
        let (x, y) = self.pen;
        let offset = |p: &Point| [tenth(p.0 - x), tenth(p.1 - y)];
        let numbers: Vec<f32> = points.iter().flat_map(offset).collect();
        let mut path = self.push(command, &numbers);
        if let Some([dx, dy]) = points.last().map(offset) {
            path.pen = (x + dx, y + dy);
        }
        path
    }

    pub fn m(self, x: f32, y: f32) -> Self {
        let mut path = self.push('M', &[x, y]);
        path.pen = (tenth(x), tenth(y));
        path
    }

    pub fn l(self, x: f32, y: f32) -> Self {
        self.relative('l', &[(x, y)])
    }

    pub fn c(self, a: Point, b: Point, to: Point) -> Self {
        self.relative('c', &[a, b, to])
    }

    pub fn q(self, a: Point, to: Point) -> Self {
        self.relative('q', &[a, to])
    }

    /// An elliptical arc; `sweep` is clockwise on the screen.
    pub fn arc(self, rx: f32, ry: f32, sweep: bool, to: Point) -> Self {
        let sweep = if sweep { 1.0 } else { 0.0 };
        let mut path = self.push('A', &[rx, ry, 0.0, 0.0, sweep, to.0, to.1]);
        path.pen = (tenth(to.0), tenth(to.1));
        path
    }

    pub fn z(mut self) -> Self {
        self.d.push('Z');
        self
    }

    pub fn d(self) -> String {
        self.d
    }
}

/// A strip around a standing cylinder, between two heights.
pub(super) fn wrap(cx: f32, r: f32, y0: f32, y1: f32) -> String {
    let (top, bottom) = (r * squash(y0), r * squash(y1));
    Path::new()
        .m(cx - r, y0)
        .arc(r, top, false, (cx + r, y0))
        .l(cx + r, y1)
        .arc(r, bottom, true, (cx - r, y1))
        .z()
        .d()
}

/// A horizontal circle at a height.
pub(super) fn disc(cx: f32, y: f32, r: f32) -> String {
    oval(cx, y, r, r * squash(y))
}

/// An ellipse as a path.
pub(super) fn oval(cx: f32, cy: f32, rx: f32, ry: f32) -> String {
    Path::new()
        .m(cx - rx, cy)
        .arc(rx, ry, true, (cx + rx, cy))
        .arc(rx, ry, true, (cx - rx, cy))
        .z()
        .d()
}

/// A rectangle with round corners.
pub(super) fn rounded(x: f32, y: f32, w: f32, h: f32, r: f32) -> String {
    let (right, bottom) = (x + w, y + h);
    Path::new()
        .m(x + r, y)
        .l(right - r, y)
        .arc(r, r, true, (right, y + r))
        .l(right, bottom - r)
        .arc(r, r, true, (right - r, bottom))
        .l(x + r, bottom)
        .arc(r, r, true, (x, bottom - r))
        .l(x, y + r)
        .arc(r, r, true, (x + r, y))
        .z()
        .d()
}

/// The drawing: definitions and what is painted, in order.
pub(super) struct Art {
    key: String,
    defs: String,
    body: String,
    count: usize,
}

impl Art {
    /// Starts a drawing; `key` sets its identifiers apart from those of other drawings on the same page.
    pub fn new(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            defs: String::new(),
            body: String::new(),
            count: 0,
        }
    }

    fn id(&mut self) -> String {
        self.count += 1;
        format!("{}{}", self.key, self.count)
    }

    fn stops(stops: &[Stop]) -> String {
        stops
            .iter()
            .map(|(at, colour, opacity)| {
                format!(
                    "<stop offset=\"{}\" stop-color=\"{}\"{}/>",
                    (at * 1000.0).round() / 1000.0,
                    colour.hex(),
                    if *opacity < 1.0 {
                        format!(" stop-opacity=\"{}\"", (opacity * 100.0).round() / 100.0)
                    } else {
                        String::new()
                    }
                )
            })
            .collect()
    }

    /// A gradient along a line, in fractions of the painted shape's box.
    pub fn linear(&mut self, from: Point, to: Point, stops: &[Stop]) -> String {
        let id = self.id();
        self.defs.push_str(&format!(
            "<linearGradient id=\"{id}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\">{}</linearGradient>",
            from.0,
            from.1,
            to.0,
            to.1,
            Self::stops(stops)
        ));
        format!("url(#{id})")
    }

    /// A gradient from the left to the right.
    pub fn across(&mut self, stops: &[Stop]) -> String {
        self.linear((0.0, 0.0), (1.0, 0.0), stops)
    }

    /// A gradient from the top to the bottom.
    pub fn down(&mut self, stops: &[Stop]) -> String {
        self.linear((0.0, 0.0), (0.0, 1.0), stops)
    }

    /// A gradient around a point, in fractions of the painted shape's box.
    pub fn radial(&mut self, centre: Point, r: f32, stops: &[Stop]) -> String {
        let id = self.id();
        self.defs.push_str(&format!(
            "<radialGradient id=\"{id}\" cx=\"{}\" cy=\"{}\" r=\"{r}\">{}</radialGradient>",
            centre.0,
            centre.1,
            Self::stops(stops)
        ));
        format!("url(#{id})")
    }

    /// Paints a path.
    pub fn fill(&mut self, d: &str, paint: &str) {
        self.body
            .push_str(&format!("<path d=\"{d}\" fill=\"{paint}\"/>"));
    }

    /// Draws along a path with a round pen.
    pub fn stroke(&mut self, d: &str, paint: &str, width: f32) {
        self.body.push_str(&format!(
            "<path d=\"{d}\" fill=\"none\" stroke=\"{paint}\" stroke-width=\"{}\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>",
            num(width)
        ));
    }

    /// Opens a group with attributes.
    pub fn open(&mut self, attributes: &str) {
        self.body.push_str(&format!("<g {attributes}>"));
    }

    /// Closes the group.
    pub fn close(&mut self) {
        self.body.push_str("</g>");
    }

    /// Opens a group that is cut off at a path.
    pub fn open_clipped(&mut self, d: &str) {
        let id = self.id();
        self.defs.push_str(&format!(
            "<clipPath id=\"{id}\"><path d=\"{d}\"/></clipPath>"
        ));
        self.open(&format!("clip-path=\"url(#{id})\""));
    }

    /// Draws something once and returns its identifier for [`Art::place`].
    pub fn symbol(&mut self, draw: impl FnOnce(&mut Self)) -> String {
        let id = self.id();
        let before = std::mem::take(&mut self.body);
        draw(self);
        let drawn = std::mem::replace(&mut self.body, before);
        self.defs.push_str(&format!("<g id=\"{id}\">{drawn}</g>"));
        id
    }

    /// Places a symbol: shifted, turned (degrees) and scaled.
    pub fn place(&mut self, symbol: &str, at: Point, turn: f32, scale: f32) {
        let mut transform = format!("translate({} {})", num(at.0), num(at.1));
        if turn != 0.0 {
            transform.push_str(&format!("rotate({})", num(turn)));
        }
        if scale != 1.0 {
            transform.push_str(&format!("scale({})", (scale * 100.0).round() / 100.0));
        }
        self.body.push_str(&format!(
            "<use href=\"#{symbol}\" transform=\"{transform}\"/>"
        ));
    }

    /// The finished document.
    pub fn finish(self, width: u32, height: u32, title: &str) -> String {
        let Self {
            key, defs, body, ..
        } = self;
        let title = escape(title);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
             aria-labelledby=\"{key}t\"><title id=\"{key}t\">{title}</title><defs>{defs}</defs>{body}</svg>"
        )
    }
}

/// Text for XML: escaped, and without the control characters that XML forbids.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
