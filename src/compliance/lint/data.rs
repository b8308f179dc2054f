//! The shape of the files that a lawyer edits.

use serde::Deserialize;

use super::inflect::Inflection;
use super::verdict::{Part, StatementKind, Verdict};
use crate::compliance::surface::Jurisdiction;

/// Any file of a folder of packs, told apart by its `kind`.
#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum File {
    Lexicon(LexiconFile),
    Pack(PackFile),
    Wordings(WordingsFile),
}

/// Lists of words by class.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LexiconFile {
    pub id: String,
    #[serde(default, rename = "class")]
    pub classes: Vec<ClassEntry>,
    #[serde(default, rename = "affix")]
    pub affixes: Vec<AffixEntry>,
    #[serde(default, rename = "group")]
    pub groups: Vec<GroupEntry>,
}

/// One class of words. Entries are separated by commas or line ends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClassEntry {
    pub name: String,
    #[serde(default)]
    pub inflect: Inflection,
    /// Met in nearly every sentence.
    #[serde(default)]
    pub common: bool,
    pub words: String,
}

/// Beginnings and endings that put a word of no list into a class.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AffixEntry {
    pub class: String,
    #[serde(default)]
    pub prefixes: String,
    #[serde(default)]
    pub suffixes: String,
    /// Letters that the word has besides.
    #[serde(default = "three")]
    pub rest: usize,
}

fn three() -> usize {
    3
}

/// A name for several classes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupEntry {
    pub name: String,
    pub of: Vec<String>,
}

/// The rules of a jurisdiction.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PackFile {
    #[serde(rename = "id")]
    pub _id: String,
    pub jurisdiction: Jurisdiction,
    pub version: String,
    pub lexicons: Vec<String>,
    #[serde(default)]
    pub wordings: Vec<String>,
    #[serde(default, rename = "context")]
    pub contexts: Vec<ContextEntry>,
    #[serde(default, rename = "instead")]
    pub instead: Vec<InsteadEntry>,
    #[serde(default, rename = "rule")]
    pub rules: Vec<RuleEntry>,
}

/// A kind of sentence that excuses words which a claim must not use, such as a caution.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContextEntry {
    pub id: String,
    #[serde(rename = "about")]
    pub _about: String,
    #[serde(default)]
    pub any: Vec<String>,
    #[serde(default)]
    pub unless: Vec<String>,
    /// Parts of a page that are this context whatever they say.
    #[serde(default)]
    pub parts: Vec<Part>,
}

/// An approved wording to offer where a class of words was found.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InsteadEntry {
    pub class: String,
    pub wording: String,
}

/// One rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleEntry {
    pub id: String,
    pub title: String,
    pub source: String,
    pub date: String,
    #[serde(default)]
    pub criterion: Option<String>,
    pub severity: Severity,
    #[serde(default)]
    pub parts: Vec<Part>,
    #[serde(default)]
    pub any: Vec<String>,
    #[serde(default)]
    pub unless: Vec<String>,
    #[serde(default)]
    pub unless_near: Vec<String>,
    #[serde(default)]
    pub except: Vec<String>,
    #[serde(default)]
    pub statement: Option<StatementKind>,
    pub message: String,
    #[serde(default)]
    pub suggestion: Option<String>,
    pub examples: Examples,
}

/// What a rule does on each surface. A surface that is left out is not judged by the rule.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Severity {
    #[serde(default)]
    pub product: Option<Verdict>,
    #[serde(default)]
    pub feed: Option<Verdict>,
    #[serde(default)]
    pub agent: Option<Verdict>,
    #[serde(default)]
    pub education: Option<Verdict>,
}

/// Sentences that show a rule at work.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Examples {
    #[serde(default)]
    pub hits: Vec<String>,
    #[serde(default)]
    pub passes: Vec<String>,
}

/// Wordings that a regulation authorises.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordingsFile {
    pub id: String,
    #[serde(default, rename = "wording")]
    pub wordings: Vec<WordingEntry>,
}

/// One authorised wording.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordingEntry {
    pub id: String,
    pub substance: String,
    /// Other names of the substance that the wording may begin with.
    #[serde(default)]
    pub also: Vec<String>,
    pub wording: String,
    pub conditions: String,
    /// Nutrient of which the food must be at least a source.
    #[serde(default)]
    pub source_of: Option<String>,
    /// Daily intake that gives the effect.
    #[serde(default)]
    pub minimum: Option<String>,
    pub article: String,
    pub regulation: String,
}

/// Entries of a list that is separated by commas or line ends; `#` begins a remark.
pub(super) fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.lines()
        .map(|line| line.split_once('#').map_or(line, |(entry, _)| entry))
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
}
