//! Where the labels of a dose bar stand, so that none covers another, or the line that ties another to its mark.
//!
//! Positions across are fractions of the picture's width, sizes of text are pixels: text keeps its size at every width. The
//! layout is made once, so that it holds from the narrowest picture to any wider one.

/// The narrowest picture, in pixels: a viewport of 320 without a scroll bar, the page's gutters and the card's padding.
pub const NARROWEST: f64 = 240.0;
/// Size of the text, in pixels.
pub const TEXT_SIZE: f64 = 12.0;
/// Between a line and the text beside it.
pub const LINE_GAP: f64 = 5.0;
/// Between two texts in one lane.
const TEXT_GAP: f64 = 8.0;
/// Lanes above the track, at most one for each label.
const MOST_LANES: usize = 4;

/// What a mark on the bar stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarkKind {
    /// The studied range.
    Studied,
    /// The recommended intake.
    Recommended,
    /// The upper limit.
    Limit,
    /// The product.
    Product,
}

/// A mark on the bar, from one fraction of the width to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// What it stands for.
    pub kind: MarkKind,
    /// Where it starts.
    pub from: f64,
    /// Where it ends; the same for a single amount.
    pub to: f64,
    /// Its label.
    pub text: String,
    /// Its label where the other doesn't fit.
    pub short_text: &'static str,
    /// Its label where that doesn't fit either, for marks that crowd a narrow picture.
    pub shortest_text: &'static str,
}

/// How a text stands to its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Centred above it.
    Middle,
    /// To the right of it.
    Start,
    /// To the left of it.
    End,
}

/// A label with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// What it stands for.
    pub kind: MarkKind,
    /// Its text.
    pub text: String,
    /// Where its line stands, as a fraction of the width.
    pub at: f64,
    /// How the text stands to the line.
    pub anchor: Anchor,
    /// Its lane, counted upward from the track.
    pub lane: usize,
    /// How wide its text is, in pixels.
    width: f64,
}

impl Placed {
    /// Left and right end of the text in a picture of some width, in pixels.
    pub fn extent(&self, width: f64) -> (f64, f64) {
        let text = self.text_span();
        (self.at * width + text.left, self.at * width + text.right)
    }

    fn text_span(&self) -> Span {
        let text = self.width;
        let (left, right) = match self.anchor {
            Anchor::Middle => (-text / 2.0, text / 2.0),
            Anchor::Start => (LINE_GAP, LINE_GAP + text),
            Anchor::End => (-LINE_GAP - text, -LINE_GAP),
        };
        Span {
            at: self.at,
            left,
            right,
        }
    }

    fn line_span(&self) -> Span {
        Span {
            at: self.at,
            left: 0.0,
            right: 0.0,
        }
    }

    /// Whether its line passes through a lane.
    pub fn line_passes(&self, lane: usize) -> bool {
        lane < self.lane || (lane == self.lane && self.anchor != Anchor::Middle)
    }

    fn fits(&self) -> bool {
        let (left, right) = self.extent(NARROWEST);
        left >= 0.0 && right <= NARROWEST
    }

    /// Whether this text or line touches another in the narrowest picture or in a wider one.
    fn touches(&self, other: &Self) -> bool {
        let texts =
            self.lane == other.lane && !self.text_span().stays_apart(&other.text_span(), TEXT_GAP);
        let crosses = |line: &Self, text: &Self| {
            line.line_passes(text.lane)
                && !line
                    .line_span()
                    .stays_apart(&text.text_span(), LINE_GAP / 2.0)
        };
        texts || crosses(self, other) || crosses(other, self)
    }

    fn cost(&self, mark: &Mark) -> usize {
        let aside = usize::from(self.anchor != Anchor::Middle);
        let off_centre = usize::from((self.at - mark.centre()).abs() > f64::EPSILON);
        10 * self.lane + 3 * aside + off_centre
    }
}

/// What reaches some pixels to the left and right of a mark.
struct Span {
    at: f64,
    left: f64,
    right: f64,
}

impl Span {
    /// Whether it keeps a gap from another at every width. Marks move apart as the picture grows: it does when the one whose
    /// mark is further left is on the left in the narrowest picture.
    fn stays_apart(&self, other: &Self, gap: f64) -> bool {
        let is_left_of = |one: &Self, another: &Self| {
            one.at <= another.at
                && one.at * NARROWEST + one.right + gap <= another.at * NARROWEST + another.left
        };
        is_left_of(self, other) || is_left_of(other, self)
    }
}

impl Mark {
    fn centre(&self) -> f64 {
        f64::midpoint(self.from, self.to)
    }

    /// Every place in the lowest lanes in which its label is inside of the picture.
    fn places(&self, text: &str, lanes: usize) -> Vec<Placed> {
        let mut ats = vec![self.centre(), self.from, self.to];
        ats.dedup_by(|one, other| (*one - *other).abs() < f64::EPSILON);
        let width = text_width(text, self.kind);
        let mut places = Vec::new();
        for (at, lane) in ats
            .into_iter()
            .flat_map(|at| (0..lanes).map(move |lane| (at, lane)))
        {
            for anchor in [Anchor::Middle, Anchor::Start, Anchor::End] {
                let text = text.to_owned();
                places.push(Placed {
                    kind: self.kind,
                    text,
                    at,
                    anchor,
                    lane,
                    width,
                });
            }
        }
        places.retain(Placed::fits);
        places.sort_by_key(|place| place.cost(self));
        places
    }
}

/// Places a label for every mark, in as few lanes as possible.
pub fn place(marks: &[Mark]) -> Vec<Placed> {
    let texts: [fn(&Mark) -> &str; 3] = [
        |mark| &mark.text,
        |mark| mark.short_text,
        |mark| mark.shortest_text,
    ];
    texts
        .iter()
        .find_map(|text| (1..=MOST_LANES).find_map(|lanes| placed_in(marks, lanes, *text)))
        .unwrap_or_default()
}

fn placed_in(marks: &[Mark], lanes: usize, text: fn(&Mark) -> &str) -> Option<Vec<Placed>> {
    let choices: Vec<(&Mark, Vec<Placed>)> = marks
        .iter()
        .map(|mark| (mark, mark.places(text(mark), lanes)))
        .collect();
    let mut search = Search {
        choices: &choices,
        best: None,
    };
    search.extend(&mut Vec::new(), 0);
    search.best.map(|(_, placed)| placed)
}

/// The cheapest combination of places that touch nowhere. Few marks with few places: all are tried, except what already
/// costs more.
struct Search<'a> {
    choices: &'a [(&'a Mark, Vec<Placed>)],
    best: Option<(usize, Vec<Placed>)>,
}

impl Search<'_> {
    fn extend(&mut self, chosen: &mut Vec<Placed>, cost: usize) {
        let Some((mark, places)) = self.choices.get(chosen.len()) else {
            self.best = Some((cost, chosen.clone()));
            return;
        };
        for place in places {
            let cost = cost + place.cost(mark);
            if self.best.as_ref().is_some_and(|(best, _)| cost >= *best) {
                break;
            }
            if chosen.iter().any(|other| place.touches(other)) {
                continue;
            }
            chosen.push(place.clone());
            self.extend(chosen, cost);
            chosen.pop();
        }
    }
}

/// How wide a text is, in pixels; rather too much. The figures are those of wide interface faces (DejaVu Sans, Verdana).
fn text_width(text: &str, kind: MarkKind) -> f64 {
    let weight = if kind == MarkKind::Product { 1.12 } else { 1.0 };
    plain_width(text) * TEXT_SIZE * weight
}

/// How wide a text is in ordinary weight, in ems.
pub fn plain_width(text: &str) -> f64 {
    text.chars()
        .map(|c| match c {
            ' ' | ',' | '.' | 'i' | 'l' | 'j' | 't' | 'f' | 'r' | ':' => 0.41,
            'm' | 'w' | 'M' | 'W' | '%' => 0.99,
            'A'..='Z' => 0.76,
            c if c.is_ascii() => 0.64,
            '–' | 'µ' | '·' => 0.64,
            // Letters of any script, also those that fill a whole square.
            _ => 1.0,
        })
        .sum()
}
