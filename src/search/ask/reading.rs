//! What somebody means by words: names of diseases lead to goals and to education, and are looked for in no product.

use crate::catalog::market::Market;
use crate::compliance::lint::{Context, Finding, Part, Verdict};
use crate::compliance::rules;
use crate::compliance::surface::Surface;
use crate::search::knowledge::Knowledge;
use crate::search::words::{self, Wanted};

/// Words as they are understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// What is looked for in products.
    pub wanted: Vec<Wanted>,
    /// What is looked for in education: all of it.
    pub all: Vec<Wanted>,
    /// Goals that the words lead to, by slug.
    pub topics: Vec<String>,
    /// Whether no page may repeat the words, because rules object to them beside products or somebody said so.
    pub is_private: bool,
    /// Whether they name what no product may be said to help with, so that education leads.
    pub names_disease: bool,
}

/// Reads words.
pub fn read(text: &str, knowledge: &Knowledge, market: Market) -> Reading {
    let mut wanted = words::of_query(text);
    let all = wanted.clone();
    let mut topics: Vec<String> = Vec::new();
    for (phrase, topic) in &knowledge.topic_words {
        if take_out(&mut wanted, phrase) && !topics.contains(topic) {
            topics.push(topic.clone());
        }
    }
    let on_products = Context {
        surface: Surface::Product,
        part: Part::Text,
    };
    let judged = rules::pack(market.jurisdiction()).lint(text, &on_products);
    for phrase in objected(text, &judged.findings) {
        take_out(&mut wanted, &phrase);
    }
    Reading {
        wanted: knowledge.lexicon.widen(&wanted),
        all: knowledge.lexicon.widen(&all),
        is_private: judged.verdict != Verdict::Ok || !topics.is_empty(),
        names_disease: judged.verdict == Verdict::Block || !topics.is_empty(),
        topics,
    }
}

/// The phrases that must not stand beside products; of those that lie within each other the inner one.
fn objected(text: &str, findings: &[Finding]) -> Vec<Vec<String>> {
    let blocks = || {
        let blocks = findings.iter();
        blocks.filter(|finding| finding.severity == Verdict::Block)
    };
    let holds = |outer: (usize, usize), inner: (usize, usize)| {
        outer != inner && outer.0 <= inner.0 && inner.1 <= outer.1
    };
    let innermost = blocks().filter(|outer| !blocks().any(|inner| holds(outer.span, inner.span)));
    innermost
        .map(|finding| {
            let (from, to) = finding.span;
            let phrase: String = text.chars().skip(from).take(to - from).collect();
            crate::search::knowledge::lexicon::phrase_of(&phrase)
        })
        .collect()
}

/// Takes the words of a phrase out where they stand together.
fn take_out(wanted: &mut Vec<Wanted>, phrase: &[String]) -> bool {
    if phrase.is_empty() {
        return false;
    }
    for from in 0..wanted.len() {
        for to in from + 1..=wanted.len() {
            let Some(window) = wanted.get(from..to) else {
                continue;
            };
            let words = words::flat(window);
            let is_joined = matches!(window, [only] if only.joined.as_slice() == phrase);
            if words == phrase || is_joined {
                wanted.drain(from..to);
                return true;
            }
            if words.len() >= phrase.len() {
                break;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(text: &str) -> Reading {
        let knowledge = Knowledge {
            topic_words: vec![
                (
                    vec!["leaky".to_owned(), "gut".to_owned()],
                    "gut-barrier".to_owned(),
                ),
                (vec!["tummy".to_owned()], "gut-barrier".to_owned()),
            ],
            ..Knowledge::default()
        };
        read(text, &knowledge, Market::Us)
    }

    #[test]
    fn names_of_diseases_lead_to_goals_and_are_looked_for_in_no_product() {
        for (text, left, topics, names_disease) in [
            ("zinc", vec!["zinc"], 0, false),
            ("colostrum for leaky gut", vec!["colostrum"], 1, true),
            ("tummy", vec![], 1, true),
            ("arthritis supplement", vec!["supplement"], 0, true),
            ("psoriasis", vec![], 0, true),
            ("Crohn's disease probiotic", vec!["probiotic"], 0, true),
        ] {
            let reading = reading(text);
            assert_eq!(words::flat(&reading.wanted), left, "{text}");
            assert_eq!(reading.topics.len(), topics, "{text}");
            assert_eq!(reading.names_disease, names_disease, "{text}");
            assert_eq!(reading.is_private, names_disease, "{text}");
        }
    }

    #[test]
    fn words_that_need_a_review_are_looked_for_but_not_repeated() {
        let reading = reading("weight loss");
        assert!(reading.is_private && !reading.names_disease);
        assert_eq!(words::flat(&reading.wanted), ["weight", "loss"]);
    }
}
