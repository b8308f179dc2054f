//! Entries of a BibTeX file with the values of their fields, TeX still in them.
//!
//! Hand-written because files come from anywhere: the crate biblatex ends the whole program on a text that abbreviates
//! itself (`@string{a = a}`) or nests commands, and reads all entries or none.

use std::collections::HashMap;

use crate::exchange::references::format::record::Place;

/// Longest value in bytes after abbreviations are put in: they could double a text over and over.
const LONGEST_VALUE: usize = 100_000;
/// Longest text that an abbreviation may stand for, in bytes; longer ones are as if undefined.
const LONGEST_ABBREVIATED: usize = 500;

/// An entry: its type and fields, names in lower case.
#[derive(Debug)]
pub struct Entry {
    /// Where it stands.
    pub place: Place,
    /// `article`, `book`, …
    pub kind: String,
    /// Values by name; of a repeated field the first counts, as in BibTeX.
    pub fields: HashMap<String, String>,
    /// The key of the entry.
    pub key: String,
    /// What is wrong with it, if it could not be read to its end.
    pub fault: Option<&'static str>,
    /// Abbreviations that nobody defined.
    pub unknown: Vec<String>,
}

/// The entries of a file, without comments, preambles and abbreviations.
pub fn entries(text: &str) -> Vec<Entry> {
    let mut strings = HashMap::new();
    let mut entries = Vec::new();
    for (segment, line) in segments(text) {
        let mut cursor = Cursor { rest: segment };
        let (mut counted, mut line) = (0, line);
        while cursor.skip_to_entry() {
            let at = segment.len() - cursor.rest.len();
            let between = segment.get(counted..at).unwrap_or_default();
            line += between.matches('\n').count();
            counted = at;
            let place = Place {
                record: entries.len() + 1,
                line,
            };
            match cursor.entry(place, &mut strings) {
                Some(entry) if entry.fault.is_some() => {
                    entries.push(entry);
                    break;
                }
                Some(entry) => entries.push(entry),
                None => {}
            }
        }
    }
    entries
}

/// The file cut before each line that begins an entry, with the number of its first line: an entry whose brace is missing
/// ends there at the latest.
fn segments(text: &str) -> Vec<(&str, usize)> {
    let mut starts: Vec<(usize, usize)> = vec![(0, 1)];
    let mut at = 0;
    for (line, number) in text.split_inclusive('\n').zip(1usize..) {
        if at > 0 && begins_entry(line.trim_start()) {
            starts.push((at, number));
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .filter_map(|((start, line), end)| Some((text.get(*start..end)?, *line)))
        .collect()
}

fn begins_entry(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('@') else {
        return false;
    };
    let behind = rest.trim_start_matches(|sign: char| sign.is_ascii_alphabetic());
    behind.len() < rest.len() && behind.trim_start().starts_with(['{', '('])
}

struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    /// Goes to the next `@` with a word and a bracket behind it.
    fn skip_to_entry(&mut self) -> bool {
        while let Some(at) = self.rest.find('@') {
            self.rest = self.rest.get(at..).unwrap_or_default();
            if begins_entry(self.rest) {
                return true;
            }
            self.rest = self.rest.strip_prefix('@').unwrap_or_default();
        }
        false
    }

    fn eat(&mut self, sign: char) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn word(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        self.rest = self.rest.trim_start();
        let end = self
            .rest
            .find(|sign: char| !belongs(sign))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    /// Reads what begins with `@`; `None` for what is no reference.
    fn entry(&mut self, place: Place, strings: &mut HashMap<String, String>) -> Option<Entry> {
        self.eat('@');
        let kind = self
            .word(|sign| sign.is_ascii_alphabetic())
            .to_ascii_lowercase();
        let closing = if self.eat('(') { ')' } else { '}' };
        if closing == '}' {
            self.eat('{');
        }
        let mut entry = Entry {
            place,
            key: String::new(),
            fields: HashMap::new(),
            fault: None,
            unknown: Vec::new(),
            kind,
        };
        match entry.kind.as_str() {
            "comment" | "preamble" => {
                self.balanced('{', closing);
                return None;
            }
            "string" => {
                self.fields(&mut entry, closing, strings);
                let new = entry.fields.into_iter();
                strings.extend(new.filter(|(_, value)| value.len() <= LONGEST_ABBREVIATED));
                return None;
            }
            _ => {}
        }
        let before_key = self.rest;
        let key =
            self.word(|sign| !sign.is_whitespace() && !matches!(sign, ',' | '{' | '}' | '=' | '"'));
        if self.rest.trim_start().starts_with('=') {
            // The key is missing: this is the first field.
            self.rest = before_key;
        } else {
            entry.key = key.to_owned();
        }
        self.fields(&mut entry, closing, strings);
        Some(entry)
    }

    /// Fields up to the closing bracket. Missing commas between them are forgiven.
    fn fields(&mut self, entry: &mut Entry, closing: char, strings: &HashMap<String, String>) {
        loop {
            while self.eat(',') {}
            if self.eat(closing) {
                return;
            }
            if self.rest.starts_with('%') {
                let end = self.rest.find('\n').unwrap_or(self.rest.len());
                self.rest = self.rest.get(end..).unwrap_or_default();
                continue;
            }
            let name = self.word(is_name).to_ascii_lowercase();
            if name.is_empty() {
                entry.fault = Some(if self.rest.is_empty() {
                    "its closing brace is missing"
                } else {
                    "the name of a field was expected"
                });
                return;
            }
            if !self.eat('=') {
                entry.fault = Some("an equals sign must follow the name of each field");
                return;
            }
            match self.value(strings, &mut entry.unknown) {
                Some(value) => {
                    entry.fields.entry(name).or_insert(value);
                }
                None => {
                    entry.fault = Some("a field's value is not closed");
                    return;
                }
            }
        }
    }

    /// A value: texts, numbers and abbreviations joined by `#`.
    fn value(
        &mut self,
        strings: &HashMap<String, String>,
        unknown: &mut Vec<String>,
    ) -> Option<String> {
        let mut value = String::new();
        loop {
            let part = if self.eat('{') {
                self.balanced('{', '}')?.to_owned()
            } else if self.eat('"') {
                self.quoted()?.to_owned()
            } else {
                let word = self.word(is_name);
                if word.is_empty() {
                    return None;
                }
                abbreviated(word, strings, unknown)
            };
            if value.len() + part.len() <= LONGEST_VALUE {
                value.push_str(&part);
            }
            if !self.eat('#') {
                return Some(value);
            }
        }
    }

    /// The text up to the bracket that closes it.
    fn balanced(&mut self, opening: char, closing: char) -> Option<&'a str> {
        let mut depth = 0usize;
        for (at, sign) in self.rest.char_indices() {
            if sign == closing && depth == 0 {
                let text = self.rest.get(..at)?;
                self.rest = self.rest.get(at + sign.len_utf8()..)?;
                return Some(text);
            }
            if sign == opening {
                depth += 1;
            } else if sign == '}' {
                depth = depth.saturating_sub(1);
            }
        }
        self.rest = "";
        None
    }

    /// The text up to a quotation mark outside of braces.
    fn quoted(&mut self) -> Option<&'a str> {
        let mut depth = 0usize;
        for (at, sign) in self.rest.char_indices() {
            match sign {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                '"' if depth == 0 => {
                    let text = self.rest.get(..at)?;
                    self.rest = self.rest.get(at + 1..)?;
                    return Some(text);
                }
                _ => {}
            }
        }
        self.rest = "";
        None
    }
}

fn is_name(sign: char) -> bool {
    !sign.is_whitespace() && !sign.is_control() && !"{}(),=#\"%@'".contains(sign)
}

/// What an abbreviation or number stands for; months stand for their names.
fn abbreviated(word: &str, strings: &HashMap<String, String>, unknown: &mut Vec<String>) -> String {
    let name = word.to_ascii_lowercase();
    if let Some(value) = strings.get(&name) {
        return value.clone();
    }
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    let is_month =
        word.len() == 3 && crate::exchange::references::format::date::month(word).is_some();
    if !is_number && !is_month && unknown.len() < 5 {
        unknown.push(word.to_owned());
    }
    word.to_owned()
}
