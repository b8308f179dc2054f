//! Wordings that a regulation authorises, and the recognition of a sentence that says just that.

use std::collections::HashSet;
use std::sync::Arc;

use super::data::WordingEntry;
use super::sentence::sentences;
use super::token::{TokenKind, Tokens};

/// A wording that may be used under its conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// Short id within the pack.
    pub id: Arc<str>,
    /// The nutrient or other substance that the wording is about.
    pub substance: Arc<str>,
    /// The wording of the regulation.
    pub wording: Arc<str>,
    /// Under which it may be used.
    pub conditions: Arc<str>,
    /// Nutrient of which the food must be at least a source, named as in the annex of Regulation (EU) No 1169/2011.
    pub source_of: Option<Arc<str>>,
    /// Daily intake of the substance that gives the effect, an amount with its unit such as `250 mg`.
    pub minimum: Option<Arc<str>>,
    /// Article of the parent regulation.
    pub article: Arc<str>,
    /// The act that lists it.
    pub regulation: Arc<str>,
}

/// The authorised wordings of a pack.
#[derive(Debug, Default)]
pub(super) struct Wordings {
    list: Vec<Wording>,
    keys: HashSet<String>,
}

/// Words that an authorised wording may gain or lose.
const LOOSE: [&str; 9] = [
    "the", "of", "to", "in", "your", "our", "an", "also", "intake",
];

/// Longest tail that is tried in pieces.
const PIECES: usize = 8;

impl Wordings {
    pub(super) fn add(&mut self, entries: Vec<WordingEntry>) {
        let mut tokens = Tokens::default();
        for entry in entries {
            let named = entry
                .also
                .iter()
                .map(|name| entry.wording.replacen(&entry.substance, name, 1));
            for wording in named
                .chain([entry.wording.clone()])
                .flat_map(|wording| alternatives(&wording))
            {
                for sentence in sentences(&wording)
                    .map(|sentence| sentence.text)
                    .chain([wording.as_str()])
                {
                    tokens.read(sentence, 0, |_| true);
                    self.keys.insert(key(words(&tokens)));
                }
            }
            self.list.push(Wording {
                id: entry.id.into(),
                substance: entry.substance.into(),
                wording: entry.wording.into(),
                conditions: entry.conditions.into(),
                source_of: entry.source_of.map(Arc::from),
                minimum: entry.minimum.map(Arc::from),
                article: entry.article.into(),
                regulation: entry.regulation.into(),
            });
        }
    }

    pub(super) fn list(&self) -> &[Wording] {
        &self.list
    }

    /// Whether a sentence consists of authorised wordings: one, or several substances and effects joined by `and`.
    pub(super) fn authorise(&self, tokens: &Tokens) -> bool {
        if self.keys.is_empty() || tokens.list.len() > 80 {
            return false;
        }
        if self.keys.contains(&key(words(tokens))) {
            return true;
        }
        let all: Vec<&str> = tokens
            .list
            .iter()
            .map(|token| {
                if token.kind == TokenKind::Word {
                    tokens.word(token)
                } else {
                    ","
                }
            })
            .collect();
        let Some(verb) = all
            .iter()
            .position(|word| matches!(*word, "contribute" | "contributes"))
        else {
            return false;
        };
        let (left, right) = all.split_at_checked(verb).unwrap_or_default();
        let effects = pieces(right.get(1..).unwrap_or_default());
        let substances = pieces(left);
        !substances.is_empty()
            && !effects.is_empty()
            && effects.len() <= PIECES
            && substances
                .iter()
                .all(|substance| self.covers(substance, &effects))
    }

    /// Whether the effects, joined again where a wording itself contains `and`, are all authorised for a substance.
    fn covers(&self, substance: &[&str], effects: &[&[&str]]) -> bool {
        let mut rest = effects;
        while !rest.is_empty() {
            let taken = (1..=rest.len()).rev().find(|count| {
                let effect = rest.get(..*count).unwrap_or_default();
                let joined = effect.iter().flat_map(|piece| piece.iter().copied());
                self.keys.contains(&key(substance
                    .iter()
                    .copied()
                    .chain(["contributes"])
                    .chain(joined)))
            });
            let count = match taken {
                Some(count) => count,
                None if self.shares_head(substance, effects, rest) => 1,
                None => return false,
            };
            rest = rest.get(count..).unwrap_or_default();
        }
        true
    }

    /// Whether the next effect borrows the beginning of the one before: `the maintenance of normal bones and teeth`.
    fn shares_head(&self, substance: &[&str], effects: &[&[&str]], rest: &[&[&str]]) -> bool {
        let (Some(next), Some(before)) = (rest.first(), effects.iter().rev().nth(rest.len()))
        else {
            return false;
        };
        (1..before.len()).any(|kept| {
            let head = before.get(..kept).unwrap_or_default();
            self.keys.contains(&key(substance
                .iter()
                .chain(&["contributes"])
                .chain(head)
                .chain(*next)
                .copied()))
        })
    }
}

/// A wording with every `one/other` taken each way, and as it stands.
fn alternatives(wording: &str) -> Vec<String> {
    let ways = wording
        .split(' ')
        .map(|word| word.split('/').count())
        .max()
        .unwrap_or(1);
    let take = |way: usize| {
        let words = wording.split(' ').map(|word| {
            word.split('/')
                .nth(way)
                .or(word.split('/').next())
                .unwrap_or(word)
        });
        words.collect::<Vec<_>>().join(" ")
    };
    (0..ways).map(take).chain([wording.to_owned()]).collect()
}

fn words(tokens: &Tokens) -> impl Iterator<Item = &str> {
    tokens
        .list
        .iter()
        .filter(|token| token.kind == TokenKind::Word)
        .map(|token| tokens.word(token))
}

fn pieces<'a, 'b>(words: &'a [&'b str]) -> Vec<&'a [&'b str]> {
    words
        .split(|word| matches!(*word, "and" | ","))
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// The words that carry the meaning, in a fixed order.
fn key<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut before = "";
    let mut kept: Vec<&str> = words
        .filter(|word| {
            let article = *word == "a" && before != "vitamin";
            before = word;
            !article && !LOOSE.contains(word) && *word != "and"
        })
        .map(|word| match word {
            "contribute" => "contributes",
            "haemoglobin" => "hemoglobin",
            "faecal" => "fecal",
            "tumour" => "tumor",
            "fibre" => "fiber",
            "mineralisation" => "mineralization",
            word => word,
        })
        .collect();
    kept.sort_unstable();
    kept.join(" ")
}
