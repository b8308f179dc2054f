//! Rules by which a list is arranged: what stands first, what is left out, what is raised, and words that lead to a page.

use chrono::NaiveDate;
use fixedbitset::FixedBitSet;
use uuid::Uuid;

use super::request::Request;
use crate::search::knowledge::arrangement::Arrangement;
use crate::search::shelf::Shelf;
use crate::search::shelf::facet::Facet;
use crate::search::shelf::scope::{Scope, with_value};
use crate::search::words;

/// Whether a rule is in force for a request on a day.
fn applies(rule: &Arrangement, request: &Request, typed: &[String], today: NaiveDate) -> bool {
    let in_time = rule.starts_on.is_none_or(|first| first <= today)
        && rule.ends_on.is_none_or(|last| today <= last);
    let in_market = rule.market.is_none_or(|market| market == request.market);
    let by_words = rule.words.is_empty()
        || if rule.is_exact {
            rule.words == typed
        } else {
            rule.words.iter().all(|word| typed.contains(word))
        };
    in_time && in_market && by_words && rule.within.iter().all(|value| narrows(request, value))
}

fn narrows(request: &Request, (facet, key): &(Facet, String)) -> bool {
    let is_page = matches!(&request.scope, Scope::Value(of, value) if of == facet && value == key);
    let chosen = request.selection.chosen.get(facet);
    is_page || chosen.is_some_and(|keys| keys.contains(key))
}

/// What the rules make of one list.
#[derive(Debug, Default)]
pub struct Arranged {
    /// The numbers of those that stand first, in order.
    pub pinned: Vec<u32>,
    /// Those of them that are found by the words that a rule names, whatever their own texts say.
    pub found: Vec<u32>,
    /// Those that are left out.
    pub hidden: FixedBitSet,
    /// What is raised, and by how much.
    pub boosts: Vec<(FixedBitSet, f32)>,
    /// Where the words lead.
    pub leads_to: Option<String>,
}

/// What rules make of a list on a day.
pub fn arrange(
    rules: &[Arrangement],
    shelf: &Shelf,
    request: &Request,
    today: NaiveDate,
) -> Arranged {
    let typed = words::flat(&words::of_query(&request.text));
    let mut arranged = Arranged::default();
    for rule in rules
        .iter()
        .filter(|rule| applies(rule, request, &typed, today))
    {
        let slots =
            |ids: &[Uuid]| -> Vec<u32> { ids.iter().filter_map(|id| shelf.slot_of(*id)).collect() };
        let pinned = slots(&rule.pinned);
        if !rule.words.is_empty() {
            arranged.found.extend(&pinned);
        }
        arranged.pinned.extend(pinned);
        for slot in slots(&rule.hidden) {
            arranged.hidden.grow_and_insert(slot as usize);
        }
        let boosts = rule.boosts.iter();
        arranged
            .boosts
            .extend(boosts.map(|(facet, key, times)| (with_value(shelf, *facet, key), *times)));
        if !rule.words.is_empty() && arranged.leads_to.is_none() {
            arranged.leads_to.clone_from(&rule.leads_to);
        }
    }
    arranged.pinned.extend(
        request
            .scope
            .picked()
            .iter()
            .filter_map(|id| shelf.slot_of(*id)),
    );
    let mut seen = FixedBitSet::new();
    arranged.pinned.retain(|slot| {
        seen.grow(*slot as usize + 1);
        !seen.put(*slot as usize)
    });
    arranged
}

impl Arranged {
    /// The most by which the relevance of any product is multiplied.
    pub fn highest(&self) -> f32 {
        let raised = self.boosts.iter().map(|(_, times)| times.max(1.0));
        raised.product()
    }

    /// By how much the relevance of a product is multiplied.
    pub fn times(&self, slot: u32) -> f32 {
        let raised = self.boosts.iter();
        let raised = raised.filter(|(set, _)| set.contains(slot as usize));
        raised.map(|(_, times)| times).product()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may panic")]
    use super::*;
    use crate::catalog::market::Market;

    fn request(query: &str) -> Request {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap();
        Request::parse(&pairs).unwrap()
    }

    fn is_in_force(rule: &Arrangement, query: &str) -> bool {
        let request = request(query);
        let typed = words::flat(&words::of_query(&request.text));
        applies(
            rule,
            &request,
            &typed,
            NaiveDate::from_ymd_opt(2026, 5, 3).unwrap(),
        )
    }

    #[test]
    fn a_rule_is_in_force_for_its_words_filters_market_and_days() {
        let words = Arrangement {
            words: vec!["vitamin".to_owned(), "c".to_owned()],
            ..Arrangement::default()
        };
        assert!(is_in_force(&words, "q=vitamin+c+500"));
        assert!(!is_in_force(&words, "q=vitamin+d"));
        let exact = Arrangement {
            is_exact: true,
            ..words
        };
        assert!(is_in_force(&exact, "q=Vitamin+C"));
        assert!(!is_in_force(&exact, "q=vitamin+c+500"));
        let within = Arrangement {
            within: vec![(Facet::Brand, "a".to_owned())],
            ..Arrangement::default()
        };
        assert!(is_in_force(&within, "f[brand]=a&q=zinc"));
        assert!(!is_in_force(&within, "f[brand]=b"));
        let elsewhere = Arrangement {
            market: Some(Market::Eu),
            ..Arrangement::default()
        };
        assert!(is_in_force(&elsewhere, "market=eu"));
        assert!(!is_in_force(&elsewhere, ""));
        let day = NaiveDate::from_ymd_opt(2026, 5, 3);
        for (starts_on, ends_on, expected) in [
            (day, day, true),
            (day.unwrap().succ_opt(), None, false),
            (None, day.unwrap().pred_opt(), false),
        ] {
            let dated = Arrangement {
                starts_on,
                ends_on,
                ..Arrangement::default()
            };
            assert_eq!(is_in_force(&dated, ""), expected);
        }
    }
}
