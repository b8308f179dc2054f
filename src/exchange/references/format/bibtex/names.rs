//! Lists of names: `Berg, Ann van den and {World Health Organization} and others`.

use super::tex;
use crate::evidence::reference::model::ReferenceAuthor;
use crate::exchange::references::format::author;
use crate::exchange::references::format::draft::Draft;

/// Reads the names of a field.
pub fn read(field: &str, draft: &mut Draft) {
    for name in split(field, Part::And) {
        let name = name.trim();
        if !name.is_empty() {
            draft.author(name, person);
        }
    }
}

/// What parts a list at depth zero of its braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    And,
    Comma,
    Space,
}

/// The pieces of a text between separators outside of braces.
fn split(text: &str, part: Part) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut depth = 0usize;
    let mut start = 0;
    for (at, sign) in text.char_indices() {
        let width = match (sign, part) {
            ('{', _) => {
                depth += 1;
                0
            }
            ('}', _) => {
                depth = depth.saturating_sub(1);
                0
            }
            (',', Part::Comma) => 1,
            (sign, Part::Space) if sign.is_whitespace() || sign == '~' => sign.len_utf8(),
            (sign, Part::And) if sign.is_whitespace() => and_at(text, at, sign),
            _ => 0,
        };
        if width > 0 && depth == 0 && at >= start {
            pieces.extend(text.get(start..at));
            start = at + width;
        }
    }
    pieces.extend(text.get(start..));
    pieces
}

/// The width of `and` with the space before it, if it stands at this place as a word.
fn and_at(text: &str, at: usize, space: char) -> usize {
    let width = space.len_utf8();
    let behind = text.get(at + width..).unwrap_or_default();
    let is_and = behind.split_at_checked(3).is_some_and(|(word, rest)| {
        word.eq_ignore_ascii_case("and") && rest.starts_with(char::is_whitespace)
    });
    if is_and { width + 3 } else { 0 }
}

/// A name in one of BibTeX's orders; one that is all in braces is a group.
fn person(name: &str) -> Option<ReferenceAuthor> {
    if is_braced(name) {
        return author::group(&tex::decode(name));
    }
    let parts: Vec<&str> = split(name, Part::Comma)
        .into_iter()
        .map(str::trim)
        .collect();
    if parts
        .iter()
        .any(|part| part.starts_with("family=") || part.starts_with("family ="))
    {
        return extended(&parts);
    }
    match parts.as_slice() {
        [family, given] => author::person(&tex::decode(family), &tex::decode(given), ""),
        [family, suffix, given, ..] => author::person(
            &tex::decode(family),
            &tex::decode(given),
            &tex::decode(suffix),
        ),
        _ => in_reading_order(name),
    }
}

/// Whether the first brace closes at the end only.
fn is_braced(name: &str) -> bool {
    let Some(inside) = name
        .strip_prefix('{')
        .and_then(|name| name.strip_suffix('}'))
    else {
        return false;
    };
    let mut depth = 0i64;
    // An accent like {\"O}ztürk{} begins with a brace, too.
    !inside.starts_with('\\')
        && inside.chars().all(|sign| {
            depth += i64::from(sign == '{') - i64::from(sign == '}');
            depth >= 0
        })
}

/// `Ann van den Berg`: lower-case words in the middle belong to the family name.
fn in_reading_order(name: &str) -> Option<ReferenceAuthor> {
    let words: Vec<&str> = split(name, Part::Space)
        .into_iter()
        .filter(|word| !word.is_empty())
        .collect();
    let is_particle = |word: &&str| word.starts_with(char::is_lowercase);
    let last = words.len().saturating_sub(1);
    let split = words.iter().position(is_particle).unwrap_or(last).min(last);
    let (given, family) = words.split_at_checked(split)?;
    author::person(
        &tex::decode(&family.join(" ")),
        &tex::decode(&given.join(" ")),
        "",
    )
}

/// BibLaTeX's `family=Berg, given=Ann, prefix=van den, suffix=Jr`.
fn extended(parts: &[&str]) -> Option<ReferenceAuthor> {
    let part = |key: &str| {
        parts
            .iter()
            .filter_map(|part| part.split_once('='))
            .find(|(name, _)| name.trim() == key)
            .map(|(_, value)| tex::decode(value))
            .unwrap_or_default()
    };
    let family = format!("{} {}", part("prefix"), part("family"));
    author::person(&family, &part("given"), &part("suffix"))
}
