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
        .map(|sentence| sentence.text.trim().to_owned())
        .collect()
}

/// A text without the disclaimer that it may carry: pages print the exact one themselves, where it is needed.
pub fn without_disclaimer(text: &str) -> String {
    if !text.to_ascii_lowercase().contains("evaluated")
        && !text.contains("diagnose")
        && !text.contains("DIAGNOSE")
    {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
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
            out.push_str(&kept.join(" "));
        }
    }
    out.trim_end().to_owned()
}
