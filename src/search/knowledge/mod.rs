//! What the search knows besides products: what can be read, words that mean the same, goals behind words, and rules of lists.

pub mod arrangement;
pub mod education;
pub mod lexicon;

use std::collections::BTreeMap;

use uuid::Uuid;

use self::arrangement::Arrangement;
use self::education::{Education, Guide};
use self::lexicon::{Lexicon, phrase_of};
use crate::search::synonym::document::SynonymDocument;

/// It, ready to be used.
#[derive(Debug, Clone, Default)]
pub struct Knowledge {
    /// What can be read.
    pub education: Education,
    /// Words that mean the same.
    pub lexicon: Lexicon,
    /// Phrases that lead to a goal, with its slug; the longest first. No page repeats them.
    pub topic_words: Vec<(Vec<String>, String)>,
    /// How lists are arranged.
    pub rules: Vec<Arrangement>,
}

/// What it is made of, by id of what was published.
#[derive(Debug, Default)]
pub struct Sources {
    /// What can be read.
    pub guides: BTreeMap<Uuid, Guide>,
    /// Phrases that lead to a goal, by that.
    pub topic_words: BTreeMap<Uuid, (String, Vec<String>)>,
    /// Words that mean the same.
    pub synonyms: BTreeMap<Uuid, SynonymDocument>,
    /// How lists are arranged.
    pub rules: BTreeMap<Uuid, Arrangement>,
}

impl Sources {
    /// Forgets something.
    pub fn forget(&mut self, id: Uuid) {
        self.guides.remove(&id);
        self.topic_words.remove(&id);
        self.synonyms.remove(&id);
        self.rules.remove(&id);
    }

    /// Makes knowledge of it.
    pub fn knowledge(&self) -> Knowledge {
        let synonyms: Vec<SynonymDocument> = self.synonyms.values().cloned().collect();
        let mut topic_words: Vec<(Vec<String>, String)> = self
            .topic_words
            .values()
            .flat_map(|(slug, phrases)| {
                let phrases = phrases.iter().map(|phrase| phrase_of(phrase));
                phrases.map(|phrase| (phrase, slug.clone()))
            })
            .filter(|(phrase, _)| !phrase.is_empty())
            .collect();
        topic_words.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        Knowledge {
            education: Education::new(&self.guides),
            lexicon: Lexicon::new(&synonyms),
            topic_words,
            rules: self.rules.values().cloned().collect(),
        }
    }
}
