//! Text to sentences.

/// A sentence and its place in the whole text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence<'a> {
    /// The sentence without white space around it.
    pub text: &'a str,
    /// Position of its first scalar in the whole text.
    pub start: usize,
    /// One past its last scalar.
    pub end: usize,
}

/// Words after which a full stop ends nothing.
const ABBREVIATIONS: [&str; 36] = [
    "al", "approx", "ave", "ca", "cf", "dr", "e.g", "eg", "etc", "eq", "fig", "g", "i.e", "ie",
    "i.u", "inc", "jr", "kg", "mcg", "mg", "min", "ml", "mr", "mrs", "ms", "no", "nos", "oz",
    "prof", "sp", "spp", "st", "subsp", "var", "vol", "vs",
];

/// Abbreviations that stand before a capital letter as a matter of course.
const TITLES: [&str; 12] = [
    "dr", "mr", "mrs", "ms", "prof", "st", "no", "fig", "vol", "vs", "e.g", "i.e",
];

/// The sentences of a text, in order, with their places in Unicode scalars.
///
/// A full stop after an abbreviation (`e.g.`, `Dr.`, `mg.`), in a number or after an initial (`L. rhamnosus`) ends no
/// sentence; a question of up to four words stays with its answer. A line end ends one when a blank line, a list mark or a
/// capital letter follows.
pub fn sentences(text: &str) -> impl Iterator<Item = Sentence<'_>> {
    let mut rest = text;
    let mut at = 0usize;
    std::iter::from_fn(move || {
        loop {
            let trimmed = rest.trim_start();
            let skipped = rest.len() - trimmed.len();
            at += scalars(rest.get(..skipped).unwrap_or_default());
            if trimmed.is_empty() {
                return None;
            }
            let length = boundary(trimmed);
            let (raw, after) = trimmed.split_at_checked(length).unwrap_or((trimmed, ""));
            let sentence = raw.trim_end();
            let start = at;
            at += scalars(raw);
            rest = after;
            if !sentence.is_empty() {
                return Some(Sentence {
                    text: sentence,
                    start,
                    end: start + scalars(sentence),
                });
            }
        }
    })
}

fn scalars(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().count()
    }
}

/// Bytes of the first sentence of a text that begins with no white space.
fn boundary(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|byte| is_candidate(*byte)))
    {
        at += found;
        let byte = bytes.get(at).copied().unwrap_or_default();
        let next = bytes.get(at + 1).copied();
        match byte {
            b'\n' if line_ends(text.get(at + 1..).unwrap_or_default()) => return at + 1,
            b'\n' => at += 1,
            b'.' if next.is_some_and(|next| {
                next.is_ascii_alphanumeric() || next == b'.' || next == b','
            }) =>
            {
                at += 1
            }
            b'.' | b'!' | b'?' => {
                let end = closers(text, at + 1);
                let after = text.get(end..).unwrap_or_default();
                let spaced = after.is_empty() || after.starts_with(char::is_whitespace);
                let before = text.get(..at).unwrap_or_default();
                let ends = match byte {
                    b'.' => stops(before, after.trim_start()),
                    b'?' => asks_enough(before),
                    _ => true,
                };
                if spaced && ends {
                    return end;
                }
                at = end.max(at + 1);
            }
            _ => at += 1,
        }
    }
    text.len()
}

const fn is_candidate(byte: u8) -> bool {
    matches!(byte, b'.' | b'!' | b'?' | b'\n')
}

/// Skips quotes, brackets, note marks and more full stops after the end of a sentence.
fn closers(text: &str, from: usize) -> usize {
    let mut at = from;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let Some(c) = rest.chars().next() else {
            return at;
        };
        match c {
            '.' | '!' | '?' | '"' | '\'' | ')' | ']' | '”' | '’' | '»' | '*' | '†' | '‡' => {
                at += c.len_utf8()
            }
            '[' => match rest.find(']').filter(|length| *length <= 6) {
                Some(length) => at += length + 1,
                None => return at,
            },
            _ => return at,
        }
    }
}

/// A question of up to four words (`Headaches?`) belongs to the answer that follows it.
fn asks_enough(before: &str) -> bool {
    before.split_whitespace().nth(4).is_some()
}

/// Whether the full stop between these two ends a sentence.
fn stops(before: &str, after: &str) -> bool {
    let start = before
        .rfind(|c: char| c.is_whitespace() || c == '(' || c == '-')
        .map_or(0, |at| at + 1);
    let last = before.get(start..).unwrap_or_default();
    let Some(next) = after.chars().next() else {
        return true;
    };
    if last.len() > 8 {
        return true;
    }
    let lower = last.to_ascii_lowercase();
    if last.chars().count() == 1 && last.chars().all(char::is_alphabetic) {
        let earlier = before
            .get(..start)
            .unwrap_or_default()
            .trim_end()
            .to_ascii_lowercase();
        return next.is_uppercase()
            && ["vitamin", "vitamins", "and", "coenzyme", "type"]
                .iter()
                .any(|word| earlier.ends_with(word));
    }
    if TITLES.contains(&lower.as_str()) {
        return false;
    }
    if ABBREVIATIONS.contains(&lower.as_str()) {
        return next.is_uppercase();
    }
    true
}

/// Whether a line end before this text also ends a sentence.
fn line_ends(after: &str) -> bool {
    let rest = after.trim_start_matches([' ', '\t', '\r']);
    rest.chars().next().is_none_or(|c| !c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).map(|sentence| sentence.text).collect()
    }

    #[test]
    fn abbreviations_initials_and_decimals_end_no_sentence() {
        assert_eq!(
            split(
                "Take 1.5 mg. daily, e.g. at noon. L. rhamnosus is live. See Smith et al. for more."
            ),
            [
                "Take 1.5 mg. daily, e.g. at noon.",
                "L. rhamnosus is live.",
                "See Smith et al. for more."
            ]
        );
        assert_eq!(
            split("Ask Dr. Jones! Rich in vitamin C. It helps."),
            ["Ask Dr. Jones!", "Rich in vitamin C.", "It helps."]
        );
    }

    #[test]
    fn note_marks_and_quotes_belong_to_the_sentence_before() {
        assert_eq!(
            split("Supports the gut.[i]\n\n\nNext one.‡ Last \"quoted.\" End"),
            [
                "Supports the gut.[i]",
                "Next one.‡",
                "Last \"quoted.\"",
                "End"
            ]
        );
    }

    #[test]
    fn places_count_scalars_of_the_whole_text() {
        let text = "  Für dich.\n• Zwei — drei. ";
        let scalars: Vec<char> = text.chars().collect();
        for sentence in sentences(text) {
            let cut: String = scalars
                .iter()
                .skip(sentence.start)
                .take(sentence.end - sentence.start)
                .collect();
            assert_eq!(cut, sentence.text);
        }
        assert_eq!(split(text).len(), 2);
    }

    #[test]
    fn wrapped_lines_stay_together() {
        assert_eq!(
            split("Colostrum is the\nfirst milk.\nNew line"),
            ["Colostrum is the\nfirst milk.", "New line"]
        );
    }
}
