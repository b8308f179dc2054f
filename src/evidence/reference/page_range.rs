//! Page ranges as they are printed: in full (`664-676`) or with the repeated digits left out (`664-76`).

/// A page as printed: letters, digits, letters. `S341`, `126A`, `e12`.
struct Page<'a> {
    prefix: &'a str,
    digits: &'a str,
    suffix: &'a str,
}

impl<'a> Page<'a> {
    /// `None` for what has no digits in its middle, such as roman numerals.
    fn read(text: &'a str) -> Option<Self> {
        let start = text.find(|sign: char| sign.is_ascii_digit())?;
        let (prefix, rest) = text.split_at(start);
        let end = rest
            .find(|sign: char| !sign.is_ascii_digit())
            .unwrap_or(rest.len());
        let (digits, suffix) = rest.split_at(end);
        let are_letters = prefix
            .chars()
            .chain(suffix.chars())
            .all(char::is_alphabetic);
        are_letters.then_some(Self {
            prefix,
            digits,
            suffix,
        })
    }

    fn number(&self) -> Option<u64> {
        self.digits.parse().ok()
    }
}

/// Full ranges with plain hyphens: `664–76` becomes `664-676`, `S341-8` becomes `S341-S348`.
///
/// What is no range stays as it is, except for a leading `p.` or `pp.`.
pub fn expand(text: &str) -> String {
    each_range(text, |start, end| {
        let missing = start.digits.len().checked_sub(end.digits.len())?;
        let kept = start.digits.get(..missing)?;
        let digits = format!("{kept}{}", end.digits);
        // 99-101 written as 99-01 would count backwards: then it is no elision.
        let grows = digits.parse::<u64>().ok()? >= start.number()?;
        let prefix = if end.prefix.is_empty() {
            start.prefix
        } else {
            end.prefix
        };
        grows.then(|| format!("{prefix}{digits}{}", end.suffix))
    })
}

/// Ranges without repeated digits, as Vancouver style prints them: `664-676` becomes `664-76`.
///
/// A letter before the number is not repeated; pages with a letter behind it are printed in full (Citing Medicine,
/// chapter 1).
pub fn elide(text: &str) -> String {
    each_range(&expand(text), |start, end| {
        let is_plain = start.suffix.is_empty() && end.suffix.is_empty();
        let is_alike = start.prefix == end.prefix && start.digits.len() == end.digits.len();
        if !is_plain || !is_alike {
            return None;
        }
        let same = start
            .digits
            .bytes()
            .zip(end.digits.bytes())
            .take_while(|(first, second)| first == second)
            .count();
        let same = same.min(end.digits.len().saturating_sub(1));
        end.digits.get(same..).map(str::to_owned)
    })
}

/// Whether some range of the text ends before it begins.
pub fn runs_backwards(text: &str) -> bool {
    let mut found = false;
    each_range(&expand(text), |start, end| {
        found |= start.prefix == end.prefix && start.number() > end.number();
        None
    });
    found
}

/// Rewrites the ends of ranges; `end` answers `None` to leave one alone.
fn each_range(text: &str, mut end: impl FnMut(&Page<'_>, &Page<'_>) -> Option<String>) -> String {
    let plain = with_plain_hyphens(text);
    let words: Vec<String> = plain
        .split(' ')
        .map(|word| {
            let (body, mark) = match word.strip_suffix([',', ';']) {
                Some(body) => (body, word.get(body.len()..).unwrap_or_default()),
                None => (word, ""),
            };
            let pieces: Vec<String> = body
                .split(',')
                .map(|piece| rewritten(piece, &mut end))
                .collect();
            format!("{}{mark}", pieces.join(","))
        })
        .collect();
    words.join(" ")
}

fn rewritten(piece: &str, end: &mut impl FnMut(&Page<'_>, &Page<'_>) -> Option<String>) -> String {
    let new_end = || {
        let (first, second) = piece.split_once('-')?;
        let new = end(&Page::read(first)?, &Page::read(second)?)?;
        Some(format!("{first}-{new}"))
    };
    let mut new_end = new_end;
    new_end().unwrap_or_else(|| piece.to_owned())
}

/// Dashes of all kinds to one hyphen without spaces around it, single spaces, no `pp.`.
fn with_plain_hyphens(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for sign in text.trim().chars() {
        let sign = match sign {
            '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
            sign if sign.is_whitespace() => ' ',
            sign => sign,
        };
        if sign == '-' {
            plain.truncate(plain.trim_end_matches([' ', '-']).len());
        }
        let follows_hyphen = plain.ends_with('-');
        let is_doubled = sign == ' ' && (follows_hyphen || plain.ends_with(' '));
        if !is_doubled {
            plain.push(sign);
        }
    }
    let plain = plain.trim_end_matches(['-', ' ', '.', ';', ',']);
    ["pp.", "pp ", "p.", "p "]
        .iter()
        .find_map(|mark| {
            let (start, rest) = plain.split_at_checked(mark.len())?;
            start.eq_ignore_ascii_case(mark).then_some(rest)
        })
        .unwrap_or(plain)
        .trim_start()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ranges_are_printed_in_full() {
        for (given, full) in [
            ("664-76", "664-676"),
            ("664–676", "664-676"),
            ("664 -- 76", "664-676"),
            ("2499-507", "2499-2507"),
            ("1277-86", "1277-1286"),
            ("S341-8", "S341-S348"),
            ("S341-S348", "S341-S348"),
            ("126A-7A", "126A-127A"),
            ("664-76; discussion 677-8", "664-676; discussion 677-678"),
            ("12-5,18-9", "12-15,18-19"),
            ("pp. 33-45", "33-45"),
            ("xi-xv", "xi-xv"),
            ("e0257843", "e0257843"),
            ("99-01", "99-01"),
            ("676-664", "676-664"),
            ("1.e1-1.e3", "1.e1-1.e3"),
            ("", ""),
            ("-", ""),
        ] {
            assert_eq!(expand(given), full, "{given:?}");
        }
    }

    #[test]
    fn repeated_digits_are_left_out() {
        for (given, short) in [
            ("664-676", "664-76"),
            ("1277-1286", "1277-86"),
            ("2499-2507", "2499-507"),
            ("99-101", "99-101"),
            ("S341-S348", "S341-8"),
            ("126A-127A", "126A-127A"),
            ("12-12", "12-2"),
            ("664", "664"),
        ] {
            assert_eq!(elide(given), short, "{given:?}");
        }
    }

    #[test]
    fn a_range_that_ends_before_it_begins_is_noticed() {
        assert!(runs_backwards("676-664"));
        assert!(!runs_backwards("664-76"));
        assert!(!runs_backwards("S12-e4"));
    }

    proptest! {
        #[test]
        fn a_full_range_survives_being_shortened(start in 1u32..20_000, length in 1u32..3_000) {
            let full = format!("{start}-{}", start + length);
            prop_assert_eq!(expand(&elide(&full)), full);
        }

        #[test]
        fn any_text_is_taken(text in "\\PC{0,60}") {
            prop_assert_eq!(expand(&expand(&text)), expand(&text));
            elide(&text);
            runs_backwards(&text);
        }
    }
}
