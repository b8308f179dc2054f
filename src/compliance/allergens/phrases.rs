//! Texts as words, so that names are found whole: "eggplant" holds no "egg".

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

fn singular(word: &str) -> String {
    match word.strip_suffix('s') {
        // "molasses", "glucose syrups", "saccharomyces"; "is", "gas" and "us" keep theirs.
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}
