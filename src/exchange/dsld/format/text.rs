//! Cleaning of printed text, and numbers in it.

use std::str::FromStr;

use rust_decimal::Decimal;

/// Words that DSLD writes where the label says nothing.
const ABSENT: &[&str] = &[
    "",
    "not present",
    "not reported",
    "not applicable",
    "not available",
    "n/a",
    "null",
];

/// Signs of which one says as much as two.
const MARKS: [char; 4] = ['®', '™', '℠', '©'];

/// Whether the text stands for nothing.
pub fn is_absent(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.').to_lowercase();
    ABSENT.contains(&text.as_str())
}

/// Text on one line: white space (line breaks too) to single spaces, doubled trademark signs to one.
pub fn clean_line(text: &str) -> String {
    let visible = text.replace(is_invisible, "");
    single_marks(&visible.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Text whose lines are cleaned one by one; empty lines go.
pub fn clean_lines(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<String> = lines
        .split('\n')
        .map(clean_line)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}

/// Text without trademark signs and spaces at its end.
pub fn without_mark(text: &str) -> &str {
    text.trim_end_matches(|sign: char| MARKS.contains(&sign) || sign == ' ')
}

/// Lower-case words joined by underscores.
pub fn snake(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.join("_")
}

/// Text without what stands in parentheses, which may nest; an unclosed one runs to the end.
pub fn without_parentheses(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(sign),
            _ => {}
        }
    }
    clean_line(&kept)
}

/// A number as printed: "0.25", "1,000", "5e9". Anything else is `None`, also a decimal comma, which would be a guess.
pub fn decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    if !text
        .chars()
        .all(|sign| sign.is_ascii_digit() || "+-.,eE".contains(sign))
    {
        return None;
    }
    let plain = if text.contains(',') {
        without_thousands(text)?
    } else {
        text.to_owned()
    };
    if plain.contains(['e', 'E']) {
        Decimal::from_scientific(&plain).ok()
    } else {
        Decimal::from_str(&plain).ok()
    }
}

/// "12,345.6" without its comma; `None` where the commas do not part thousands.
fn without_thousands(text: &str) -> Option<String> {
    let whole = text.split('.').next()?;
    let mut groups = whole.split(',');
    let first_fits = groups
        .next()
        .is_some_and(|first| (1..=3).contains(&first.trim_start_matches(['+', '-']).len()));
    let rest_fits = groups.all(|group| group.len() == 3);
    let comma_later = text
        .get(whole.len()..)
        .is_some_and(|rest| rest.contains(','));
    (first_fits && rest_fits && !comma_later).then(|| text.replace(',', ""))
}

/// Control characters other than white space, zero-width marks and the byte order mark.
fn is_invisible(sign: char) -> bool {
    (sign.is_control() && !sign.is_whitespace())
        || matches!(
            sign,
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
        )
}

fn single_marks(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for sign in text.chars() {
        if MARKS.contains(&sign) && cleaned.trim_end().ends_with(sign) {
            cleaned.truncate(cleaned.trim_end().len());
        } else {
            cleaned.push(sign);
        }
    }
    for doubled in ["(R)(R)", "(TM)(TM)", "(SM)(SM)"] {
        while cleaned.contains(doubled) {
            cleaned = cleaned.replace(
                doubled,
                doubled.get(..doubled.len() / 2).unwrap_or_default(),
            );
        }
    }
    cleaned
}
