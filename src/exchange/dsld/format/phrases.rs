//! Reads "free from", "contains" and "may contain" out of statements.
//!
//! A statement is cut into sentences, a sentence into the items of its list; only an item that names a known substance
//! and nothing else counts. What is not understood is left alone: the statement itself stays on the label.

use super::label::AssertionKind;
use super::substances::{allergen, artificial, avoided};

/// Stands for an exception, so that "phosphates (other than coenzymes)" is no "phosphates".
const EXCEPTION: &str = " \u{1} ";

/// Words after which a list names what is not in the product.
const LEADS: [&str; 10] = [
    "free from",
    "free of",
    "not contain",
    "no",
    "zero",
    "without",
    "none of",
    "not manufactured with",
    "not made with",
    "not include",
];

/// Words at the start of an item that end such a list.
const TURNS: [&str; 12] = [
    "contains ",
    "contain ",
    "with ",
    "but ",
    "may ",
    "made ",
    "produced ",
    "processed ",
    "manufactured ",
    "only ",
    "except ",
    "includes ",
];

/// The sentences of a text: its lines, cut at full stops and semicolons.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let parts = text
        .split(['\n', ';', '•', '!'])
        .flat_map(|line| line.split(". "));
    parts
        .map(|part| part.trim().trim_end_matches('.').trim())
        .filter(|part| !part.is_empty())
}

/// What the list of a sentence says about the items that follow.
#[derive(Clone, Copy, PartialEq)]
enum Mood {
    /// Nothing: an item counts only if "free" comes behind it.
    Open,
    /// They are not in the product.
    Without,
    /// None of them was added, which says less.
    NoneAdded,
}

/// The substances that a sentence says are not in the product.
pub fn free_from(sentence: &str) -> Vec<&'static str> {
    let sentence = plain(sentence, EXCEPTION);
    let mut found = Vec::new();
    let mut waiting = Vec::new();
    let mut mood = Mood::Open;
    let mut is_artificial = false;
    for item in items(&sentence) {
        let mut words = item;
        if let Some((next, rest)) = after_lead(words) {
            (mood, words, is_artificial) = (next, rest, false);
            waiting.clear();
        } else if TURNS.iter().any(|turn| words.starts_with(turn)) {
            mood = Mood::Open;
            waiting.clear();
        }
        if let Some(subject) = before_free(words) {
            let substance = last_words(subject);
            // "Gluten, soy & nut free": the word counts for the items before it, too.
            found.extend(
                waiting
                    .drain(..)
                    .filter(|_| substance.is_some())
                    .chain(substance),
            );
            continue;
        }
        if words.contains("non gmo") {
            found.push("gmo");
            continue;
        }
        is_artificial |= words.starts_with("artificial ");
        let substance = is_artificial
            .then(|| artificial(words))
            .flatten()
            .or_else(|| avoided(words));
        match mood {
            Mood::Without => found.extend(substance),
            Mood::NoneAdded => found.extend(substance.and_then(none_added)),
            Mood::Open if substance.is_none() => waiting.clear(),
            Mood::Open => waiting.extend(substance),
        }
    }
    found
}

/// What "no added …" still says.
fn none_added(substance: &'static str) -> Option<&'static str> {
    match substance {
        "sugar" => Some("added_sugar"),
        "salt" => Some("added_salt"),
        "sodium" => Some("added_sodium"),
        other => other.starts_with("artificial_").then_some(other),
    }
}

/// The words behind the last lead of an item.
fn after_lead(item: &str) -> Option<(Mood, &str)> {
    let start = LEADS
        .iter()
        .filter_map(|lead| end_of_word(item, lead))
        .max()?;
    if item.contains("not free") {
        return None;
    }
    let mut rest = item.get(start..)?.trim();
    let mut mood = Mood::Without;
    for filler in ["any of ", "any ", "the following ", "added ", "the "] {
        if let Some(shorter) = rest.strip_prefix(filler) {
            rest = shorter.trim();
            if filler == "added " {
                mood = Mood::NoneAdded;
            }
        }
    }
    // "Contains no added: salt, dairy" ends its first item early.
    if rest == "added" {
        Some((Mood::NoneAdded, ""))
    } else {
        Some((mood, rest))
    }
}

/// Where a phrase ends that stands in the text as whole words; the last time it does.
fn end_of_word(text: &str, phrase: &str) -> Option<usize> {
    let at = text.rmatch_indices(phrase).map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).unwrap_or_default();
        let after = text.get(at + phrase.len()..).unwrap_or_default();
        !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
    })?;
    Some(at + phrase.len())
}

/// What stands before "free" at the end of an item, unless it is denied.
fn before_free(item: &str) -> Option<&str> {
    let mut item = item.trim();
    for word in [
        " certified",
        " product",
        " products",
        " formula",
        " supplement",
    ] {
        item = item.strip_suffix(word).unwrap_or(item).trim();
    }
    let subject = item.strip_suffix(" free")?;
    (end_of_word(subject, "not").is_none()).then_some(subject)
}

/// The substance named by the last words of a text ("this product is gluten").
fn last_words(text: &str) -> Option<&'static str> {
    let words: Vec<&str> = text.split(' ').collect();
    (1..=3)
        .rev()
        .find_map(|count| avoided(&words.get(words.len().checked_sub(count)?..)?.join(" ")))
}

/// The allergens that a sentence says are, or may be, in the product.
pub fn contained(sentence: &str) -> Vec<(AssertionKind, &'static str)> {
    let sentence = plain(sentence, " ");
    let denied = ["no", "not", "none", "zero", "free", "without", "less than"];
    if denied
        .iter()
        .any(|word| end_of_word(&sentence, word).is_some())
    {
        return Vec::new();
    }
    let Some((kind, start)) = after_contains(&sentence) else {
        return Vec::new();
    };
    let rest = sentence.get(start..).unwrap_or_default();
    items(rest)
        .filter_map(|item| Some((kind, allergen(without_filler(item))?)))
        .collect()
}

/// Where the list of a sentence starts, and what it says.
fn after_contains(sentence: &str) -> Option<(AssertionKind, usize)> {
    if let Some(start) = end_of_word(sentence, "may contain") {
        return Some((AssertionKind::MayContain, start));
    }
    if sentence.contains("facility") || sentence.contains("equipment") {
        let verbs = [
            "processes",
            "process",
            "processing",
            "handles",
            "handle",
            "uses",
            "packages",
            "contains",
        ];
        let start = verbs
            .iter()
            .filter_map(|verb| end_of_word(sentence, verb))
            .max()?;
        return Some((AssertionKind::MayContain, start));
    }
    Some((AssertionKind::Contains, end_of_word(sentence, "contains")?))
}

fn without_filler(item: &str) -> &str {
    let mut item = item.trim();
    for filler in [
        "also ",
        "the following ",
        "allergens ",
        "trace amounts of ",
        "traces of ",
        "ingredients from ",
    ] {
        item = item.strip_prefix(filler).unwrap_or(item).trim();
    }
    item
}

/// The items of a list, cut at commas, slashes and the words between them.
fn items(sentence: &str) -> impl Iterator<Item = &str> {
    let parts = sentence.split([',', '/', '&', '+']);
    let parts = parts
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" or "));
    let parts = parts.flat_map(|part| part.split(" nor "));
    parts
        .map(|part| {
            let part = part.trim();
            part.strip_prefix("and ")
                .or_else(|| part.strip_prefix("or "))
                .unwrap_or(part)
                .trim()
        })
        .filter(|part| !part.is_empty() && *part != "and" && *part != "or")
}

/// A sentence in lower case, without signs, hyphens and parentheses; a parenthesis that excepts leaves a mark.
fn plain(sentence: &str, exception: &str) -> String {
    let lower = sentence.to_lowercase().replace('’', "'");
    let mut text = String::with_capacity(lower.len());
    for (index, part) in lower.split('(').enumerate() {
        match (index, part.split_once(')')) {
            (0, _) => text.push_str(part),
            (_, Some((inside, after))) => {
                text.push_str(
                    if inside.contains("other than") || inside.contains("except") {
                        exception
                    } else {
                        " "
                    },
                );
                text.push_str(after);
            }
            (_, None) => text.push_str(exception),
        }
    }
    let text = text.replace([':', '-', '*', '†', '‡', '®', '™', '"', '.'], " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
