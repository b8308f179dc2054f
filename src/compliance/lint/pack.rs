//! A compiled rule pack.

use std::sync::Arc;

use super::class::{ClassSet, Classes};
use super::data::{Examples, Severity};
use super::pattern::{Gate, Pattern};
use super::verdict::{Part, StatementKind, Verdict};
use super::vocabulary::Vocabulary;
use super::wording::{Wording, Wordings};
use crate::compliance::surface::{Jurisdiction, Surface};

/// One rule of a pack, as shown to reviewers.
#[derive(Debug)]
pub struct Rule {
    /// Stable id, shown with every finding.
    pub id: Arc<str>,
    /// What it is about, in a few words.
    pub title: Arc<str>,
    /// Section of the regulation or guidance it rests on.
    pub source: Arc<str>,
    /// Date of that source.
    pub date: Arc<str>,
    /// Criterion of 21 CFR 101.93(g)(2), `i` to `x`, or the article of the regulation.
    pub criterion: Option<Arc<str>>,
    /// Why a text is stopped, in plain words.
    pub message: Arc<str>,
    /// What to write or do instead.
    pub suggestion: Option<Arc<str>>,
    /// Kind of statement that a text which fits the rule makes.
    pub statement: Option<StatementKind>,
    pub(super) examples: Examples,
    pub(super) severity: Severity,
    pub(super) parts: Vec<Part>,
    pub(super) unless: Vec<Pattern>,
    pub(super) unless_near: Vec<Pattern>,
    /// Bits of the contexts that excuse.
    pub(super) except: u64,
}

impl Rule {
    /// What the rule does on a surface; none when it does not apply there.
    #[must_use]
    pub const fn severity_on(&self, surface: Surface) -> Option<Verdict> {
        match surface {
            Surface::Product => self.severity.product,
            Surface::Education => self.severity.education,
            Surface::Feed => self.severity.feed,
            Surface::Agent => self.severity.agent,
        }
    }

    /// Sentences that the rule stops.
    #[must_use]
    pub fn violating_examples(&self) -> &[String] {
        &self.examples.hits
    }

    /// Sentences near the rule that it lets pass.
    #[must_use]
    pub fn acceptable_examples(&self) -> &[String] {
        &self.examples.passes
    }

    /// Whether the rule judges a part of a page.
    #[must_use]
    pub fn judges(&self, part: Part) -> bool {
        self.parts.is_empty() || self.parts.contains(&part)
    }
}

/// A kind of sentence that excuses words.
#[derive(Debug)]
pub(super) struct SentenceContext {
    pub any: Vec<Pattern>,
    pub unless: Vec<Pattern>,
    pub parts: Vec<Part>,
}

/// The rules of one jurisdiction, ready to judge.
#[derive(Debug)]
pub struct Pack {
    pub(super) jurisdiction: Jurisdiction,
    pub(super) version: String,
    pub(super) rules: Vec<Rule>,
    pub(super) contexts: Vec<SentenceContext>,
    /// Place of the context `reference`, which makes a line of running text a reference title.
    pub(super) reference: Option<usize>,
    /// Patterns with the rule that they belong to.
    pub(super) patterns: Vec<(Pattern, u16)>,
    /// Patterns by the classes of their key, each with its gate.
    pub(super) index: Vec<Vec<(Gate, u16)>>,
    pub(super) vocabulary: Vocabulary,
    pub(super) classes: Classes,
    pub(super) filler: ClassSet,
    /// Words that a name does not contain: verbs, pronouns, conjunctions.
    pub(super) sentence_words: ClassSet,
    pub(super) instead: Vec<(ClassSet, Arc<str>)>,
    pub(super) wordings: Wordings,
}

impl Pack {
    /// Whose rules these are.
    #[must_use]
    pub const fn jurisdiction(&self) -> Jurisdiction {
        self.jurisdiction
    }

    /// Declared version and a short hash of the content, such as `2026-07-30+1f2e3d4c`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Every rule, in the order of the file.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Wordings that the regulation authorises, with their conditions.
    #[must_use]
    pub fn wordings(&self) -> &[Wording] {
        self.wordings.list()
    }

    /// How many words and classes the pack knows.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.vocabulary.word_count(), self.classes.len())
    }
}
