//! Ingredients, goals, articles and protocols, found by the same words as products.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use crate::catalog::market::Market;
use crate::compliance::lint::{Context, Part, Verdict};
use crate::compliance::rules;
use crate::compliance::surface::{Jurisdiction, Surface};
use crate::publishing::Kind;
use crate::search::words::{self, Wanted};

/// Something to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guide {
    /// What it is.
    pub kind: Kind,
    /// Its slug.
    pub slug: String,
    /// Its name or title.
    pub label: String,
    /// One sentence, where it may stand beside products.
    pub summary: Option<String>,
    /// Whether its title may stand beside products.
    pub is_fit_for_products: bool,
    /// Everything that it is called.
    pub names: Vec<String>,
    /// What else it says.
    pub text: String,
    /// Slugs of the goals that it is about.
    pub topics: Vec<String>,
}

impl Guide {
    /// With what may be shown of it beside products: a title or sentence that is fine in an article may be unlawful there.
    pub fn new(kind: Kind, slug: String, label: String, summary: &str) -> Self {
        let pack = rules::pack(Jurisdiction::Us);
        let on = |part| Context {
            surface: Surface::Product,
            part,
        };
        let said = pack.lint(summary, &on(Part::Text));
        let is_plain = said.verdict == Verdict::Ok && said.statement.is_none();
        Self {
            is_fit_for_products: pack.lint(&label, &on(Part::Name)).verdict == Verdict::Ok,
            names: vec![label.clone()],
            summary: (is_plain && !summary.is_empty()).then(|| summary.to_owned()),
            text: summary.to_owned(),
            topics: Vec::new(),
            kind,
            slug,
            label,
        }
    }

    /// Adds text in which it is found but that is not shown.
    pub fn add_text(&mut self, text: &str) {
        self.text.push(' ');
        self.text.push_str(text);
    }

    /// Its address in a market, if it is there: only ingredients are told of outside the default market.
    pub fn path(&self, market: Market) -> Option<String> {
        let is_there = market == Market::Us || self.kind == Kind::Ingredient;
        let path = self.kind.path(&self.slug).filter(|_| is_there)?;
        Some(market.path(&path))
    }
}

/// How much a word counts in a name, and elsewhere.
const IN_NAME: f32 = 4.0;
const IN_TEXT: f32 = 1.0;

/// Everything that can be read, by word.
#[derive(Debug, Clone, Default)]
pub struct Education {
    guides: Vec<Guide>,
    words: BTreeMap<String, Vec<(usize, f32)>>,
}

impl Education {
    /// Of guides by id, so that the same guides make the same answers.
    pub fn new(guides: &BTreeMap<Uuid, Guide>) -> Self {
        let mut education = Self::default();
        for guide in guides.values() {
            education.add(guide.clone());
        }
        education
    }

    fn add(&mut self, guide: Guide) {
        let at = self.guides.len();
        let mut weights: HashMap<String, f32> = HashMap::new();
        for word in words::of_text(&guide.text) {
            weights.insert(word, IN_TEXT);
        }
        for name in &guide.names {
            for word in words::of_text(name) {
                weights.insert(word, IN_NAME);
            }
        }
        for (word, weight) in weights {
            self.words.entry(word).or_default().push((at, weight));
        }
        self.guides.push(guide);
    }

    /// The one with a slug.
    pub fn by_slug(&self, kind: Kind, slug: &str) -> Option<&Guide> {
        let mut guides = self.guides.iter();
        guides.find(|guide| guide.kind == kind && guide.slug == slug)
    }

    /// Every goal, when there is nothing closer to read.
    pub fn goals(&self) -> impl Iterator<Item = &Guide> {
        self.guides.iter().filter(|guide| guide.kind == Kind::Topic)
    }

    /// Those that are about a goal.
    pub fn about<'a>(&'a self, topic: &'a str) -> impl Iterator<Item = &'a Guide> {
        let guides = self.guides.iter();
        guides.filter(move |guide| guide.topics.iter().any(|slug| slug == topic))
    }

    /// Those that hold all the words, best first. `in_texts` asks for words in texts too, not only in names.
    pub fn find(&self, wanted: &[Wanted], in_texts: bool) -> Vec<&Guide> {
        let mut scores: HashMap<usize, (usize, f32)> = HashMap::new();
        for one in wanted {
            for (at, score) in self.holding(one, in_texts) {
                let known = scores.entry(at).or_default();
                known.0 += 1;
                known.1 += score;
            }
        }
        let mut found: Vec<(usize, f32)> = scores
            .into_iter()
            .filter(|(_, (words, _))| *words == wanted.len())
            .map(|(at, (_, score))| (at, score))
            .collect();
        let length = |at: usize| self.guides.get(at).map(|guide| guide.label.len());
        found.sort_by(|(one, one_score), (other, other_score)| {
            other_score
                .total_cmp(one_score)
                .then_with(|| length(*one).cmp(&length(*other)))
                .then(one.cmp(other))
        });
        let guides = found.into_iter();
        guides.filter_map(|(at, _)| self.guides.get(at)).collect()
    }

    /// The guides that hold a word in any way, each with the best weight.
    fn holding(&self, wanted: &Wanted, in_texts: bool) -> HashMap<usize, f32> {
        let mut best: HashMap<usize, f32> = HashMap::new();
        let mut take = |found: HashMap<usize, f32>| {
            for (at, score) in found {
                let known = best.entry(at).or_default();
                *known = known.max(score);
            }
        };
        take(self.with_phrase(&wanted.words, wanted.is_beginning));
        if let Some(joined) = &wanted.joined {
            take(self.with_phrase(std::slice::from_ref(joined), false));
        }
        for phrase in &wanted.others {
            take(self.with_phrase(phrase, false));
        }
        best.retain(|_, score| in_texts || *score >= IN_NAME);
        best
    }

    /// The guides that hold every word of a phrase; the lightest word decides.
    fn with_phrase(&self, phrase: &[String], is_beginning: bool) -> HashMap<usize, f32> {
        let last = phrase.len().saturating_sub(1);
        let mut found: Option<HashMap<usize, f32>> = None;
        for (word, at) in phrase.iter().zip(0..) {
            let with_word = self.with_word(word, is_beginning && at == last);
            found = Some(match found {
                None => with_word,
                Some(mut found) => {
                    found.retain(|guide, score| {
                        with_word.get(guide).is_some_and(|other| {
                            *score = score.min(*other);
                            true
                        })
                    });
                    found
                }
            });
        }
        found.unwrap_or_default()
    }

    fn with_word(&self, word: &str, is_beginning: bool) -> HashMap<usize, f32> {
        let known = self.words.range(word.to_owned()..);
        let fits = |known: &str| known == word || (is_beginning && known.starts_with(word));
        let mut best: HashMap<usize, f32> = HashMap::new();
        for (_, guides) in known.take_while(|(known, _)| fits(known)) {
            for (at, weight) in guides {
                let known = best.entry(*at).or_default();
                *known = known.max(*weight);
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_before_texts_and_what_may_not_stand_beside_products_is_known() {
        let mut zinc = Guide::new(
            Kind::Ingredient,
            "zinc".to_owned(),
            "Zinc".to_owned(),
            "A trace element.",
        );
        zinc.names.push("zincum".to_owned());
        let mut article = Guide::new(
            Kind::Article,
            "flu".to_owned(),
            "Zinc against influenza".to_owned(),
            "Zinc cures the flu.",
        );
        article.text.push_str(" It is a metal with many uses.");
        assert!(zinc.is_fit_for_products && !article.is_fit_for_products);
        assert_eq!(zinc.summary.as_deref(), Some("A trace element."));
        assert_eq!(article.summary, None);
        let guides = [(Uuid::from_u128(1), article), (Uuid::from_u128(2), zinc)];
        let education = Education::new(&guides.into_iter().collect());
        let slugs = |query: &str, in_texts: bool| -> Vec<String> {
            let found = education.find(&words::of_query(query), in_texts);
            found.iter().map(|guide| guide.slug.clone()).collect()
        };
        assert_eq!(slugs("zinc ", false), ["zinc", "flu"]);
        assert_eq!(slugs("zincu", false), ["zinc"]);
        assert_eq!(slugs("metal ", false), Vec::<String>::new());
        assert_eq!(slugs("metal ", true), ["flu"]);
        assert_eq!(slugs("zinc metal ", true), ["flu"]);
    }
}
