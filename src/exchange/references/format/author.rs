//! Names of authors.

use super::text;
use crate::evidence::reference::model::ReferenceAuthor;

/// Marks of generations that may stand behind a name.
const GENERATIONS: &[&str] = &["jr", "sr", "ii", "iii", "iv", "2nd", "3rd", "4th"];

/// A person; a group when only one of the two names is there. `None` when both are empty.
pub fn person(family: &str, given: &str, suffix: &str) -> Option<ReferenceAuthor> {
    let family = text::line(family).trim_end_matches(',').trim().to_owned();
    let given = text::line(given).trim_end_matches(',').trim().to_owned();
    let suffix = text::line(suffix);
    match (family.is_empty(), given.is_empty()) {
        (true, _) => group(&given),
        // Like PubMed, the catalog keeps the mark of a generation behind the given names.
        (false, false) => Some(ReferenceAuthor {
            family: Some(family),
            given: Some(format!("{given} {suffix}").trim().to_owned()),
            literal: None,
        }),
        (false, true) => Some(ReferenceAuthor {
            family: Some(family),
            given: Some(suffix).filter(|suffix| !suffix.is_empty()),
            literal: None,
        }),
    }
}

/// A group, or a person who goes by one name.
pub fn group(name: &str) -> Option<ReferenceAuthor> {
    let name = text::line(name).trim_end_matches([',', ';']).to_owned();
    (!name.is_empty()).then_some(ReferenceAuthor {
        family: None,
        given: None,
        literal: Some(name),
    })
}

/// `Smith, John A`, also `Smith, John A, Jr` and `Smith, Jr, John A`.
pub fn inverted(name: &str) -> Option<ReferenceAuthor> {
    let mut parts = name.splitn(3, ',').map(str::trim);
    let family = parts.next().unwrap_or_default();
    match (parts.next(), parts.next()) {
        (Some(second), Some(third)) if is_generation(second) => person(family, third, second),
        (Some(second), third) => person(family, second, third.unwrap_or_default()),
        (None, _) => short(name),
    }
}

/// `Smith JA` or `Smith JA Jr`; what does not end in initials is taken for a group.
pub fn short(name: &str) -> Option<ReferenceAuthor> {
    let name = text::line(name);
    let (rest, suffix) = match name.rsplit_once(' ') {
        Some((rest, last)) if is_generation(last) => (rest, last),
        _ => (name.as_str(), ""),
    };
    match rest.rsplit_once(' ') {
        Some((family, initials)) if are_initials(initials) => person(family, initials, suffix),
        _ => group(&name),
    }
}

/// Whether the text stands for authors that are not named.
pub fn is_et_al(text: &str) -> bool {
    let lower = text.trim().trim_end_matches(['.', ',']).to_lowercase();
    matches!(
        lower.as_str(),
        "et al" | "et alii" | "others" | "and others" | "…"
    ) || (lower.is_empty() && text.trim().starts_with(".."))
}

fn is_generation(word: &str) -> bool {
    let lower = word.trim_end_matches('.').to_lowercase();
    GENERATIONS.contains(&lower.as_str())
}

/// One to four capitals, with periods or hyphens between them at most.
fn are_initials(word: &str) -> bool {
    let letters = word.chars().filter(|sign| !matches!(sign, '.' | '-'));
    let count = letters.clone().count();
    (1..=4).contains(&count) && letters.clone().all(char::is_uppercase)
}
