//! Searches counted in memory, until they are added to the database.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::http::Uri;
use arc_swap::ArcSwap;

use crate::catalog::market::Market;

/// Most different words that are counted between two times of adding them to the database.
const MOST: usize = 10_000;
/// Longest words that are counted, in characters.
const LONGEST: usize = 60;
/// Digits that may stand together, however they are grouped: more are a number of somebody's own, or one of a package.
const DIGITS: usize = 6;
/// What groups the digits of a number.
const BETWEEN: [char; 7] = [' ', '.', '-', '(', ')', '+', '/'];

/// How often words were looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Searches.
    pub searches: u32,
    /// Those that found nothing.
    pub empty: u32,
    /// Products that were opened from the results.
    pub clicks: u32,
}

/// Words in a market with how often they were looked for.
pub type Counted = ((Market, String), Count);

/// The searches of this process, and the words that many visitors look for.
#[derive(Debug, Clone, Default)]
pub struct Searches {
    counts: Arc<Mutex<HashMap<(Market, String), Count>>>,
    popular: Arc<ArcSwap<Vec<(Market, String)>>>,
}

impl Searches {
    /// Counts a search.
    pub fn searched(&self, market: Market, text: &str, found: usize) {
        self.count(market, text, |count| {
            count.searches += 1;
            count.empty += u32::from(found == 0);
        });
    }

    /// Counts a product that was opened from the results at an address of this site.
    pub fn opened_from(&self, referrer: &str, site: &str) {
        if let Some((market, text)) = results_at(referrer, site) {
            self.count(market, &text, |count| count.clicks += 1);
        }
    }

    fn count(&self, market: Market, text: &str, change: impl FnOnce(&mut Count)) {
        let Some(words) = kept(text) else { return };
        // A thread that panicked while it counted left whole numbers.
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() < MOST || counts.contains_key(&(market, words.clone())) {
            change(counts.entry((market, words)).or_default());
        }
    }

    /// Takes everything that was counted since the last time.
    pub fn take(&self) -> Vec<Counted> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let mut taken: Vec<Counted> = std::mem::take(&mut *counts).into_iter().collect();
        // Two processes that add the same words in one order don't wait for each other.
        taken.sort_by(|(one, _), (other, _)| one.cmp(other));
        taken
    }

    /// Puts back what could not be added to the database.
    pub fn put_back(&self, counted: Vec<Counted>) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        for (words, count) in counted {
            if counts.len() < MOST || counts.contains_key(&words) {
                let known = counts.entry(words).or_default();
                known.searches += count.searches;
                known.empty += count.empty;
                known.clicks += count.clicks;
            }
        }
    }

    /// Says what many visitors look for, most often first.
    pub fn set_popular(&self, popular: Vec<(Market, String)>) {
        self.popular.store(Arc::new(popular));
    }

    /// Words that many visitors look for and that begin so, most often first.
    pub fn beginning_with(&self, market: Market, typed: &str, most: usize) -> Vec<String> {
        let Some(typed) = kept(typed) else {
            return Vec::new();
        };
        let popular = self.popular.load();
        let words = popular.iter().filter(|(of, _)| *of == market);
        words
            .map(|(_, words)| words)
            .filter(|words| words.starts_with(&typed) && **words != typed)
            .take(most)
            .cloned()
            .collect()
    }
}

/// Words as they are counted; nothing where they look like an address, a number of a person, or a text that was pasted.
pub fn kept(text: &str) -> Option<String> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let words = words.join(" ");
    let is_kept = words.chars().count() <= LONGEST
        && words.chars().any(char::is_alphanumeric)
        && !words.contains(['@', '\u{ff20}', '/', '\\', '<', ':', '\0'])
        && !has_long_number(&words)
        && !has_address(&words);
    is_kept.then_some(words)
}

fn has_long_number(words: &str) -> bool {
    let mut run = 0;
    words.chars().any(|letter| {
        if letter.is_numeric() {
            run += 1;
        } else if !BETWEEN.contains(&letter) {
            run = 0;
        }
        run > DIGITS
    })
}

/// Whether something looks like the name of a host, or like an address that is spelled out.
fn has_address(words: &str) -> bool {
    let is_host = |word: &str| {
        let end = word.rsplit_once('.').map(|(_, end)| end);
        end.is_some_and(|end| end.len() > 1 && end.chars().all(char::is_alphabetic))
    };
    let parts: Vec<&str> = words.split([' ', '(', ')', '[', ']']).collect();
    parts.iter().any(|word| is_host(word)) || (parts.contains(&"at") && words.len() > 12)
}

/// The market and the words of results at an address of this site.
fn results_at(referrer: &str, site: &str) -> Option<(Market, String)> {
    let uri: Uri = referrer.strip_prefix(site)?.parse().ok()?;
    let market = Market::ALL
        .iter()
        .find(|market| market.path("/products") == uri.path())?;
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(uri.query()?).ok()?;
    let (_, text) = pairs.into_iter().find(|(name, _)| name == "q")?;
    Some((*market, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_are_counted_by_words_without_anything_of_a_persons_own() {
        let searches = Searches::default();
        searches.searched(Market::Us, "  Vitamin  C ", 12);
        searches.searched(Market::Us, "vitamin c", 12);
        searches.searched(Market::Us, "vitmin", 0);
        for private in [
            "jane@example.org",
            "5551234567",
            "https://example.org",
            "zinc call +1 555.867.5309",
            "zinc 078-05-1120",
            "jane\u{ff20}example",
            "jane(at)example.org",
            "jane doe at gmail dot com",
            "zinc evilshop.example",
            "   ",
            &"a ".repeat(60),
        ] {
            searches.searched(Market::Us, private, 0);
        }
        searches.opened_from(
            "https://shop.example/products?q=Vitamin+C&form=powder",
            "https://shop.example",
        );
        searches.opened_from(
            "https://elsewhere.example/products?q=vitamin+c",
            "https://shop.example",
        );
        searches.opened_from("https://shop.example/products", "https://shop.example");
        let count = |searches, empty, clicks| Count {
            searches,
            empty,
            clicks,
        };
        let counted = searches.take();
        let expected = [
            ((Market::Us, "vitamin c".to_owned()), count(2, 0, 1)),
            ((Market::Us, "vitmin".to_owned()), count(1, 1, 0)),
        ];
        assert_eq!(counted, expected);
        assert!(searches.take().is_empty());
        searches.put_back(counted);
        assert_eq!(searches.take(), expected);
    }

    #[test]
    fn what_many_look_for_goes_on_from_what_is_typed() {
        let searches = Searches::default();
        searches.set_popular(vec![
            (Market::Us, "vitamin d3".to_owned()),
            (Market::Us, "vitamin c".to_owned()),
            (Market::Eu, "vitamin k".to_owned()),
        ]);
        assert_eq!(
            searches.beginning_with(Market::Us, "Vita", 5),
            ["vitamin d3", "vitamin c"]
        );
        assert_eq!(
            searches.beginning_with(Market::Us, "vitamin c", 5),
            Vec::<String>::new()
        );
    }
}
