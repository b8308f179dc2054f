//! Finds products by words: codes first, then every word in some field, misspelled ones by the nearest that is known.

use std::collections::HashMap;

use fixedbitset::FixedBitSet;
use tantivy::query::{BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Score, Term};

use super::index::{Numbers, Texts};
use super::words::{self, Wanted};

/// The products that words lead to.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Which.
    pub products: FixedBitSet,
    /// How well they fit, by ascending number; higher is better. Those that only hold the beginning of the last word have none.
    pub scores: Vec<(u32, Score)>,
    /// Those with a score.
    pub scored: FixedBitSet,
    /// The words with those that are known in place of misspelled ones, when there were any.
    pub corrected: Option<String>,
}

/// Finds what somebody typed; nothing when no word was.
///
/// # Errors
/// An index file that can't be read.
pub fn find(texts: &Texts, typed: &str) -> tantivy::Result<Option<Found>> {
    let by_code = by_code(texts, typed)?;
    if !by_code.is_empty() {
        return Ok(Some(found(by_code, None)));
    }
    let mut wanted = words::of_query(typed);
    if wanted.is_empty() {
        return Ok(None);
    }
    let corrected = correct(texts, &mut wanted)?;
    let begun = wanted.last_mut().filter(|last| last.is_beginning);
    let Some(begun) = begun.and_then(|last| last.words.pop()) else {
        let query = all_of(
            wanted
                .iter()
                .map(|wanted| one_wanted(texts, wanted))
                .collect(),
        );
        return Ok(Some(found(
            texts.searcher.search(&*query, &Numbers)?,
            corrected,
        )));
    };
    let begins = beginning_with(texts, &begun)?;
    let whole = one_word(texts, &begun);
    let others: Vec<Part> = wanted
        .iter()
        .flat_map(|wanted| {
            // What the last word was typed behind must be there as it is.
            if wanted.is_beginning {
                wanted
                    .words
                    .iter()
                    .map(|word| one_word(texts, word))
                    .collect()
            } else {
                vec![one_wanted(texts, wanted)]
            }
        })
        .collect();
    if others.is_empty() {
        let mut found = found(texts.searcher.search(&*whole, &Numbers)?, corrected);
        found.products = begins;
        return Ok(Some(found));
    }
    let query = BooleanQuery::new(vec![(Occur::Must, all_of(others)), (Occur::Should, whole)]);
    let mut scores = texts.searcher.search(&query, &Numbers)?;
    scores.retain(|(slot, _)| begins.contains(*slot as usize));
    Ok(Some(found(scores, corrected)))
}

fn found(mut scores: Vec<(u32, Score)>, corrected: Option<String>) -> Found {
    scores.sort_unstable_by_key(|(slot, _)| *slot);
    let size = scores.last().map(|(slot, _)| *slot as usize + 1);
    let mut products = FixedBitSet::with_capacity(size.unwrap_or_default());
    products.extend(scores.iter().map(|(slot, _)| *slot as usize));
    Found {
        scored: products.clone(),
        products,
        scores,
        corrected,
    }
}

/// The products with a word that begins so, from the lists of those words, without scoring any.
fn beginning_with(texts: &Texts, beginning: &str) -> tantivy::Result<FixedBitSet> {
    let mut set = FixedBitSet::new();
    let field = texts.fields.all;
    for segment in texts.searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let slots = segment.fast_fields().u64("slot")?;
        let range = index.terms().range().ge(beginning.as_bytes());
        let range = match after_all(beginning) {
            Some(end) => range.lt(end),
            None => range,
        };
        let mut words = range.into_stream()?;
        let alive = segment.alive_bitset();
        while words.advance() {
            let info = words.value();
            let mut postings =
                index.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
            loop {
                let docs = postings.docs();
                if docs.is_empty() {
                    break;
                }
                for doc in docs
                    .iter()
                    .filter(|doc| alive.is_none_or(|alive| alive.is_alive(**doc)))
                {
                    if let Some(slot) = slots
                        .first(*doc)
                        .and_then(|slot| usize::try_from(slot).ok())
                    {
                        set.grow_and_insert(slot);
                    }
                }
                postings.advance();
            }
        }
    }
    Ok(set)
}

/// The least text that stands behind everything that begins so.
fn after_all(beginning: &str) -> Option<Vec<u8>> {
    let mut end = beginning.as_bytes().to_vec();
    while let Some(last) = end.pop() {
        if let Some(next) = last.checked_add(1) {
            end.push(next);
            return Some(end);
        }
    }
    None
}

/// What has exactly that SKU or GTIN.
fn by_code(texts: &Texts, typed: &str) -> tantivy::Result<Vec<(u32, Score)>> {
    let typed = typed.trim().to_lowercase();
    let field = texts.fields.code;
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let is_gtin = digits.len() >= 8
        && typed
            .chars()
            .all(|letter| letter.is_ascii_digit() || letter == ' ');
    let code = if is_gtin {
        digits.trim_start_matches('0').to_owned()
    } else {
        typed
    };
    let term = Term::from_field_text(field, &code);
    if code.is_empty() || texts.searcher.doc_freq(&term)? == 0 {
        return Ok(Vec::new());
    }
    texts
        .searcher
        .search(&TermQuery::new(term, IndexRecordOption::Basic), &Numbers)
}

type Part = Box<dyn Query>;

fn all_of(parts: Vec<Part>) -> Part {
    Box::new(BooleanQuery::new(
        parts.into_iter().map(|part| (Occur::Must, part)).collect(),
    ))
}

fn any_of(parts: Vec<Part>) -> Part {
    Box::new(BooleanQuery::new(
        parts
            .into_iter()
            .map(|part| (Occur::Should, part))
            .collect(),
    ))
}

fn one_wanted(texts: &Texts, wanted: &Wanted) -> Part {
    let apart = all_of(
        wanted
            .words
            .iter()
            .map(|word| one_word(texts, word))
            .collect(),
    );
    match &wanted.joined {
        Some(joined) => any_of(vec![apart, one_word(texts, joined)]),
        None => apart,
    }
}

fn one_word(texts: &Texts, word: &str) -> Part {
    let in_field = |(field, weight): &(Field, Score)| -> Part {
        let term = Term::from_field_text(*field, word);
        let query = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
        Box::new(BoostQuery::new(query, *weight))
    };
    any_of(texts.fields.weighted.iter().map(in_field).collect())
}

/// Puts known words in place of those that nothing holds. Returns the words then, if any was replaced.
fn correct(texts: &Texts, wanted: &mut [Wanted]) -> tantivy::Result<Option<String>> {
    let mut is_corrected = false;
    for one in wanted.iter_mut() {
        if let Some(joined) = &one.joined
            && is_known(texts, joined)?
        {
            continue;
        }
        let last = one.words.len().saturating_sub(1);
        for (word, at) in one.words.iter_mut().zip(0..) {
            let is_beginning = one.is_beginning && at == last;
            if is_known(texts, word)? || (is_beginning && nearest(texts, word, 0, true)?.is_some())
            {
                continue;
            }
            if let Some(known) = known_word(texts, word, is_beginning)? {
                *word = known;
                is_corrected = true;
            }
        }
    }
    let words = wanted.iter().flat_map(|wanted| &wanted.words);
    let words: Vec<&str> = words.map(String::as_str).collect();
    Ok(is_corrected.then(|| words.join(" ")))
}

fn is_known(texts: &Texts, word: &str) -> tantivy::Result<bool> {
    let term = Term::from_field_text(texts.fields.all, word);
    Ok(texts.searcher.doc_freq(&term)? > 0)
}

/// The word that was probably meant: with one wrong letter rather than two, whole rather than its beginning.
fn known_word(texts: &Texts, word: &str, is_beginning: bool) -> tantivy::Result<Option<String>> {
    for wrong in 1..=words::forgiven(word) {
        if let Some(known) = nearest(texts, word, wrong, false)? {
            return Ok(Some(known));
        }
        if is_beginning && let Some(known) = nearest(texts, word, wrong, true)? {
            return Ok(Some(known));
        }
    }
    Ok(None)
}

/// Of the known words with at most so many wrong letters the one that most products hold, rather with the same first letter.
fn nearest(
    texts: &Texts,
    word: &str,
    wrong: u8,
    is_beginning: bool,
) -> tantivy::Result<Option<String>> {
    let field = texts.fields.all;
    let term = Term::from_field_text(field, word);
    let query = if is_beginning {
        FuzzyTermQuery::new_prefix(term, wrong, true)
    } else {
        FuzzyTermQuery::new(term, wrong, true)
    };
    let mut held: HashMap<String, u32> = HashMap::new();
    for segment in texts.searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().search(query.automaton()?).into_stream()?;
        while stream.advance() {
            if let Ok(known) = std::str::from_utf8(stream.key()) {
                *held.entry(known.to_owned()).or_default() += stream.value().doc_freq;
            }
        }
    }
    let first = word.chars().next();
    let best = held.into_iter().max_by_key(|(known, count)| {
        (
            known.chars().next() == first,
            *count,
            std::cmp::Reverse(known.clone()),
        )
    });
    Ok(best.map(|(known, _)| known))
}
