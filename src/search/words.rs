//! Text made into words: as the index keeps them, and as visitors type them.

use std::borrow::Cow;

/// Units that stand behind a number; the first is the one that is kept.
const UNITS: &[(&str, &[&str])] = &[
    ("mcg", &["mcg", "ug", "µg", "μg", "microgram", "micrograms"]),
    ("mg", &["mg", "milligram", "milligrams"]),
    ("g", &["g", "gram", "grams"]),
    ("iu", &["iu", "ius"]),
    ("ml", &["ml"]),
    ("cfu", &["cfu", "cfus"]),
];

/// Words that say nothing about what is looked for.
const EMPTY: &[&str] = &[
    "a", "an", "and", "for", "in", "of", "on", "the", "to", "with",
];

/// Short words that begin a name with a number: "vit d 3", "co q 10".
const LONGEST_BEGINNING: usize = 5;

/// The words under which a text is found: as it is written, and joined where it is also written so ("5-HTP" as "5htp", "500 mg"
/// as "500mg").
pub fn of_text(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for compound in compounds(text) {
        if compound.len() > 1 {
            words.push(stem(&compound.concat()).into_owned());
        }
        words.extend(compound);
    }
    let joined: Vec<String> = words
        .iter()
        .zip(words.iter().skip(1))
        .filter(|(one, other)| are_joined(one, other))
        .map(|(one, other)| format!("{one}{other}"))
        .collect();
    words.extend(joined);
    words
}

/// A word that is looked for, with the other ways in which a text may hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The words that must all be there.
    pub words: Vec<String>,
    /// The one word that may stand for all of them.
    pub joined: Option<String>,
    /// Whether more letters may follow the last of them.
    pub is_beginning: bool,
    /// Other phrases that may stand for all of them.
    pub others: Vec<Vec<String>>,
}

/// Whether a word says nothing about what is looked for.
pub fn says_nothing(word: &str) -> bool {
    EMPTY.contains(&word)
}

/// All words of what is looked for, in order.
pub fn flat(wanted: &[Wanted]) -> Vec<String> {
    let words = wanted.iter().flat_map(|wanted| &wanted.words);
    words.cloned().collect()
}

/// What a visitor looks for. The last word may go on, unless a space follows it.
pub fn of_query(text: &str) -> Vec<Wanted> {
    let compounds = compounds(text);
    let is_open = !text.ends_with(char::is_whitespace);
    let mut wanted: Vec<Wanted> = Vec::new();
    let mut at = 0;
    while let Some(compound) = compounds.get(at) {
        let next = compounds.get(at + 1).and_then(|next| next.first());
        let joins = compound.len() == 1
            && compound
                .first()
                .zip(next)
                .is_some_and(|(one, other)| are_joined(one, other));
        let mut words = compound.clone();
        if joins {
            words.extend(compounds.get(at + 1).cloned().unwrap_or_default());
            at += 1;
        } else if let Some(number) = spelled_out(compounds.get(at..).unwrap_or_default()) {
            words.extend(number);
            at += 2;
        }
        at += 1;
        let joined = (words.len() > 1).then(|| stem(&words.concat()).into_owned());
        wanted.push(Wanted {
            words,
            joined,
            is_beginning: false,
            others: Vec::new(),
        });
    }
    let says_something = |wanted: &Wanted| {
        !wanted
            .words
            .iter()
            .all(|word| EMPTY.contains(&word.as_str()))
    };
    if wanted.iter().any(says_something) {
        wanted.retain(says_something);
    }
    if let Some(last) = wanted.last_mut() {
        // The beginning of a number is another number.
        let ends_in_letter = last
            .words
            .last()
            .is_some_and(|word| word.ends_with(|letter: char| !letter.is_ascii_digit()));
        last.is_beginning = is_open && ends_in_letter;
    }
    wanted
}

/// A letter and its number behind the beginning of a name: "co q 10".
fn spelled_out(compounds: &[Vec<String>]) -> Option<[String; 2]> {
    let word = |at: usize| match compounds.get(at)?.as_slice() {
        [only] => Some(only),
        _ => None,
    };
    let (begin, letter, number) = (word(0)?, word(1)?, word(2)?);
    let is_name = begin.len() <= 3 && letter.len() == 1 && are_joined(letter, number);
    (is_name
        && begin
            .bytes()
            .chain(letter.bytes())
            .all(|byte| byte.is_ascii_lowercase()))
    .then(|| [letter.clone(), number.clone()])
}

/// How many wrong letters are forgiven: none in short words and in what holds a digit, where another one is another thing.
pub fn forgiven(word: &str) -> u8 {
    let letters = word.chars().count();
    if word.chars().any(|letter| letter.is_ascii_digit()) || letters < 4 {
        0
    } else if letters < 8 {
        1
    } else {
        2
    }
}

/// Words that are written as one or apart: a number with its unit, a letter with its number.
fn are_joined(one: &str, other: &str) -> bool {
    let is_number = |word: &str| {
        word.bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
    };
    let is_letters = |word: &str| word.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_number(one) && (UNITS.iter().any(|(unit, _)| *unit == other) || other == "htp"))
        || (is_letters(one)
            && one.len() <= LONGEST_BEGINNING
            && other.len() <= 3
            && other.bytes().any(|byte| byte.is_ascii_digit()))
}

/// The words of a text; those that a hyphen or an apostrophe joins are together.
fn compounds(text: &str) -> Vec<Vec<String>> {
    let folded = fold(text);
    let mut compounds: Vec<Vec<String>> = Vec::new();
    let ends =
        |letter: char| !(letter.is_alphanumeric() || matches!(letter, '-' | '.' | '\'' | ','));
    for piece in folded.split(ends) {
        let piece = without_thousands(piece);
        let mut parts = Vec::new();
        for part in piece.split(['-', '\'', ',']) {
            split_number(part.trim_matches('.'), &mut parts);
        }
        if !parts.is_empty() {
            compounds.push(parts);
        }
    }
    compounds
}

/// "500mg" is a number and its unit; "b12" and "5htp" are names.
fn split_number(part: &str, parts: &mut Vec<String>) {
    let mut put = |word: &str| {
        if !word.is_empty() {
            parts.push(stem(unit(word)).into_owned());
        }
    };
    let digits = part
        .find(|letter: char| !(letter.is_ascii_digit() || letter == '.'))
        .unwrap_or(part.len());
    let (number, rest) = part.split_at(digits);
    if !number.is_empty() && unit_of(rest).is_some() {
        put(number);
        put(rest);
    } else if rest.is_empty() {
        put(number);
    } else {
        // A point ends a sentence, except within a number.
        part.split('.').for_each(put);
    }
}

/// "5,000" without its comma.
fn without_thousands(piece: &str) -> Cow<'_, str> {
    let is_digits =
        |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let is_grouped = piece.split_once(',').is_some_and(|(first, rest)| {
        is_digits(first)
            && rest
                .split(',')
                .all(|group| is_digits(group) && group.len() == 3)
    });
    if is_grouped {
        Cow::Owned(piece.replace(',', ""))
    } else {
        Cow::Borrowed(piece)
    }
}

/// The unit that a word names, as it is kept.
fn unit_of(word: &str) -> Option<&'static str> {
    let known = UNITS.iter().find(|(_, written)| written.contains(&word));
    known.map(|(kept, _)| *kept)
}

fn unit(word: &str) -> &str {
    unit_of(word).unwrap_or(word)
}

/// Without the ending of a plural.
fn stem(word: &str) -> Cow<'_, str> {
    let letters = word.len();
    if let Some(begin) = word.strip_suffix("ies").filter(|_| letters > 4) {
        return Cow::Owned(format!("{begin}y"));
    }
    let keeps = ["ss", "us", "is", "os"]
        .iter()
        .any(|end| word.ends_with(end));
    let one = word.strip_suffix('s').filter(|begin| {
        letters > 3 && !keeps && !begin.ends_with(|letter: char| letter.is_ascii_digit())
    });
    Cow::Borrowed(one.unwrap_or(word))
}

/// Lower case, accents and ligatures written plainly; micro signs stay for units.
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            'µ' | 'μ' => out.push('u'),
            '’' | '‘' | '\u{2bc}' => out.push('\''),
            '‐' | '‑' | '‒' | '–' | '—' => out.push('-'),
            letter if letter.is_ascii() => out.push(letter.to_ascii_lowercase()),
            letter if letter.is_alphanumeric() => plain(letter, &mut out),
            _ => out.push(' '),
        }
    }
    out
}

fn plain(letter: char, out: &mut String) {
    match deunicode::deunicode_char(letter).filter(|written| !written.is_empty()) {
        Some(written) => out.extend(written.chars().flat_map(char::to_lowercase)),
        None => out.extend(letter.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]
    use super::*;
    use proptest::prelude::*;

    fn has(text: &str, word: &str) -> bool {
        of_text(text).iter().any(|one| one == word)
    }

    /// Whether a text holds what a query looks for, as the index decides it.
    fn finds(query: &str, text: &str) -> bool {
        let words = of_text(text);
        of_query(query).iter().all(|wanted| {
            let has = |word: &String| words.contains(word);
            let begins = |word: &String| words.iter().any(|one| one.starts_with(word.as_str()));
            let (last, others) = wanted.words.split_last().unwrap();
            (others.iter().all(has) && (has(last) || (wanted.is_beginning && begins(last))))
                || wanted.joined.iter().any(has)
        })
    }

    #[test]
    fn names_with_digits_are_kept_and_found_however_they_are_written() {
        for (query, text) in [
            ("5-HTP", "5-HTP 100 mg"),
            ("5htp", "5-HTP 100 mg"),
            ("5 htp", "5-HTP 100 mg"),
            ("b12", "Vitamin B12"),
            ("B-12", "Vitamin B12"),
            ("b 12", "Vitamin B12"),
            ("vitamin b12", "Vitamin B-12 drops"),
            ("q10", "Coenzyme Q10"),
            ("coq10", "CoQ10 with ubiquinol"),
            ("co q10", "CoQ10 with ubiquinol"),
            ("co q 10", "CoQ10 with ubiquinol"),
            ("omega 3", "Omega-3 oil"),
            ("omega3", "Omega-3 oil"),
            ("omega-3", "Omega 3 oil"),
            ("500mg", "Vitamin C 500 mg"),
            ("500 mg", "Vitamin C 500mg"),
            ("50 µg", "Vitamin D3 50 mcg"),
            ("5000 iu", "Vitamin D3 5,000 IU"),
            ("lions mane", "Lion's Mane"),
            ("lion's mane", "Lions Mane"),
            ("acai", "Açaí berry"),
            ("gummy", "Kids Gummies"),
            ("capsules", "One capsule"),
            ("magn", "Magnesium"),
        ] {
            assert!(
                finds(query, text),
                "{query:?} in {text:?}: {:?} {:?}",
                of_query(query),
                of_text(text)
            );
        }
    }

    #[test]
    fn another_number_is_another_thing() {
        for (query, text) in [
            ("500 iu", "Vitamin D3 5000 IU"),
            ("b6 ", "Vitamin B12"),
            ("500mg ", "Vitamin C 1000 mg"),
            ("zinc ", "Zincum"),
        ] {
            assert!(!finds(query, text), "{query:?} in {text:?}");
        }
        assert_eq!(forgiven("b12"), 0);
        assert_eq!(forgiven("5000"), 0);
        assert_eq!(
            [forgiven("zin"), forgiven("zinc"), forgiven("magnesium")],
            [0, 1, 2]
        );
    }

    #[test]
    fn words_that_say_nothing_are_left_out_unless_there_are_no_others() {
        let words = |query: &str| {
            of_query(query)
                .into_iter()
                .flat_map(|wanted| wanted.words)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            words("calcium with the vitamin d "),
            ["calcium", "vitamin", "d"]
        );
        assert_eq!(words("the "), ["the"]);
        assert!(has("Calcium with vitamin D", "with"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_finds_itself(text in "\\PC{0,40}") {
            let _ = of_text(&text);
            prop_assert!(finds(&text, &text), "{:?} {:?}", of_query(&text), of_text(&text));
        }
    }
}
