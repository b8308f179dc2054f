//! What a page says, passage by passage, as the lint reads it.

use super::lint::{Context, Finding, Part, Scratch};
use super::rules;
use super::surface::{Jurisdiction, Surface};

/// One text of a page: a name, a sentence, an alternative text, the title of a cited reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands, such as `description` or `images[0].alt`.
    pub field: String,
    /// What sort of text it is.
    pub part: Part,
    /// Where it appears.
    pub surface: Surface,
    /// Whose law applies.
    pub jurisdiction: Jurisdiction,
    /// The words, without marks.
    pub text: String,
}

/// What can be judged before it is published.
pub trait Judged {
    /// Every text that the public would see of it, on every surface that shows it.
    fn passages(&self) -> Vec<Passage>;

    /// What rules find that read facts rather than words, such as a free-from statement over a formula.
    fn contradictions(&self) -> Vec<Found> {
        Vec::new()
    }
}

/// A passage with one thing found in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The passage.
    pub passage: Passage,
    /// What was found.
    pub finding: Finding,
}

/// Collects the passages of a page that appears on one surface under one law.
pub struct Passages {
    surface: Surface,
    jurisdiction: Jurisdiction,
    list: Vec<Passage>,
}

impl Passages {
    /// For a surface under a law.
    pub const fn on(surface: Surface, jurisdiction: Jurisdiction) -> Self {
        Self {
            surface,
            jurisdiction,
            list: Vec::new(),
        }
    }

    /// With a text, unless it is blank.
    #[must_use]
    pub fn with(mut self, field: impl Into<String>, part: Part, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.trim().is_empty() {
            self.list.push(Passage {
                field: field.into(),
                part,
                surface: self.surface,
                jurisdiction: self.jurisdiction,
                text,
            });
        }
        self
    }

    /// With a text that may be missing.
    #[must_use]
    pub fn with_some(self, field: &str, part: Part, text: Option<&String>) -> Self {
        match text {
            Some(text) => self.with(field, part, text.as_str()),
            None => self,
        }
    }

    /// All of them.
    pub fn done(self) -> Vec<Passage> {
        self.list
    }
}

/// Judges passages, each by the pack of its jurisdiction.
pub fn judge<'a>(passages: impl IntoIterator<Item = &'a Passage>) -> Vec<Found> {
    let mut scratch = Scratch::default();
    let mut found = Vec::new();
    for passage in passages {
        let context = Context {
            surface: passage.surface,
            part: passage.part,
        };
        let judgement =
            rules::pack(passage.jurisdiction).lint_with(&passage.text, &context, &mut scratch);
        found.extend(judgement.findings.into_iter().map(|finding| Found {
            passage: passage.clone(),
            finding,
        }));
    }
    found
}

impl Found {
    /// The words that the rule objects to.
    pub fn words(&self) -> String {
        let (start, end) = self.finding.span;
        self.passage
            .text
            .chars()
            .skip(start)
            .take(end.saturating_sub(start))
            .collect()
    }
}
