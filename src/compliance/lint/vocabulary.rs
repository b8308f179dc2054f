//! The words of a pack, compiled: look-up of words and phrases, and the reading of a sentence as classified units.

use std::collections::{HashMap, HashSet};

use super::affix::{Affix, Affixes, SHORTEST_AFFIX};
use super::class::{ClassId, ClassSet};
use super::hash::Hashing;
use super::token::{Token, TokenKind, Tokens};

/// A word, phrase or mark of a sentence with its classes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    pub classes: ClassSet,
    /// Half-open, in scalars of the text.
    pub start: u32,
    pub end: u32,
    /// Nothing is read across this unit.
    pub breaks: bool,
    /// Comma, colon, bracket or dash.
    pub pause: bool,
}

/// Classes that the engine itself gives out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Innate {
    /// Digits.
    pub number: ClassId,
    /// A word that is in no list.
    pub unknown: ClassId,
    /// Comma, colon, bracket, dash.
    pub pause: ClassId,
}

/// The compiled words of a pack.
#[derive(Debug)]
pub(super) struct Vocabulary {
    words: HashMap<Box<str>, WordInfo, Hashing>,
    steps: HashMap<(u32, u32), u32, Hashing>,
    /// Classes of the phrase that ends at a node.
    ends: Vec<ClassSet>,
    prefixes: Affixes,
    suffixes: Affixes,
    innate: Innate,
}

#[derive(Clone, Copy, Debug, Default)]
struct WordInfo {
    id: u32,
    /// Node of the phrase tree after this word; 0 when the word begins nothing.
    node: u32,
    /// Phrases of two or more words begin with it.
    leads: bool,
}

const LONGEST_WORD: usize = 40;

/// Words of two letters that run-together words are taken apart at.
const SHORT_PARTS: [&str; 3] = ["no", "my", "to"];

impl Vocabulary {
    pub(super) fn new(innate: Innate) -> Self {
        Self {
            words: HashMap::default(),
            steps: HashMap::default(),
            ends: vec![ClassSet::default()],
            prefixes: Affixes::default(),
            suffixes: Affixes::default(),
            innate,
        }
    }

    /// Puts a phrase, given as folded words, into a class.
    pub(super) fn insert(&mut self, phrase: &[String], class: ClassId) {
        let mut node = 0;
        for (index, word) in phrase.iter().enumerate() {
            let fresh = self.words.len() as u32 + 1;
            let entry = self.words.entry(word.as_str().into()).or_insert(WordInfo {
                id: fresh,
                ..WordInfo::default()
            });
            if index == 0 && phrase.len() > 1 {
                entry.leads = true;
            }
            let id = entry.id;
            let ends = &mut self.ends;
            node = *self.steps.entry((node, id)).or_insert_with(|| {
                ends.push(ClassSet::default());
                ends.len() as u32 - 1
            });
            if index == 0
                && let Some(info) = self.words.get_mut(word.as_str())
            {
                info.node = node;
            }
        }
        if let Some(end) = self.ends.get_mut(node as usize).filter(|_| node != 0) {
            end.insert(class);
        }
    }

    pub(super) fn prefix(&mut self, text: &str, affix: Affix) {
        self.prefixes
            .insert(text, text.get(..SHORTEST_AFFIX), affix);
    }

    pub(super) fn suffix(&mut self, text: &str, affix: Affix) {
        let end = text
            .len()
            .checked_sub(SHORTEST_AFFIX)
            .and_then(|from| text.get(from..));
        self.suffixes.insert(text, end, affix);
    }

    /// Whether a folded word is in a list on its own.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.single(word).is_some()
    }

    fn single(&self, word: &str) -> Option<ClassSet> {
        let info = self.words.get(word)?;
        self.end(info.node)
    }

    fn end(&self, node: u32) -> Option<ClassSet> {
        self.ends
            .get(node as usize)
            .copied()
            .filter(|set| !set.is_empty())
    }

    /// Reads tokens as units: the longest listed phrase at every place, else the shape of the word.
    /// With `glued`, words that were run together are taken apart.
    pub(super) fn tag(&self, tokens: &Tokens, glued: bool, units: &mut Vec<Unit>) {
        units.clear();
        let mut rest = tokens.list.as_slice();
        while let Some((token, after)) = rest.split_first() {
            if token.kind != TokenKind::Word {
                units.push(self.mark(token));
                rest = after;
                continue;
            }
            let word = tokens.word(token);
            if let Some((classes, end)) = self.coined(tokens, word, after) {
                units.push(unit(classes, token.start, end));
                rest = after.get(1..).unwrap_or_default();
            } else if let Some((classes, length, end)) = self.phrase(tokens, word, token, after) {
                units.push(unit(classes, token.start, end));
                rest = after.get(length - 1..).unwrap_or_default();
            } else if let Some((classes, length, end)) = self.joined(tokens, word, after) {
                units.push(unit(classes, token.start, end));
                rest = after.get(length - 1..).unwrap_or_default();
            } else {
                let taken_apart = (glued || token.hashtag) && self.take_apart(word, token, units);
                if !taken_apart {
                    units.push(unit(self.shape(word), token.start, token.end));
                }
                rest = after;
            }
        }
    }

    fn mark(&self, token: &Token) -> Unit {
        let breaks = token.kind == TokenKind::Break;
        let classes = if breaks {
            ClassSet::default()
        } else {
            ClassSet::of(self.innate.pause)
        };
        Unit {
            classes,
            start: token.start,
            end: token.end,
            breaks,
            pause: !breaks,
        }
    }

    /// The longest phrase that begins here: classes, number of tokens, end.
    fn phrase(
        &self,
        tokens: &Tokens,
        word: &str,
        token: &Token,
        after: &[Token],
    ) -> Option<(ClassSet, usize, u32)> {
        let info = self.words.get(word)?;
        let mut best = self.end(info.node).map(|classes| (classes, 1, token.end));
        if info.leads {
            let mut node = info.node;
            for (index, next) in after.iter().enumerate() {
                if next.kind != TokenKind::Word {
                    break;
                }
                let Some(id) = self.words.get(tokens.word(next)).map(|info| info.id) else {
                    break;
                };
                let Some(step) = self.steps.get(&(node, id)) else {
                    break;
                };
                node = *step;
                if let Some(classes) = self.end(node) {
                    best = Some((classes, index + 2, next.end));
                }
            }
        }
        best
    }

    /// A listed word written with a hyphen, or letter by letter.
    fn joined(
        &self,
        tokens: &Tokens,
        word: &str,
        after: &[Token],
    ) -> Option<(ClassSet, usize, u32)> {
        let next = after.first().filter(|next| next.kind == TokenKind::Word)?;
        let spelled = word.len() == 1 && tokens.word(next).len() == 1;
        if !next.joined && !spelled {
            return None;
        }
        let wanted = |token: &&Token| {
            token.kind == TokenKind::Word
                && if spelled {
                    tokens.word(token).len() == 1
                } else {
                    token.joined
                }
        };
        let mut whole = String::from(word);
        let mut best = None;
        for (index, part) in after
            .iter()
            .take_while(wanted)
            .take(if spelled { 24 } else { 2 })
            .enumerate()
        {
            whole.push_str(tokens.word(part));
            if whole.len() > 3
                && let Some(classes) = self.single(&whole)
            {
                best = Some((classes, index + 2, part.end));
            }
        }
        best
    }

    /// A coined name written with a hyphen or an inner capital (`Osteo-Porex`, `TheraVir`), read as one word by its shape.
    fn coined(&self, tokens: &Tokens, word: &str, after: &[Token]) -> Option<(ClassSet, u32)> {
        let next = after
            .first()
            .filter(|next| next.joined && next.kind == TokenKind::Word)?;
        let second = tokens.word(next);
        if self.words.contains_key(second) || word.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let mut classes = self.shape(&[word, second].concat());
        if classes == ClassSet::of(self.innate.unknown) {
            return None;
        }
        for part in [word, second] {
            classes.add(&self.single(part).unwrap_or_default());
        }
        Some((classes, next.end))
    }

    /// Classes of a word that is in no list, by its beginning and ending.
    fn shape(&self, word: &str) -> ClassSet {
        let mut classes = ClassSet::default();
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            classes.insert(self.innate.number);
            return classes;
        }
        classes.insert(self.innate.unknown);
        if word.len() <= LONGEST_WORD && word.is_ascii() && word.len() >= SHORTEST_AFFIX {
            let tail = word.len() - SHORTEST_AFFIX;
            for length in self.prefixes.lengths(word.get(..SHORTEST_AFFIX)) {
                self.prefixes
                    .apply(word.get(..length), word.len(), &mut classes);
            }
            for length in self.suffixes.lengths(word.get(tail..)) {
                self.suffixes.apply(
                    word.len()
                        .checked_sub(length)
                        .and_then(|from| word.get(from..)),
                    word.len(),
                    &mut classes,
                );
            }
        }
        classes
    }

    /// Takes a run-together word (`leakygut`) apart into listed words; false if that does not come out even.
    fn take_apart(&self, word: &str, token: &Token, units: &mut Vec<Unit>) -> bool {
        if word.len() < 7 || word.len() > LONGEST_WORD || !word.is_ascii() {
            return false;
        }
        let mut cuts = vec![usize::MAX; word.len() + 1];
        if let Some(first) = cuts.first_mut() {
            *first = 0;
        }
        for end in 2..=word.len() {
            let found = (0..=end - 2).find(|start| {
                let begins = cuts.get(*start).is_some_and(|cut| *cut != usize::MAX);
                let part = word.get(*start..end).filter(|_| begins);
                part.is_some_and(|part| {
                    (part.len() > 2 || SHORT_PARTS.contains(&part)) && self.words.contains_key(part)
                })
            });
            if let (Some(start), Some(slot)) = (found, cuts.get_mut(end)) {
                *slot = start;
            }
        }
        let mut parts = Vec::new();
        let mut end = word.len();
        while end > 0 {
            match cuts.get(end).copied() {
                Some(start) if start < end => {
                    parts.push(Token {
                        from: start as u32,
                        to: end as u32,
                        start: token.start,
                        end: token.end,
                        joined: true,
                        hashtag: false,
                        ..*token
                    });
                    end = start;
                }
                _ => return false,
            }
        }
        if parts.len() < 2 {
            return false;
        }
        parts.reverse();
        let pieces = Tokens {
            list: parts,
            buffer: word.to_owned(),
        };
        let mut own = Vec::new();
        self.tag(&pieces, false, &mut own);
        units.extend(own);
        true
    }

    /// Every word that the lists hold, for checks.
    pub(super) fn word_count(&self) -> usize {
        self.words.keys().collect::<HashSet<_>>().len()
    }
}

fn unit(classes: ClassSet, start: u32, end: u32) -> Unit {
    Unit {
        classes,
        start,
        end,
        breaks: false,
        pause: false,
    }
}
