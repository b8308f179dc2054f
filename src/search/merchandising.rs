//! Rules by which a list is arranged: what stands first, what is left out, what is raised, and words that lead to a page.

use chrono::NaiveDate;
use fixedbitset::FixedBitSet;
use uuid::Uuid;

use super::facet::Facet;
use super::request::Request;
use super::scope::{Scope, with_value};
use super::shelf::Shelf;
use super::words;
use crate::catalog::market::Market;

/// A rule that is in force on some lists.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arrangement {
    /// Its id.
    pub id: Uuid,
    /// In which market; all when none is named.
    pub market: Option<Market>,
    /// For which words; for any, and none, when none are named.
    pub words: Vec<String>,
    /// Whether the words must be all that is looked for.
    pub is_exact: bool,
    /// The values to which the list must be narrowed, by a filter or as its page.
    pub within: Vec<(Facet, String)>,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// Products that stand first, in order.
    pub pinned: Vec<Uuid>,
    /// Products that are left out.
    pub hidden: Vec<Uuid>,
    /// What is raised, and how much its relevance is multiplied by.
    pub boosts: Vec<(Facet, String, f32)>,
    /// The path to which the words lead.
    pub leads_to: Option<String>,
}

impl Arrangement {
    /// The same as the rule of an id.
    #[must_use]
    pub fn of(self, id: Uuid) -> Self {
        Self { id, ..self }
    }

    /// Whether it is in force for a request on a day.
    pub fn applies(&self, request: &Request, typed: &[String], today: NaiveDate) -> bool {
        let in_time = self.starts_on.is_none_or(|first| first <= today)
            && self.ends_on.is_none_or(|last| today <= last);
        let in_market = self.market.is_none_or(|market| market == request.market);
        let by_words = self.words.is_empty()
            || if self.is_exact {
                self.words == typed
            } else {
                self.words.iter().all(|word| typed.contains(word))
            };
        in_time && in_market && by_words && self.within.iter().all(|value| narrows(request, value))
    }
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
        .filter(|rule| rule.applies(request, &typed, today))
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

    fn request(query: &str) -> Request {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap();
        Request::parse(&pairs).unwrap()
    }

    fn applies(rule: &Arrangement, query: &str) -> bool {
        let request = request(query);
        let typed = words::flat(&words::of_query(&request.text));
        rule.applies(
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
        assert!(applies(&words, "q=vitamin+c+500"));
        assert!(!applies(&words, "q=vitamin+d"));
        let exact = Arrangement {
            is_exact: true,
            ..words
        };
        assert!(applies(&exact, "q=Vitamin+C"));
        assert!(!applies(&exact, "q=vitamin+c+500"));
        let within = Arrangement {
            within: vec![(Facet::Brand, "a".to_owned())],
            ..Arrangement::default()
        };
        assert!(applies(&within, "f[brand]=a&q=zinc"));
        assert!(!applies(&within, "f[brand]=b"));
        let elsewhere = Arrangement {
            market: Some(Market::Eu),
            ..Arrangement::default()
        };
        assert!(applies(&elsewhere, "market=eu"));
        assert!(!applies(&elsewhere, ""));
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
            assert_eq!(applies(&dated, ""), expected);
        }
    }
}
