//! What rules say of a draft that is being written: beside which field, which words, and what could stand there instead.

use serde::Serialize;

use crate::editing::typed::Typed;
use crate::error::Objection;

/// One thing that a rule says, beside the field that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Beside {
    /// Path of the field; empty when it is about no single one.
    pub path: String,
    /// What the rule says.
    #[serde(flatten)]
    pub objection: Objection,
    /// The text up to the words.
    pub before: String,
    /// The text behind the words.
    pub after: String,
}

/// Characters of the text that are shown on each side of the words.
const AROUND: usize = 60;

/// Finds the field of each objection. A passage names its place in the document, which is not always that of the form: of the
/// fields with the same last name, the one whose text holds the words is meant.
pub fn place(typed: &Typed, objections: Vec<Objection>) -> Vec<Beside> {
    let texts = typed.texts();
    objections
        .into_iter()
        .map(|objection| {
            let (before, after) = around(&objection);
            Beside {
                path: field_of(&texts, &objection),
                objection,
                before,
                after,
            }
        })
        .collect()
}

fn field_of(texts: &[(String, &str)], objection: &Objection) -> String {
    let normal = objection.field.replace('[', ".").replace(']', "");
    let last = normal.rsplit('.').next().unwrap_or_default();
    let holds = |text: &str| !objection.words.is_empty() && text.contains(&objection.words);
    let exact = texts
        .iter()
        .find(|(path, text)| *path == normal && (holds(text) || last == "slug"));
    let by_name = || {
        texts
            .iter()
            .find(|(path, text)| path.rsplit('.').next() == Some(last) && holds(text))
    };
    let by_words = || texts.iter().find(|(_, text)| holds(text));
    let by_path = || texts.iter().find(|(path, _)| *path == normal);
    exact
        .or_else(by_name)
        .or_else(by_path)
        .or_else(by_words)
        .map(|(path, _)| path.clone())
        .unwrap_or_default()
}

/// Some of the text on both sides of the words.
fn around(objection: &Objection) -> (String, String) {
    let Some((before, after)) = objection.text.split_once(&objection.words) else {
        return (String::new(), String::new());
    };
    let count = before.chars().count();
    let before: String = before.chars().skip(count.saturating_sub(AROUND)).collect();
    let after: String = after.chars().take(AROUND).collect();
    (before, after)
}

/// A text with one sentence in place of the one that holds some words; the text as it is when they are not in it.
pub fn replace_sentence(text: &str, words: &str, instead: &str) -> String {
    let Some(at) = text.find(words) else {
        return text.to_owned();
    };
    let ends_sentence = |c: char| matches!(c, '.' | '!' | '?' | '\n');
    let start = text
        .get(..at)
        .and_then(|before| before.rfind(ends_sentence))
        .map_or(0, |end| end + 1);
    let behind = at + words.len();
    let end = text
        .get(behind..)
        .and_then(|after| after.find(ends_sentence))
        .map_or(text.len(), |end| {
            // The mark at the end goes with the sentence, a line break does not.
            behind
                + end
                + usize::from(
                    !text
                        .get(behind + end..)
                        .is_some_and(|rest| rest.starts_with('\n')),
                )
        });
    let (before, after) = (
        text.get(..start).unwrap_or_default(),
        text.get(end..).unwrap_or_default(),
    );
    let gap = if start > 0 && !before.ends_with('\n') {
        " "
    } else {
        ""
    };
    format!("{before}{gap}{}{after}", instead.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_takes_the_place_of_the_one_that_holds_the_words() {
        let text = "First one. It cures gout in days. Last one.\nNext line";
        assert_eq!(
            replace_sentence(text, "cures gout", "Supports joints."),
            "First one. Supports joints. Last one.\nNext line"
        );
        assert_eq!(
            replace_sentence("Cures gout", "Cures gout", "Fine."),
            "Fine."
        );
        assert_eq!(
            replace_sentence("A\ncures gout\nB", "cures gout", "Fine."),
            "A\nFine.\nB"
        );
        assert_eq!(
            replace_sentence("Nothing", "cures gout", "Fine."),
            "Nothing"
        );
    }
}
