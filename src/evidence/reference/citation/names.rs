//! Names of authors as both styles print them: `Thomson ABR`.

use crate::evidence::reference::document::ReferenceDocument;
use crate::evidence::reference::model::ReferenceAuthor;

/// Up to so many authors are printed in full; AMA and the ICMJE agree on it.
const MOST: usize = 6;

/// Marks of generations that stand behind initials and give none.
const GENERATIONS: &[&str] = &["Jr", "Sr", "II", "III", "IV", "2nd", "3rd", "4th"];

/// All authors up to six, else the first `shown` and "et al", with a final period.
pub fn list(reference: &ReferenceDocument, shown: usize) -> String {
    let all: Vec<String> = reference
        .authors
        .iter()
        .map(name)
        .filter(|name| !name.is_empty())
        .collect();
    if all.is_empty() {
        return String::new();
    }
    // A list that its source shortened has at least one author more.
    let known = all.len() + usize::from(reference.authors_incomplete);
    let shown = if known > MOST { shown } else { all.len() };
    let mut text = all
        .iter()
        .take(shown)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if shown < known {
        text.push_str(", et al");
    }
    if !text.ends_with('.') {
        text.push('.');
    }
    text
}

/// `Thomson ABR`, with initials taken from given names where they are spelt out; a group as it is.
pub fn name(author: &ReferenceAuthor) -> String {
    if let Some(literal) = &author.literal {
        return literal.clone();
    }
    let family = author.family.as_deref().unwrap_or_default();
    let initials = author.given.as_deref().map(initials).unwrap_or_default();
    format!("{family} {initials}").trim().to_owned()
}

/// `Alan B. R.` gives `ABR`, `John A Jr` gives `JA Jr`.
fn initials(given: &str) -> String {
    // What is given as capitals only is initials already.
    if given.chars().all(|c| c.is_uppercase()) {
        return given.to_owned();
    }
    let (names, generation) = without_generation(given);
    let initials: String = names
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | '.'))
        .filter_map(initial)
        .collect();
    match generation {
        Some(generation) => format!("{initials} {generation}"),
        None => initials,
    }
}

/// The first letter of a name; all of it if it is capitals only.
fn initial(part: &str) -> Option<String> {
    let part = part.trim_start_matches(|c: char| !c.is_alphabetic());
    if part.chars().all(char::is_uppercase) {
        Some(part.to_owned())
    } else {
        part.chars().next().map(|c| c.to_uppercase().collect())
    }
}

/// Given names, and the mark of a generation behind them.
fn without_generation(given: &str) -> (&str, Option<&'static str>) {
    let split = given.trim().rsplit_once([' ', ',']);
    let Some((names, last)) = split else {
        return (given, None);
    };
    let last = last.trim_end_matches('.');
    let generation = GENERATIONS
        .iter()
        .find(|generation| generation.eq_ignore_ascii_case(last));
    match generation {
        Some(generation) => (names.trim_end_matches([' ', ',']), Some(generation)),
        None => (given, None),
    }
}
