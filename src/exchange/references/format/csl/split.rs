//! Cuts a file of JSON objects apart, so that a broken one does not spoil the others.

use serde::de::IgnoredAny;

use crate::exchange::references::format::record::Place;

/// One object of the file, as text, or what stands in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Where it stands.
    pub place: Place,
    /// From its opening brace to what was taken for its end. Of a member that is no object, its first letter.
    pub text: &'a str,
}

/// What a bracket has opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Object,
    Array,
}

/// The outermost objects: of an array, of a file with one object, or of one with an object a line.
///
/// Two faults are noticed early: a line break ends a text whose quotation mark is missing, and an object that follows a
/// comma inside of an object can only be the next record after a missing brace. Members of a list that are no objects are
/// pieces too if the file is whole; in a broken one, nobody knows what they belong to.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut cutter = Cutter {
        text,
        pieces: Vec::new(),
        stack: Vec::new(),
        start: None,
    };
    let mut line = 1;
    let mut is_text = false;
    let mut is_escaped = false;
    let mut last = ' ';
    for (at, sign) in text.char_indices() {
        if sign == '\n' {
            line += 1;
            is_text = false;
        }
        if is_text {
            match sign {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '"' => is_text = false,
                _ => {}
            }
        } else {
            is_escaped = false;
            if cutter.start.is_none() && matches!(last, '[' | ',') && is_first_of_value(sign) {
                cutter.member(at, line, sign);
            }
            match sign {
                '"' => is_text = true,
                '{' => cutter.open_object(at, line, last),
                '[' if cutter.start.is_some() => cutter.stack.push(Open::Array),
                ']' if cutter.stack.last() == Some(&Open::Array) => {
                    cutter.stack.pop();
                }
                '}' => cutter.close_object(at),
                _ => {}
            }
        }
        if !sign.is_whitespace() {
            last = sign;
        }
    }
    cutter.end(text.len());
    let mut pieces = cutter.pieces;
    let is_object = |piece: &Piece<'_>| piece.text.starts_with('{');
    if !pieces.iter().all(is_object) && serde_json::from_str::<Vec<IgnoredAny>>(text).is_err() {
        pieces.retain(is_object);
        for (piece, record) in pieces.iter_mut().zip(1..) {
            piece.place.record = record;
        }
    }
    pieces
}

/// Whether a text, a number or a word begins with it.
fn is_first_of_value(sign: char) -> bool {
    sign == '"' || sign == '-' || sign.is_ascii_alphanumeric()
}

struct Cutter<'a> {
    text: &'a str,
    pieces: Vec<Piece<'a>>,
    stack: Vec<Open>,
    start: Option<(usize, usize)>,
}

impl Cutter<'_> {
    fn open_object(&mut self, at: usize, line: usize, last: char) {
        if self.stack.last() == Some(&Open::Object) && last != ':' {
            self.end(at);
        }
        if self.start.is_none() {
            self.start = Some((at, line));
        }
        self.stack.push(Open::Object);
    }

    /// A member of a list that is no object.
    fn member(&mut self, at: usize, line: usize, first: char) {
        let place = Place {
            record: self.pieces.len() + 1,
            line,
        };
        let end = at + first.len_utf8();
        self.pieces
            .extend(self.text.get(at..end).map(|text| Piece { place, text }));
    }

    /// Closes arrays left open within the object, too.
    fn close_object(&mut self, at: usize) {
        while self.stack.pop() == Some(Open::Array) {}
        if self.stack.is_empty() {
            self.end(at + 1);
        }
    }

    fn end(&mut self, end: usize) {
        self.stack.clear();
        if let Some((start, line)) = self.start.take() {
            let place = Place {
                record: self.pieces.len() + 1,
                line,
            };
            self.pieces
                .extend(self.text.get(start..end).map(|text| Piece { place, text }));
        }
    }
}
