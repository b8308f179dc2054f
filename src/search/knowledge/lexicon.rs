//! Words that mean the same, or lead to others: what somebody types finds what is called otherwise.

use std::collections::HashMap;

use crate::search::synonym::document::SynonymDocument;
use crate::search::synonym::model::Direction;
use crate::search::words::{self, Wanted};

/// Short forms that every catalog of the field knows; they lead to the long one and not back.
const SHORT_FORMS: &[(&str, &str)] = &[
    ("vit", "vitamin"),
    ("vits", "vitamin"),
    ("multi", "multivitamin"),
    ("mag", "magnesium"),
    ("probio", "probiotic"),
    ("vitb6", "vitamin b6"),
    ("vitb12", "vitamin b12"),
    ("vitc", "vitamin c"),
    ("vitd", "vitamin d"),
    ("vitd3", "vitamin d3"),
    ("vite", "vitamin e"),
    ("vitk2", "vitamin k2"),
];

/// Phrases with what else finds them.
#[derive(Debug, Clone)]
pub struct Lexicon {
    phrases: HashMap<Vec<String>, Vec<Vec<String>>>,
    longest: usize,
}

impl Default for Lexicon {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl Lexicon {
    /// The short forms of the field and what the catalog adds.
    pub fn new(synonyms: &[SynonymDocument]) -> Self {
        let mut lexicon = Self {
            phrases: HashMap::new(),
            longest: 0,
        };
        for (short, long) in SHORT_FORMS {
            lexicon.lead(short, long);
        }
        for synonym in synonyms {
            for word in &synonym.words {
                let others: Vec<&String> = match synonym.direction {
                    Direction::Both => synonym.words.iter().collect(),
                    Direction::One => synonym.leads_to.iter().collect(),
                };
                for other in others.into_iter().filter(|other| *other != word) {
                    lexicon.lead(word, other);
                }
            }
        }
        lexicon
    }

    fn lead(&mut self, phrase: &str, other: &str) {
        let (phrase, other) = (phrase_of(phrase), phrase_of(other));
        if phrase.is_empty() || other.is_empty() || phrase == other {
            return;
        }
        self.longest = self.longest.max(phrase.len());
        let others = self.phrases.entry(phrase).or_default();
        if !others.contains(&other) {
            others.push(other);
        }
    }

    /// What is looked for, with the other words that may stand for it. The longest phrase counts.
    pub fn widen(&self, wanted: &[Wanted]) -> Vec<Wanted> {
        let mut widened = Vec::with_capacity(wanted.len());
        let mut rest = wanted;
        while let Some((first, behind)) = rest.split_first() {
            match self.longest_at(rest) {
                Some((count, others)) => {
                    let (phrase, behind) = rest.split_at(count);
                    widened.push(Wanted {
                        words: words::flat(phrase),
                        joined: first.joined.clone().filter(|_| count == 1),
                        is_beginning: false,
                        others: others.to_vec(),
                    });
                    rest = behind;
                }
                None => {
                    widened.push(Wanted {
                        others: self.with_one_replaced(&first.words),
                        ..first.clone()
                    });
                    rest = behind;
                }
            }
        }
        widened
    }

    /// Of words that are written as one, those with another word for one of them: "vitamin d3" for "vit d3".
    fn with_one_replaced(&self, words: &[String]) -> Vec<Vec<String>> {
        let mut phrases = Vec::new();
        for (word, at) in words.iter().zip(0..).filter(|_| words.len() > 1) {
            let others = self.phrases.get(std::slice::from_ref(word));
            for other in others.into_iter().flatten() {
                let mut phrase = words.to_vec();
                phrase.splice(at..=at, other.iter().cloned());
                phrases.push(phrase);
            }
        }
        phrases
    }

    fn longest_at(&self, wanted: &[Wanted]) -> Option<(usize, &[Vec<String>])> {
        let most = wanted.len().min(self.longest);
        (1..=most).rev().find_map(|count| {
            let phrase = words::flat(wanted.get(..count)?);
            Some((count, self.phrases.get(&phrase)?.as_slice()))
        })
    }
}

/// The words of a whole phrase.
pub fn phrase_of(text: &str) -> Vec<String> {
    words::flat(&words::of_query(&format!("{text} ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn others(lexicon: &Lexicon, query: &str) -> Vec<String> {
        let wanted = lexicon.widen(&words::of_query(query));
        let others = wanted.into_iter().flat_map(|wanted| wanted.others);
        others.map(|phrase| phrase.join(" ")).collect()
    }

    #[test]
    fn two_ways_lead_both_ways_and_one_way_leads_one_way() {
        let lexicon = Lexicon::new(&[
            SynonymDocument {
                words: vec!["Fish oil".to_owned(), "omega-3".to_owned()],
                direction: Direction::Both,
                leads_to: Vec::new(),
            },
            SynonymDocument {
                words: vec!["first milk".to_owned()],
                direction: Direction::One,
                leads_to: vec!["colostrum".to_owned()],
            },
        ]);
        assert_eq!(others(&lexicon, "fish oil capsules"), ["omega 3"]);
        assert_eq!(others(&lexicon, "omega3"), Vec::<String>::new());
        assert_eq!(others(&lexicon, "omega 3"), ["fish oil"]);
        assert_eq!(others(&lexicon, "first milk"), ["colostrum"]);
        assert_eq!(others(&lexicon, "colostrum"), Vec::<String>::new());
        assert_eq!(others(&lexicon, "vit c"), ["vitamin"]);
        assert_eq!(others(&lexicon, "vit d3"), ["vitamin d3"]);
    }
}
