//! Setting text: measuring, breaking into lines, shrinking to fit, and drawing along a surface.

use super::canvas::{Art, Path, Point};
use super::glyphs::{Glyph, fold, glyph};

/// Height of capitals in ems.
pub(super) const CAPITALS: f32 = 0.7;
/// Distance of lines in ems: tight, as on a label; and where space is left over, at most.
const LEADING: f32 = 1.08;
const LOOSE: f32 = 1.24;
/// No more characters than this are drawn; nothing on a label is longer.
const LONGEST: usize = 240;
/// How far the handles of a quarter of an ellipse reach, in radii.
const QUARTER: f32 = 0.56;

/// How text looks, apart from its size.
#[derive(Clone, Copy)]
pub(super) struct Style {
    /// Width of the pen in hundredths of an em.
    pub weight: f32,
    /// Extra space between letters in hundredths of an em.
    pub tracking: f32,
    /// Horizontal scale, 1 unless condensed.
    pub squeeze: f32,
}

impl Style {
    pub const fn new(weight: f32, tracking: f32) -> Self {
        Self {
            weight,
            tracking,
            squeeze: 1.0,
        }
    }

    fn spacing(self) -> f32 {
        self.tracking + (self.weight - 9.0) * 0.5
    }
}

/// Where the line starts relative to its anchor.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Align {
    Left,
    Centre,
}

/// Lines broken to fit a box, and the size of the letters.
#[derive(Clone, Debug)]
pub(super) struct Fitted {
    pub lines: Vec<String>,
    pub size: f32,
    pub squeeze: f32,
    /// Distance of lines in ems.
    leading: f32,
}

impl Fitted {
    /// From one baseline to the next.
    pub fn step(&self) -> f32 {
        self.size * self.leading
    }

    /// From the top of the first line's capitals to the last baseline.
    pub fn height(&self) -> f32 {
        self.size * CAPITALS + self.step() * self.lines.len().saturating_sub(1) as f32
    }
}

/// A box for text.
#[derive(Clone, Copy)]
pub(super) struct Room {
    pub width: f32,
    pub height: f32,
    pub largest: f32,
    pub lines: usize,
}

/// The drawable form of a text: only characters with glyphs, single spaces, no endless text.
pub(super) fn drawable(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if glyph(c).is_some() {
            out.push(c);
        } else {
            out.push_str(fold(c));
        }
    }
    let words = out.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(LONGEST).collect()
}

/// Width of a drawable text at size 1, from the pen's edge to the pen's edge.
pub(super) fn measure(text: &str, style: Style) -> f32 {
    let glyphs: Vec<Glyph> = text.chars().filter_map(glyph).collect();
    let advances: f32 = glyphs.iter().map(|g| g.advance() + style.spacing()).sum();
    let first = glyphs.first().map_or(0.0, |g| g.left);
    let last = glyphs.last().map_or(0.0, |g| g.right + style.spacing());
    let pens = if glyphs.is_empty() { 0.0 } else { style.weight };
    ((advances - first - last) * style.squeeze + pens) / 100.0
}

/// The largest setting of a text that fits a box, in as few lines as serve it. Lines break between words; after
/// hyphens and slashes only where that gains much. Any text fits: the letters shrink as far as they must.
pub(super) fn fit(text: &str, style: Style, room: Room) -> Fitted {
    let text = drawable(text);
    let words: Vec<String> = text.split(' ').map(|w| format!("{w} ")).collect();
    let plain = best(&words, style, room);
    let parts: Vec<String> = text
        .split_inclusive([' ', '-', '/'])
        .map(str::to_owned)
        .collect();
    let broken = best(&parts, style, room);
    if broken.size > plain.size * 1.18 {
        broken
    } else {
        plain
    }
}

fn best(parts: &[String], style: Style, room: Room) -> Fitted {
    let mut found: Option<Fitted> = None;
    for count in 1..=room.lines.clamp(1, parts.len().max(1)) {
        let lines = balance(parts, count, style);
        let fitted = size_for(lines, style, room);
        if found.as_ref().is_none_or(|f| fitted.size > f.size * 1.04) {
            found = Some(fitted);
        }
    }
    found.unwrap_or(Fitted {
        lines: Vec::new(),
        size: room.largest,
        squeeze: 1.0,
        leading: LEADING,
    })
}

/// The size at which lines fit; narrow letters are condensed slightly before they get small.
fn size_for(lines: Vec<String>, style: Style, room: Room) -> Fitted {
    let widest = |style: Style| {
        lines
            .iter()
            .map(|l| measure(l, style))
            .fold(0.01_f32, f32::max)
    };
    let tall = room.height / (CAPITALS + LEADING * (lines.len().saturating_sub(1)) as f32 + 0.12);
    let limit = tall.min(room.largest);
    let mut squeeze = 1.0;
    let mut size = (room.width / widest(style)).min(limit);
    if size < room.largest * 0.7 {
        squeeze = if size < room.largest * 0.45 {
            0.85
        } else {
            0.9
        };
        size = (room.width / widest(Style { squeeze, ..style })).min(limit);
    }
    let gaps = lines.len().saturating_sub(1).max(1) as f32;
    let loose = (room.height / size - CAPITALS - 0.12) / gaps;
    Fitted {
        lines,
        size,
        squeeze,
        leading: loose.clamp(LEADING, LOOSE),
    }
}

/// Splits parts into so many lines that the widest line is as narrow as possible.
fn balance(parts: &[String], count: usize, style: Style) -> Vec<String> {
    let whole = || parts.concat().trim_end().to_owned();
    if count <= 1 {
        return vec![whole()];
    }
    let mut found: Option<(f32, Vec<String>)> = None;
    for cut in 1..parts.len() {
        let (head, tail) = parts.split_at(cut);
        let first = head.concat().trim_end().to_owned();
        let rest = balance(tail, count - 1, style);
        let width = rest
            .iter()
            .chain([&first])
            .map(|line| measure(line, style))
            .fold(0.0, f32::max);
        if found.as_ref().is_none_or(|(best, _)| width < *best) {
            let mut lines = vec![first];
            lines.extend(rest);
            found = Some((width, lines));
        }
    }
    found.map_or_else(|| vec![whole()], |(_, lines)| lines)
}

/// A line of drawable text on its way to the paper.
pub(super) struct Line<'a> {
    pub text: &'a str,
    pub at: Point,
    pub size: f32,
    pub style: Style,
    pub align: Align,
}

impl Line<'_> {
    /// Draws the line; `place` bends flat coordinates onto the surface.
    pub fn draw(&self, art: &mut Art, paint: &str, place: &dyn Fn(Point) -> Point) {
        let scale = self.size / 100.0;
        let width = measure(self.text, self.style) * self.size;
        let pen = self.style.weight * scale;
        let start = match self.align {
            Align::Left => self.at.0,
            Align::Centre => self.at.0 - width / 2.0,
        };
        let mut x = start + pen / 2.0;
        let mut path = Path::new();
        for (index, glyph) in self.text.chars().filter_map(glyph).enumerate() {
            if index > 0 {
                x += glyph.left * scale * self.style.squeeze;
            }
            let to = |p: Point| {
                place((
                    x + p.0 * scale * self.style.squeeze,
                    self.at.1 - p.1 * scale,
                ))
            };
            path = trace(path, glyph.strokes, &to);
            x += (glyph.width + glyph.right + self.style.spacing()) * scale * self.style.squeeze;
        }
        art.stroke(&path.d(), paint, pen);
    }
}

/// Draws the commands of a glyph.
fn trace(mut path: Path, strokes: &str, to: &dyn Fn(Point) -> Point) -> Path {
    for (command, numbers) in commands(strokes) {
        path = match (command, numbers.as_slice()) {
            ('M', &[x, y]) => {
                let p = to((x, y));
                path.m(p.0, p.1)
            }
            ('L', &[x, y]) => {
                let p = to((x, y));
                path.l(p.0, p.1)
            }
            ('C', &[ax, ay, bx, by, x, y]) => path.c(to((ax, ay)), to((bx, by)), to((x, y))),
            ('O', &[cx, cy, rx, ry]) => ring(path, (cx, cy), (rx, ry), to),
            _ => path,
        };
    }
    path
}

fn ring(path: Path, (cx, cy): Point, (rx, ry): Point, to: &dyn Fn(Point) -> Point) -> Path {
    let (hx, hy) = (rx * QUARTER, ry * QUARTER);
    let start = to((cx - rx, cy));
    path.m(start.0, start.1)
        .c(
            to((cx - rx, cy + hy)),
            to((cx - hx, cy + ry)),
            to((cx, cy + ry)),
        )
        .c(
            to((cx + hx, cy + ry)),
            to((cx + rx, cy + hy)),
            to((cx + rx, cy)),
        )
        .c(
            to((cx + rx, cy - hy)),
            to((cx + hx, cy - ry)),
            to((cx, cy - ry)),
        )
        .c(to((cx - hx, cy - ry)), to((cx - rx, cy - hy)), start)
        .z()
}

/// Splits a glyph's description into commands with their numbers.
pub(super) fn commands(strokes: &str) -> Vec<(char, Vec<f32>)> {
    let mut found: Vec<(char, Vec<f32>)> = Vec::new();
    for word in strokes.split_whitespace() {
        let number = match word.chars().next() {
            Some(c) if c.is_ascii_alphabetic() => {
                found.push((c, Vec::new()));
                word.trim_start_matches(c)
            }
            _ => word,
        };
        if let (Some((_, numbers)), Ok(value)) = (found.last_mut(), number.parse()) {
            numbers.push(value);
        }
    }
    found
}
