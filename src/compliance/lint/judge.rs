//! Judging a text by a compiled pack.

use std::sync::Arc;

use super::class::ClassSet;
use super::compile::{AUTHORISED, DISCLAIMER, INNATE_CONTEXTS, UNAUTHORISED};
use super::disclaimer::is_disclaimer_tokens;
use super::pack::{Pack, Rule};
use super::pattern::Pattern;
use super::sentence::{Sentence, sentences};
use super::token::Tokens;
use super::verdict::{Context, Finding, Judgement, Part, StatementKind, Verdict};
use super::vocabulary::Unit;
use crate::compliance::surface::Surface;

/// Findings reported for one text; the verdict is settled long before.
const MOST_FINDINGS: usize = 50;

/// How far a qualifier may stand before and after what it qualifies, in units.
const NEAR_BEFORE: usize = 4;
const NEAR_AFTER: usize = 7;

/// A longer line of words without a verb of its own is not read as a name.
const LONGEST_NAME: usize = 7;

/// Memory that is kept between texts when many are judged in a row.
#[derive(Debug, Default)]
pub struct Scratch {
    tokens: Tokens,
    units: Vec<Unit>,
}

impl Pack {
    /// Judges a text sentence by sentence.
    #[must_use]
    pub fn lint(&self, text: &str, context: &Context) -> Judgement {
        self.lint_with(text, context, &mut Scratch::default())
    }

    /// The same, with memory kept from text to text.
    #[must_use]
    pub fn lint_with(&self, text: &str, context: &Context, scratch: &mut Scratch) -> Judgement {
        let mut judgement = Judgement::default();
        for sentence in sentences(text) {
            self.judge_sentence(&sentence, context, None, scratch, &mut judgement);
        }
        judgement
    }

    /// Whether a rule applies to a text on a product page, or on an article if it judges those only. For checking examples.
    #[must_use]
    pub fn fires(&self, rule: &Rule, text: &str) -> bool {
        let part = rule.parts.first().copied().unwrap_or_default();
        let context = Context {
            surface: if rule.severity.product.is_some() {
                Surface::Product
            } else {
                Surface::Education
            },
            part: if rule.parts.contains(&Part::Text) {
                Part::Text
            } else {
                part
            },
        };
        let mut judgement = Judgement::default();
        for sentence in sentences(text) {
            self.judge_sentence(
                &sentence,
                &context,
                Some(rule),
                &mut Scratch::default(),
                &mut judgement,
            );
        }
        !judgement.findings.is_empty() || judgement.statement.is_some()
    }

    fn judge_sentence(
        &self,
        sentence: &Sentence<'_>,
        context: &Context,
        only: Option<&Rule>,
        scratch: &mut Scratch,
        judgement: &mut Judgement,
    ) {
        let Scratch { tokens, units } = scratch;
        tokens.read(sentence.text, sentence.start as u32, |word| {
            self.vocabulary.knows(word)
        });
        let glued = matches!(context.part, Part::Slug | Part::Tag) || tokens.list.len() == 1;
        self.vocabulary.tag(tokens, glued, units);
        let mut shown = ClassSet::default();
        for unit in units.iter() {
            shown.add(&unit.classes);
        }
        if shown.is_empty() {
            return;
        }
        let mut reading = Reading {
            pack: self,
            tokens,
            units,
            shown,
            part: context.part,
            asked: 0,
            held: 0,
        };
        reading.part = reading.part_of(sentence.text);
        let before = judgement.findings.len();
        let shadow = shown.shadow();
        let mut tried = [0u64; 32];
        for class in shown.iter() {
            for (gate, place) in self.index.get(usize::from(class.0)).into_iter().flatten() {
                if !gate.admits(shadow) {
                    continue;
                }
                let Some((pattern, rule)) = self.patterns.get(usize::from(*place)) else {
                    continue;
                };
                if !pattern.possible(&reading.shown) || seen(&mut tried, *place) {
                    continue;
                }
                if let Some(rule) = self.rules.get(usize::from(*rule))
                    && only.is_none_or(|only| only.id == rule.id)
                {
                    reading.apply(rule, pattern, context, judgement);
                }
            }
        }
        settle(&mut judgement.findings, before);
        let worst = judgement
            .findings
            .iter()
            .skip(before)
            .map(|finding| finding.severity)
            .max();
        judgement.verdict = judgement.verdict.max(worst.unwrap_or_default());
    }

    fn suggestion(&self, rule: &Rule, units: &[Unit]) -> Option<Arc<str>> {
        let fitting = self
            .instead
            .iter()
            .find(|(class, _)| units.iter().any(|unit| unit.classes.meets(class)));
        fitting
            .map(|(_, wording)| Arc::clone(wording))
            .or_else(|| rule.suggestion.clone())
    }
}

/// Marks a pattern as tried; true if it was before. Packs beyond the table try some patterns twice, which is harmless.
fn seen(tried: &mut [u64; 32], place: u16) -> bool {
    let Some(block) = tried.get_mut(usize::from(place / 64)) else {
        return false;
    };
    let bit = 1 << (place % 64);
    let before = *block & bit != 0;
    *block |= bit;
    before
}

/// One sentence under judgement.
struct Reading<'a> {
    pack: &'a Pack,
    tokens: &'a Tokens,
    units: &'a [Unit],
    shown: ClassSet,
    part: Part,
    /// Contexts that were looked at, and those that hold, as bits.
    asked: u64,
    held: u64,
}

impl Reading<'_> {
    fn apply(
        &mut self,
        rule: &Rule,
        pattern: &Pattern,
        context: &Context,
        judgement: &mut Judgement,
    ) {
        let Some(severity) = rule
            .severity_on(context.surface)
            .filter(|_| rule.judges(self.part))
            .and_then(|severity| of_citation(severity, context))
        else {
            return;
        };
        if judgement.findings.len() >= MOST_FINDINGS {
            return;
        }
        let mut from = 0;
        while let Some((begin, end)) = pattern.find(self.units, from, &self.pack.filler) {
            // Once a sentence, at the first match: what excuses the first excuses all.
            if from == 0 && (self.excused(rule) || self.any(&rule.unless)) {
                return;
            }
            if !self.qualified(rule, begin, end) {
                self.report(rule, severity, begin, end, judgement);
                if severity == Verdict::Ok || judgement.findings.len() >= MOST_FINDINGS {
                    return;
                }
            }
            from = end;
        }
    }

    fn report(
        &self,
        rule: &Rule,
        severity: Verdict,
        begin: usize,
        end: usize,
        judgement: &mut Judgement,
    ) {
        if let Some(kind) = rule.statement {
            judgement.statement = Some(
                judgement
                    .statement
                    .map_or(kind, |before| weightier(before, kind)),
            );
        }
        let units = self.units.get(begin..end).unwrap_or_default();
        let (Some(first), Some(last)) = (units.first(), units.last()) else {
            return;
        };
        if severity == Verdict::Ok {
            return;
        }
        judgement.findings.push(Finding {
            rule: Arc::clone(&rule.id),
            span: (first.start as usize, last.end as usize),
            severity,
            message: Arc::clone(&rule.message),
            suggestion: self.pack.suggestion(rule, units),
            criterion: rule.criterion.clone(),
        });
    }

    fn any(&self, patterns: &[Pattern]) -> bool {
        let found = |pattern: &Pattern| {
            pattern.possible(&self.shown)
                && pattern.find(self.units, 0, &self.pack.filler).is_some()
        };
        patterns.iter().any(found)
    }

    /// Whether a qualifier of the rule stands in or next to the match.
    fn qualified(&self, rule: &Rule, begin: usize, end: usize) -> bool {
        if rule.unless_near.is_empty() {
            return false;
        }
        let before = self.units.get(..begin).unwrap_or_default();
        let left = before
            .iter()
            .rev()
            .take(NEAR_BEFORE)
            .take_while(|unit| !unit.breaks && !unit.pause)
            .count();
        let after = self.units.get(end..).unwrap_or_default();
        let right = after
            .iter()
            .take(NEAR_AFTER)
            .take_while(|unit| !unit.breaks)
            .count();
        let around = self
            .units
            .get(begin - left..end + right)
            .unwrap_or_default();
        rule.unless_near
            .iter()
            .any(|pattern| pattern.find(around, 0, &self.pack.filler).is_some())
    }

    fn excused(&mut self, rule: &Rule) -> bool {
        let mut wanted = rule.except;
        while wanted != 0 {
            let bit = wanted.trailing_zeros() as usize;
            wanted &= wanted - 1;
            if self.holds(bit) {
                return true;
            }
        }
        false
    }

    fn holds(&mut self, bit: usize) -> bool {
        let mask = 1u64 << bit.min(63);
        if self.asked & mask == 0 {
            self.asked |= mask;
            let found = match bit {
                DISCLAIMER => is_disclaimer_tokens(self.tokens),
                AUTHORISED => self.pack.wordings.authorise(self.tokens),
                UNAUTHORISED => !self.holds(AUTHORISED),
                own => self
                    .pack
                    .contexts
                    .get(own - INNATE_CONTEXTS.len())
                    .is_some_and(|context| {
                        context.parts.contains(&self.part)
                            || (self.any(&context.any) && !self.any(&context.unless))
                    }),
            };
            if found {
                self.held |= mask;
            }
        }
        self.held & mask != 0
    }

    /// What a line of running text reads like.
    fn part_of(&mut self, text: &str) -> Part {
        if !matches!(
            self.part,
            Part::Text | Part::AltText | Part::MetaDescription
        ) {
            return self.part;
        }
        let one_word = !text.contains(char::is_whitespace);
        if one_word && text.starts_with('#') {
            return Part::Tag;
        }
        if one_word && text.contains(['-', '_']) && !text.contains(|c: char| c.is_ascii_uppercase())
        {
            return Part::Slug;
        }
        if self.part == Part::Text
            && self
                .pack
                .reference
                .is_some_and(|own| self.holds(own + INNATE_CONTEXTS.len()))
        {
            return Part::ReferenceTitle;
        }
        let name = self.units.len() <= LONGEST_NAME
            && !text.ends_with(['.', '!', '?'])
            && !self.shown.meets(&self.pack.sentence_words);
        if name { Part::Name } else { self.part }
    }
}

/// What a rule may do to the title of a cited publication: its placement and prominence are for a reviewer to weigh
/// (21 CFR 101.93(g)(2)(iv)(C)), and an article that offers nothing may cite what it likes.
fn of_citation(severity: Verdict, context: &Context) -> Option<Verdict> {
    match (context.part, context.surface) {
        (Part::ReferenceTitle, Surface::Education) => None,
        (Part::ReferenceTitle, _) => Some(severity.min(Verdict::Review)),
        _ => Some(severity),
    }
}

/// Of two kinds in one text, the one that asks for more.
const fn weightier(one: StatementKind, other: StatementKind) -> StatementKind {
    match (one, other) {
        (StatementKind::StructureFunction, _) | (_, StatementKind::StructureFunction) => {
            StatementKind::StructureFunction
        }
        (StatementKind::NutrientDeficiency, _) | (_, StatementKind::NutrientDeficiency) => {
            StatementKind::NutrientDeficiency
        }
        (StatementKind::AuthorisedHealthClaim, _) | (_, StatementKind::AuthorisedHealthClaim) => {
            StatementKind::AuthorisedHealthClaim
        }
        _ => StatementKind::NutrientContent,
    }
}

/// Sorts the findings of a sentence and drops those that say less about the same place.
fn settle(findings: &mut Vec<Finding>, from: usize) {
    if findings.len() <= from + 1 {
        return;
    }
    let mut own = findings.split_off(from);
    own.sort_by(|a, b| {
        (b.severity, a.span.0, b.span.1, &a.rule).cmp(&(a.severity, b.span.0, a.span.1, &b.rule))
    });
    let mut kept: Vec<Finding> = Vec::with_capacity(own.len());
    for finding in own {
        let covered = kept.iter().any(|other| {
            let inside = other.span.0 <= finding.span.0 && finding.span.1 <= other.span.1;
            let overlaps = other.span.0 < finding.span.1 && finding.span.0 < other.span.1;
            (inside && other.severity > finding.severity)
                || (overlaps && other.rule == finding.rule)
        });
        if !covered {
            kept.push(finding);
        }
    }
    kept.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
    findings.append(&mut kept);
}
