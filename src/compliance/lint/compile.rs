//! From the files of a pack to something that judges.

use std::collections::HashSet;

use super::affix::Affix;
use super::class::{ClassId, ClassSet, Classes, LIMIT};
use super::data::{ContextEntry, LexiconFile, PackFile, RuleEntry, WordingEntry, entries};
use super::inflect::forms;
use super::pack::{Pack, Rule, SentenceContext};
use super::pattern::{Pattern, literal_class, literals};
use super::token::{TokenKind, Tokens};
use super::vocabulary::{Innate, Vocabulary};
use super::wording::Wordings;

/// Contexts that the engine finds itself, in the order of their bits.
pub(super) const DISCLAIMER: usize = 0;
/// The sentence is an authorised wording.
pub(super) const AUTHORISED: usize = 1;
/// The sentence is no authorised wording.
pub(super) const UNAUTHORISED: usize = 2;
pub(super) const INNATE_CONTEXTS: [&str; 3] = ["disclaimer", "authorised", "unauthorised"];

/// What is wrong, and in which entry.
pub(super) struct Fault {
    pub entry: String,
    pub problem: String,
}

fn fault(entry: &str, problem: impl Into<String>) -> Fault {
    Fault {
        entry: entry.to_owned(),
        problem: problem.into(),
    }
}

/// Compiles a pack with the lexicons it names.
pub(super) fn compile(
    file: PackFile,
    lexicons: &[&LexiconFile],
    wordings: Vec<WordingEntry>,
    version: String,
) -> Result<Pack, Fault> {
    let mut classes = Classes::default();
    let mut vocabulary = Vocabulary::new(innate(&mut classes)?);
    for lexicon in lexicons {
        read_lexicon(lexicon, &mut classes, &mut vocabulary)?;
    }
    for lexicon in lexicons {
        for group in &lexicon.groups {
            let mut members = ClassSet::default();
            for name in &group.of {
                let found = classes.named(name);
                members.add(&found.ok_or_else(|| {
                    fault(
                        &group.name,
                        format!("the group names `{name}`, which is no class"),
                    )
                })?);
            }
            classes.group(&group.name, members);
        }
    }
    for source in all_patterns(&file) {
        for word in literals(source) {
            let id = class(&mut classes, &literal_class(word), word)?;
            classes.mark_common(id);
            vocabulary.insert(&folded(word), id);
        }
    }
    let contexts = file
        .contexts
        .iter()
        .map(|entry| context(entry, &classes))
        .collect::<Result<Vec<_>, _>>()?;
    let names: Vec<&str> = INNATE_CONTEXTS
        .into_iter()
        .chain(file.contexts.iter().map(|entry| entry.id.as_str()))
        .collect();
    let instead = file.instead.iter().map(|entry| {
        let set = classes.named(&entry.class);
        set.map(|set| (set, entry.wording.as_str().into()))
            .ok_or_else(|| fault(&entry.class, "`instead` names no class or group"))
    });
    let mut pack = Pack {
        jurisdiction: file.jurisdiction,
        version,
        instead: instead.collect::<Result<_, _>>()?,
        reference: file
            .contexts
            .iter()
            .position(|entry| entry.id == "reference"),
        filler: needed(&classes, "filler", lexicons)?,
        sentence_words: needed(&classes, "sentence_word", lexicons)?,
        rules: Vec::with_capacity(file.rules.len()),
        patterns: Vec::new(),
        index: vec![Vec::new(); classes.len()],
        contexts,
        vocabulary,
        classes,
        wordings: Wordings::default(),
    };
    pack.wordings.add(wordings);
    let mut seen = HashSet::new();
    for entry in file.rules {
        if !seen.insert(entry.id.clone()) {
            return Err(fault(
                &entry.id,
                "another rule has this id; give it one of its own",
            ));
        }
        add_rule(&mut pack, entry, &names)?;
    }
    Ok(pack)
}

/// A class that the engine itself asks for. A pack without lexicons may do without.
fn needed(classes: &Classes, name: &str, lexicons: &[&LexiconFile]) -> Result<ClassSet, Fault> {
    match classes.named(name) {
        Some(set) => Ok(set),
        None if lexicons.is_empty() => Ok(ClassSet::default()),
        None => Err(fault(
            name,
            "no lexicon of the pack has this class, which the engine needs; put it back",
        )),
    }
}

fn innate(classes: &mut Classes) -> Result<Innate, Fault> {
    let mut common = |name: &str| {
        let id = class(classes, name, name)?;
        classes.mark_common(id);
        Ok(id)
    };
    Ok(Innate {
        number: common("number")?,
        unknown: common("unknown")?,
        pause: common("pause")?,
    })
}

fn class(classes: &mut Classes, name: &str, entry: &str) -> Result<ClassId, Fault> {
    classes.intern(name).ok_or_else(|| {
        fault(entry, format!("a pack has room for {LIMIT} classes and plain words in patterns; put words into shared classes"))
    })
}

fn read_lexicon(
    lexicon: &LexiconFile,
    classes: &mut Classes,
    vocabulary: &mut Vocabulary,
) -> Result<(), Fault> {
    for entry in &lexicon.classes {
        let id = class(classes, &entry.name, &entry.name)?;
        if entry.common {
            classes.mark_common(id);
        }
        for phrase in entries(&entry.words) {
            let words = folded(phrase);
            if words.is_empty() {
                return Err(fault(&entry.name, format!("`{phrase}` holds no word")));
            }
            for form in forms(&words, entry.inflect) {
                vocabulary.insert(&form, id);
            }
        }
    }
    for entry in &lexicon.affixes {
        let affix = Affix {
            class: class(classes, &entry.class, &entry.class)?,
            rest: entry.rest,
        };
        for text in entries(&entry.prefixes) {
            vocabulary.prefix(text, affix);
        }
        for text in entries(&entry.suffixes) {
            vocabulary.suffix(text, affix);
        }
    }
    Ok(())
}

/// A lexicon entry as the words that the reader of texts would give.
fn folded(phrase: &str) -> Vec<String> {
    let mut tokens = Tokens::default();
    tokens.read(phrase, 0, |_| true);
    let words = tokens
        .list
        .iter()
        .filter(|token| token.kind == TokenKind::Word);
    words.map(|token| tokens.word(token).to_owned()).collect()
}

fn all_patterns(file: &PackFile) -> impl Iterator<Item = &str> {
    let contexts = file
        .contexts
        .iter()
        .flat_map(|entry| entry.any.iter().chain(&entry.unless));
    let rules = file
        .rules
        .iter()
        .flat_map(|rule| rule.any.iter().chain(&rule.unless).chain(&rule.unless_near));
    contexts.chain(rules).map(String::as_str)
}

fn patterns(entry: &str, sources: &[String], classes: &Classes) -> Result<Vec<Pattern>, Fault> {
    sources
        .iter()
        .map(|source| {
            Pattern::parse(source, classes)
                .map_err(|problem| fault(entry, format!("pattern `{source}`: {problem}")))
        })
        .collect()
}

fn context(entry: &ContextEntry, classes: &Classes) -> Result<SentenceContext, Fault> {
    Ok(SentenceContext {
        any: patterns(&entry.id, &entry.any, classes)?,
        unless: patterns(&entry.id, &entry.unless, classes)?,
        parts: entry.parts.clone(),
    })
}

fn add_rule(pack: &mut Pack, entry: RuleEntry, contexts: &[&str]) -> Result<(), Fault> {
    if entry.any.is_empty() {
        return Err(fault(
            &entry.id,
            "the rule has no pattern; write at least one under `any`",
        ));
    }
    if entry.examples.hits.len() < 2 || entry.examples.passes.is_empty() {
        return Err(fault(
            &entry.id,
            "give at least two examples under `hits` and one under `passes`",
        ));
    }
    let mut except = 0;
    for name in &entry.except {
        let bit = contexts.iter().position(|context| context == name);
        let bit = bit.ok_or_else(|| {
            fault(
                &entry.id,
                format!("`except` names `{name}`, which is no context of the pack"),
            )
        })?;
        except |= 1 << bit.min(63);
    }
    let number = u16::try_from(pack.rules.len())
        .map_err(|_| fault(&entry.id, "a pack holds at most 65,535 rules"))?;
    for pattern in patterns(&entry.id, &entry.any, &pack.classes)? {
        let place = u16::try_from(pack.patterns.len())
            .map_err(|_| fault(&entry.id, "a pack holds at most 65,535 patterns"))?;
        for class in pattern.key.iter() {
            if let Some(list) = pack.index.get_mut(usize::from(class.0)) {
                list.push((pattern.gate(), place));
            }
        }
        pack.patterns.push((pattern, number));
    }
    pack.rules.push(Rule {
        unless: patterns(&entry.id, &entry.unless, &pack.classes)?,
        unless_near: patterns(&entry.id, &entry.unless_near, &pack.classes)?,
        id: entry.id.into(),
        title: entry.title.into(),
        source: entry.source.into(),
        date: entry.date.into(),
        criterion: entry.criterion.map(Into::into),
        message: entry.message.into(),
        suggestion: entry.suggestion.map(Into::into),
        statement: entry.statement,
        examples: entry.examples,
        severity: entry.severity,
        parts: entry.parts,
        except,
    });
    Ok(())
}
