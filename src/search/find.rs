//! Finds products by words: codes first, then every word in some field, misspelled ones by the nearest that is known.

use std::collections::HashMap;

use fixedbitset::FixedBitSet;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, FuzzyTermQuery, Occur, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Score, Term};

use super::index::{Numbers, Texts};
use super::words::{self, Wanted};

/// What a word weighs that a text only begins with.
const BEGINNING: Score = 0.3;

/// The products that words lead to.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Which.
    pub products: FixedBitSet,
    /// How well each fits; higher is better.
    pub scores: HashMap<u32, Score>,
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
    let query = all_of(
        wanted
            .iter()
            .map(|wanted| one_wanted(texts, wanted))
            .collect(),
    );
    let scores = texts.searcher.search(&*query, &Numbers)?;
    Ok(Some(found(scores, corrected)))
}

fn found(scores: Vec<(u32, Score)>, corrected: Option<String>) -> Found {
    let size = scores.iter().map(|(slot, _)| *slot as usize + 1).max();
    let mut products = FixedBitSet::with_capacity(size.unwrap_or_default());
    products.extend(scores.iter().map(|(slot, _)| *slot as usize));
    Found {
        products,
        scores: scores.into_iter().collect(),
        corrected,
    }
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
    let last = wanted.words.len().saturating_sub(1);
    let apart = wanted
        .words
        .iter()
        .zip(0..)
        .map(|(word, at)| one_word(texts, word, wanted.is_beginning && at == last))
        .collect();
    match &wanted.joined {
        Some(joined) => any_of(vec![all_of(apart), one_word(texts, joined, false)]),
        None => all_of(apart),
    }
}

fn one_word(texts: &Texts, word: &str, is_beginning: bool) -> Part {
    let in_field = |(field, weight): &(Field, Score)| -> Part {
        let term = Term::from_field_text(*field, word);
        let query = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
        Box::new(BoostQuery::new(query, *weight))
    };
    let mut parts: Vec<Part> = texts.fields.weighted.iter().map(in_field).collect();
    if is_beginning {
        let term = Term::from_field_text(texts.fields.all, word);
        let beginning = Box::new(FuzzyTermQuery::new_prefix(term, 0, true));
        parts.push(Box::new(ConstScoreQuery::new(beginning, BEGINNING)));
    }
    any_of(parts)
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
