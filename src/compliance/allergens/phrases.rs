//! Texts as words, so that names are found whole: "eggplant" holds no "egg".

use std::collections::HashMap;

/// Lower-case words in the singular, with a space around each; sentence ends and separators become words of their own
/// (".", ",").
pub(super) fn words(text: &str) -> String {
    let lower = text.to_lowercase().replace(['’', '\''], "");
    let mut out = String::from(" ");
    let mut word = String::new();
    for c in lower.chars().chain([' ']) {
        if c.is_alphanumeric() {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            out.push_str(&singular(&word));
            out.push(' ');
            word.clear();
        }
        match c {
            '.' | ';' | ':' | '!' | '?' | '(' | ')' | '[' | ']' | '\n' | '•' => {
                out.push_str(". ")
            }
            ',' | '/' | '+' => out.push_str(", "),
            '&' => out.push_str("and "),
            _ => {}
        }
    }
    out.replace(" fd and c ", " fd c ")
}

/// Whether the words of a text hold a name; both as [`words`] makes them.
pub(super) fn holds(words: &str, name: &str) -> bool {
    words.match_indices(name).any(|(at, _)| {
        let before = words.get(..at).unwrap_or_default();
        let after = words
            .get(at.saturating_add(name.len())..)
            .unwrap_or_default();
        before.ends_with(' ') && after.starts_with(' ')
    })
}

/// Names by their first words, so that of a table of hundreds only those are looked for that can be there.
pub(super) struct Names<T> {
    by_first_word: HashMap<&'static str, Vec<(&'static str, T)>>,
}

impl<T: Copy> Names<T> {
    /// Names, each with what it stands for.
    pub(super) fn new(names: impl IntoIterator<Item = (&'static str, T)>) -> Self {
        let mut by_first_word: HashMap<_, Vec<_>> = HashMap::new();
        for (name, meaning) in names {
            let first = name.split(' ').next().unwrap_or(name);
            let same = by_first_word.entry(first).or_default();
            same.push((name, meaning));
        }
        Self { by_first_word }
    }

    /// The names that words hold, as [`words`] makes them, with what they stand for; one that stands twice comes twice.
    pub(super) fn held_by(&self, words: &str) -> impl Iterator<Item = (&'static str, T)> {
        let names = words
            .split(' ')
            .filter_map(|word| self.by_first_word.get(word));
        names
            .flatten()
            .copied()
            .filter(|(name, _)| holds(words, name))
    }
}

fn singular(word: &str) -> String {
    match word.strip_suffix('s') {
        // "molasses", "glucose syrups", "saccharomyces"; "is", "gas" and "us" keep theirs.
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}
