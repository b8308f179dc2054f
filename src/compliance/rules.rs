//! The rule packs that this program judges by: those built in, or those of a folder that was named at the start.

use std::path::Path;
use std::sync::OnceLock;

use super::lint::{Context, Part};
use super::lint::{Pack, PackError, Packs, StatementKind, Wording, is_disclaimer, sentences};
use super::surface::{Jurisdiction, Surface};

static FROM_FOLDER: OnceLock<Packs> = OnceLock::new();

/// Judges by the packs of a folder from now on. Once, at the start, before anything is judged.
///
/// # Errors
/// A file that is no pack, or a jurisdiction without one.
pub fn use_folder(folder: &Path) -> Result<(), PackError> {
    let packs = Packs::read(folder)?;
    for jurisdiction in Jurisdiction::ALL {
        packs.pack(*jurisdiction)?;
    }
    // A second call keeps the first folder: what was judged must not change its mind.
    let _ = FROM_FOLDER.set(packs);
    Ok(())
}

/// The packs in use.
#[expect(
    clippy::expect_used,
    reason = "a test proves that the packs that come with the program can be read"
)]
pub fn packs() -> &'static Packs {
    FROM_FOLDER
        .get()
        .unwrap_or_else(|| Packs::built_in().expect("the packs of the program itself"))
}

/// The pack of a jurisdiction.
#[expect(
    clippy::expect_used,
    reason = "packs without one for every jurisdiction are refused at the start"
)]
pub fn pack(jurisdiction: Jurisdiction) -> &'static Pack {
    packs()
        .pack(jurisdiction)
        .expect("a pack for every jurisdiction")
}

/// Versions of all packs in use, as publications keep them: `us 2026-11-22+1f2e3d4c, eu …`.
pub fn version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| {
        let versions: Vec<String> = packs()
            .iter()
            .map(|pack| format!("{} {}", pack.jurisdiction(), pack.version()))
            .collect();
        versions.join(", ")
    })
}

/// An authorised wording of a jurisdiction by its id.
pub fn wording(jurisdiction: Jurisdiction, id: &str) -> Option<&'static Wording> {
    pack(jurisdiction)
        .wordings()
        .iter()
        .find(|wording| &*wording.id == id)
}

/// The sentences of a text that are structure/function claims under the rules of the United States: each carries the symbol,
/// counts for the disclaimer and is notified, 21 CFR 101.93.
pub fn structure_function_sentences(text: &str) -> Vec<String> {
    let context = Context {
        surface: Surface::Product,
        part: Part::Text,
    };
    let pack = pack(Jurisdiction::Us);
    text.lines()
        .flat_map(sentences)
        .filter(|sentence| {
            pack.lint(sentence.text, &context).statement == Some(StatementKind::StructureFunction)
        })
        .map(|sentence| sentence.text.trim().trim_end_matches(SYMBOLS).to_owned())
        .collect()
}

/// What labels set behind a statement to tie it to the disclaimer.
const SYMBOLS: [char; 5] = ['*', '†', '‡', '^', ' '];

/// Pages set the symbol themselves, so daggers that an editor typed go.
fn without_daggers(text: &str) -> String {
    text.replace(['†', '‡'], "")
}

/// A text whose disclaimer is gone, without the asterisks that led to it: those that end a word and that no other one opened.
fn without_asterisks(text: &str) -> String {
    let place = |at: usize| {
        let (before, behind) = text.split_at_checked(at).unwrap_or(("", text));
        (before.chars().next_back(), behind.chars().nth(1))
    };
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let stars = || text.match_indices('*').map(|(at, _)| (at, place(at)));
    let emphasis = stars().any(|(_, (before, behind))| !is_letter(before) && is_letter(behind));
    if emphasis {
        return text.to_owned();
    }
    let ends: Vec<usize> = stars()
        .filter(|(_, (before, _))| before.is_some_and(|letter| !letter.is_whitespace()))
        .map(|(at, _)| at)
        .collect();
    let kept = text.char_indices().filter(|(at, _)| !ends.contains(at));
    kept.map(|(_, letter)| letter).collect()
}

/// A text without the disclaimer that it may carry: pages print the exact one themselves, where it is needed.
pub fn without_disclaimer(text: &str) -> String {
    if !text.to_ascii_lowercase().contains("evaluated")
        && !text.contains("diagnose")
        && !text.contains("DIAGNOSE")
    {
        return without_daggers(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut removed = false;
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let kept: Vec<&str> = sentences(line)
            .map(|sentence| sentence.text.trim())
            .filter(|sentence| {
                !is_disclaimer(sentence.trim_start_matches(['*', '†', '‡', '+', '^', ' ']))
            })
            .collect();
        if kept.len() == sentences(line).count() {
            out.push_str(line);
        } else {
            removed = true;
            out.push_str(&kept.join(" "));
        }
    }
    let out = without_daggers(out.trim_end());
    if removed {
        without_asterisks(&out)
    } else {
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disclaimer_goes_with_its_symbols() {
        let text = "Supports healthy skin*. White.\n*These statements have not been evaluated by the Food and Drug \
                    Administration. This product is not intended to diagnose, treat, cure, or prevent any disease.";
        assert_eq!(without_disclaimer(text), "Supports healthy skin. White.");
        assert_eq!(
            without_disclaimer("Supports healthy joints‡."),
            "Supports healthy joints."
        );
        assert_eq!(
            without_disclaimer("A *white* tablet.\n* one"),
            "A *white* tablet.\n* one"
        );
    }
}
