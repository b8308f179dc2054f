//! Lines that begin with a tag, as in RIS and MEDLINE.

use super::record::Place;

/// One tag with its value, continuation lines joined to it.
#[derive(Debug)]
pub struct Field {
    /// Two to four capitals and digits.
    pub tag: String,
    /// Its text.
    pub value: String,
}

/// The fields of one record.
#[derive(Debug)]
pub struct Record {
    /// Where it begins.
    pub place: Place,
    /// Its fields in order.
    pub fields: Vec<Field>,
}

impl Record {
    /// The first value of a tag; empty if there is none.
    pub fn first(&self, tag: &str) -> &str {
        self.all(tag).next().unwrap_or_default()
    }

    /// Every value of a tag.
    pub fn all<'a>(&'a self, tag: &str) -> impl Iterator<Item = &'a str> {
        self.fields
            .iter()
            .filter(move |field| field.tag == tag)
            .map(|field| field.value.trim())
    }

    /// The first value that is not empty among some tags, in the order of the tags.
    pub fn any(&self, tags: &[&str]) -> &str {
        tags.iter()
            .map(|tag| self.first(tag))
            .find(|value| !value.is_empty())
            .unwrap_or_default()
    }

    /// Adds a line without tag to the last value.
    pub fn go_on(&mut self, line: &str) {
        if let Some(last) = self.fields.last_mut() {
            last.value.push(' ');
            last.value.push_str(line.trim());
        }
    }
}

/// A line's tag and value: capitals and digits, spaces up to some column, a hyphen, and a space or the end.
///
/// `columns` are those (from zero) in which the hyphen may stand.
pub fn tag_and_value(line: &str, columns: std::ops::RangeInclusive<usize>) -> Option<(&str, &str)> {
    let at = line.bytes().take(6).position(|byte| byte == b'-')?;
    if !columns.contains(&at) {
        return None;
    }
    let (tag, rest) = line.split_at_checked(at)?;
    let tag = tag.trim_end_matches(' ');
    let is_tag = (2..=4).contains(&tag.len())
        && tag.starts_with(|sign: char| sign.is_ascii_uppercase())
        && tag
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let value = rest.strip_prefix('-')?;
    (is_tag && (value.is_empty() || value.starts_with([' ', '\t']))).then(|| (tag, value.trim()))
}
