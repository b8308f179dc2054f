//! Cuts a file of JSON objects apart, so that a broken one does not spoil the others.

use crate::exchange::references::format::record::Place;

/// One object of the file, as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Where it stands.
    pub place: Place,
    /// From its opening brace to what was taken for its end.
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
/// comma inside of an object can only be the next record after a missing brace.
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
    cutter.pieces
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
